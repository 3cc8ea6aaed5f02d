"""Nodes for components: made from their parameters, and back to what a recipe reads."""

from __future__ import annotations

import textwrap
from typing import Literal

import pytest
from pydantic import BaseModel, Field

import dreamgen


@pytest.fixture
def nodes(folders):
    from dreamgen_comfyui.nodes.component import component_nodes

    return {node.define_schema().node_id: node for node in component_nodes()}


def build(node, value):
    """Return the component that a recipe makes of a node's output."""
    key = {"objectives": "objective", "motions": "motion"}.get(node.socket.kind, node.socket.kind)
    key = {"parameterisations": "parameterisation", "optimisers": "optimiser"}.get(key, key)
    table = {"zoom": {"motion": value}} if key == "motion" else {key: value}
    recipe = dreamgen.Recipe(**table)
    found = recipe.zoom.motion if key == "motion" else getattr(recipe, key)
    term = found[0] if isinstance(found, tuple) else found
    return dreamgen.Session().registry.build(node.socket.kind, getattr(term, "call", term), key)


def test_every_component_has_a_node_that_makes_it(nodes, run):
    registry = dreamgen.Session().registry
    for kind in ("objectives", "regularisers", "parameterisations", "optimisers", "effects"):
        for name, _ in registry.classes(kind):
            assert f"Dreamgen.{kind}.{name.replace('/', '.')}" in nodes
    for node in nodes.values():
        (value,) = run(node)
        built = build(node, value)
        fields = node.parameters.model_fields.items()
        needed = {name: getattr(built, name) for name, field in fields if field.is_required()}
        assert built == node.parameters(**needed)


def test_terms_are_added_and_effects_follow_each_other(nodes, run):
    (first,) = run(nodes["Dreamgen.objectives.channel"], channel=12, layer="3")
    (both,) = run(nodes["Dreamgen.objectives.layer"], layer="blocks.*", times=-0.5, previous=first)
    assert both == 'channel(layer=3, channel=12) - 0.5*layer(layer="blocks.*")'
    assert len(dreamgen.Recipe(objective=both).objective) == 2
    (bled,) = run(nodes["Dreamgen.effects.bleed"])
    (faded,) = run(nodes["Dreamgen.effects.fade"], amount=0.25, previous=bled)
    assert faded == ["bleed", "fade(amount=0.25)"]
    (motion,) = run(nodes["Dreamgen.motions.zoom"], speed="ramp(1, 2)", times=2.0)
    assert motion == "2.0*zoom(speed=ramp(1, 2))"


class Parts(BaseModel):
    many: str | list[str] = "owl"
    word: str = ""
    place: int | str | None = None
    numbers: list[int] | None = None
    kind: Literal["soft", "hard"] | None = None
    share: float = Field(0.125, gt=0, le=1)
    count: int = Field(3, ge=1)
    on: bool = True


@pytest.mark.parametrize(
    ("name", "typed", "written"),
    [
        ("many", "great grey owl", 'many="great grey owl"'),
        ("many", '[owl, "tabby cat"]', 'many=[owl, "tabby cat"]'),
        ("many", "owl", ""),
        ("word", 'say "hi"', 'word="say ""hi"""'),
        ("word", "3", 'word="3"'),
        ("place", "25%", 'place="25%"'),
        ("place", "3", "place=3"),
        ("place", "layer3.1", 'place="layer3.1"'),
        ("numbers", "[1, 2]", "numbers=[1, 2]"),
        ("kind", "hard", 'kind="hard"'),
        ("kind", "", ""),
        ("share", 0.5, "share=0.5"),
        ("share", 0.125, ""),
        ("on", False, "on=false"),
    ],
)
def test_what_is_typed_becomes_an_expression(folders, name, typed, written):
    from dreamgen_comfyui.nodes.fields import make_input, write_call

    fields = Parts.model_fields
    given = {key: make_input(key, field).default for key, field in fields.items()}
    text = write_call("parts", fields, {**given, name: typed})
    assert text == (f"parts({written})" if written else "parts")
    if written:
        (term,) = dreamgen.Recipe(objective=text).objective
        assert Parts(**term.call.params) == Parts(**{name: read(name, typed)})


def read(name: str, typed):
    """Return what is meant by what is typed."""
    meant = {"[1, 2]": [1, 2], '[owl, "tabby cat"]': ["owl", "tabby cat"]}
    if name == "place" and typed.isdigit():
        return int(typed)
    return meant.get(typed, typed)


def test_widgets_have_the_bounds_of_the_parameters(folders):
    from dreamgen_comfyui.nodes.fields import make_input

    found = {name: make_input(name, field) for name, field in Parts.model_fields.items()}
    share, count = found["share"].given, found["count"].given
    assert (share["min"], share["max"], share["step"]) == (0, 1, 0.001)
    assert (count["min"], count["default"]) == (1, 3)
    assert found["kind"].given["options"] == ["", "soft", "hard"]


def test_a_component_of_another_plugin_has_a_node_too(folders, tmp_path, monkeypatch):
    from dreamgen.plugins.registry import Registry
    from dreamgen_comfyui.nodes import component

    plugin = tmp_path / "sparkle.py"
    plugin.write_text(
        textwrap.dedent(
            """
            from pydantic import Field
            import dreamgen

            class Sparkle(dreamgen.Effect):
                "Bright points."
                stars: int = Field(5, ge=1, le=50, description="how many")

                def apply(self, frame, picture, rng):
                    return frame

            @dreamgen.hookimpl
            def dreamgen_effects():
                return [dreamgen.Entry("sparkle", __name__ + ":Sparkle", "bright points")]
            """
        )
    )
    session = dreamgen.Session(Registry.default([plugin], installed=False))
    monkeypatch.setattr(component, "shared_session", lambda: session)
    (node,) = (each for each in component.component_nodes() if "sparkle" in each.component)
    schema = node.define_schema()
    assert schema.description == "Bright points."
    (stars, _) = schema.inputs
    assert (stars.given["min"], stars.given["max"], stars.default) == (1, 50, 5)
