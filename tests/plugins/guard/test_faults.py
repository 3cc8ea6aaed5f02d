"""What a plugin raises or returns wrongly, while rendering, is one sentence that names it."""

from __future__ import annotations

import copy
import pickle
import textwrap

import pytest
import torch

from dreamgen.errors import BadInput, DreamError
from dreamgen.plugins.discovery import discover
from dreamgen.plugins.guard.blame import PluginFault
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.composing import compose
from dreamgen.recipe.expressions import read_call
from dreamgen.render.networks import Networks
from dreamgen.render.saving.destination import Destination
from dreamgen.render.saving.save import find_output, save
from dreamgen.render.session import Session

HEAD = """
    import sys
    import torch
    from dataclasses import replace
    from dreamgen import *
    from dreamgen import Entry, hookimpl
    from pydantic import Field, field_validator
"""
KEYS = {
    "objectives": ("objective", "odd"),
    "regularisers": ("regularisers", ["odd"]),
    "parameterisations": ("parameterisation", "odd"),
    "optimisers": ("optimiser", "odd"),
    "effects": ("effects", ["odd"]),
    "loaders": ("loader", "odd"),
    "backbones": ("backbone", "odd"),
    "motions": ("zoom", {"motion": "odd", "seconds": 0.1}),
}
"""How a recipe names the component of a kind."""


NETWORKS = Networks()


@pytest.fixture
def load(tmp_path, request):
    """Return a registry with a plugin whose one component, odd, has the methods of ``body``."""
    count = iter(range(100))

    def make(kind: str, base: str, body: str) -> Registry:
        name = f"odd_{abs(hash(request.node.name))}_{next(count)}"
        source = textwrap.dedent(HEAD) + f"class Odd({base}):\n    '''Odd.'''\n"
        source += textwrap.indent(textwrap.dedent(body).strip(), "    ") + "\n@hookimpl\n"
        source += f"def dreamgen_{kind}(): return [Entry('odd', '{name}:Odd', 'odd')]\n"
        path = tmp_path / f"{name}.py"
        path.write_text(source)
        registry = Registry(discover([path], installed=False, disabled=()))
        assert registry.plugins[-1].problem == ""
        return registry

    return make


def render(registry, kind, **keys):
    key, value = KEYS[kind]
    quick = {"input": "noise", "size": "48x48", "steps": 2, "octaves": {"count": 1}}
    recipe = compose([("test", {**quick, key: value, **keys})])
    session = Session(registry)
    session._networks = NETWORKS  # so that the bundled network loads once
    return list(session.render(recipe))


RAISED = [
    ("objectives", "LayerObjective", "def score(self, a): return 1 / 0", "in score"),
    ("objectives", "LayerObjective", "def layers(self): return 1 / 0", "in layers"),
    (
        "objectives",
        "Objective",
        "def layers(self): return [1]\ndef bind(self, t): 1 / 0",
        "in bind",
    ),
    (
        "objectives",
        "Objective",
        "def layers(self): return [1]\ndef bind(self, t): return lambda a: 1 / 0",
        "in its function",
    ),
    ("regularisers", "Regulariser", "def view(self, picture, rng): 1 / 0", "in view"),
    ("regularisers", "Regulariser", "def gradient(self, g, p): 1 / 0", "in gradient"),
    ("regularisers", "Regulariser", "def penalty(self, pictures): 1 / 0", "in penalty"),
    (
        "parameterisations",
        "Parameterisation",
        "def encode(self, p): 1 / 0\ndef decode(self, p, s): 0",
        "in encode",
    ),
    (
        "parameterisations",
        "Parameterisation",
        "def encode(self, p): return p\ndef decode(self, p, s): 1 / 0",
        "in decode",
    ),
    ("optimisers", "Optimiser", "def start(self, p, s): 1 / 0", "in start"),
    (
        "optimisers",
        "Optimiser",
        "def start(self, p, s): return lambda g, p: 1 / 0",
        "in its function",
    ),
    ("effects", "Effect", "def apply(self, frame, source, rng): 1 / 0", "in apply"),
    ("motions", "Motion", "def matrix(self, seconds): 1 / 0", "in matrix"),
    ("backbones", "Backbone", "def load(self, weights): 1 / 0", "in load"),
    (
        "backbones",
        "Backbone",
        "def load(self, weights): 0\ndef reads(self, weights): 1 / 0",
        "in reads",
    ),
    (
        "effects",
        "Effect",
        "def model_post_init(self, _): 1 / 0\ndef apply(self, frame, source, rng): 0",
        "in being built",
    ),
]


@pytest.mark.parametrize(
    ("kind", "base", "body", "told"), RAISED, ids=lambda value: str(value)[:24]
)
def test_what_is_raised_names_plugin_component_method_and_line(load, kind, base, body, told):
    registry = load(kind, base, body)
    plugin = registry.plugins[-1].name
    with pytest.raises(PluginFault) as fault:
        render(registry, kind)
    said = str(fault.value)
    assert said.startswith(
        f"{kind[:-1]} odd of plugin {plugin}: ZeroDivisionError: division by zero ("
    )
    assert told in said
    assert f"{plugin.replace('-', '_')}.py:" in said
    assert "\n" not in said
    assert isinstance(fault.value.__cause__, ZeroDivisionError)
    assert fault.value.exit_code == 1


LAYERS = "def layers(self): return [1]\n"
CODE = "def encode(self, p): return {}\ndef decode(self, parameters, size): return {}"
RETURNED = [
    (
        "objectives",
        "LayerObjective",
        "def score(self, a): return None",
        "its score must be a tensor, not None",
    ),
    (
        "objectives",
        "LayerObjective",
        "def score(self, a): return a.mean(1)",
        r"its score must be of shape \(\)",
    ),
    (
        "objectives",
        "LayerObjective",
        "def score(self, a): return a.mean().detach()",
        "has lost its gradient",
    ),
    (
        "objectives",
        "LayerObjective",
        "def score(self, a): return a.mean() * float('nan')",
        "its score must be finite",
    ),
    (
        "objectives",
        "LayerObjective",
        "def score(self, a): return a.sub_(1).mean()",
        r"RuntimeError: .*inplace.*\(in score",
    ),
    (
        "objectives",
        "Objective",
        LAYERS + "def bind(self, targets): return 3",
        "must return a function",
    ),
    (
        "objectives",
        "Objective",
        "def layers(self): return 'layer4'\ndef bind(self, t): 0",
        "its layers must be a list",
    ),
    (
        "objectives",
        "LayerObjective",
        "def with_pictures(self, read): pass",
        "must be an objective, not None",
    ),
    (
        "regularisers",
        "Regulariser",
        "def view(self, picture, rng): return picture[0]",
        r"its view must be of shape \(1, 3, h, w\), not \(3, 48, 48\)",
    ),
    (
        "regularisers",
        "Regulariser",
        "def view(self, picture, rng): return picture.detach()",
        "its view has lost the gradient",
    ),
    (
        "regularisers",
        "Regulariser",
        "def view(self, picture, rng): return picture.mul_(2)",
        r"RuntimeError: .*inplace.*\(in view",
    ),
    (
        "regularisers",
        "Regulariser",
        "def gradient(self, g, p): return None",
        "its gradient must be a tensor, not None .in gradient",
    ),
    (
        "regularisers",
        "Regulariser",
        "def gradient(self, g, p): return g.double()",
        "its gradient must be torch.float32, not torch.float64",
    ),
    (
        "regularisers",
        "Regulariser",
        "def gradient(self, g, p): return g / 0 * 0",
        "its gradient must be finite",
    ),
    (
        "regularisers",
        "Regulariser",
        "def gradient(self, g, p): return g.numpy()",
        "must be a tensor, not a ndarray|not an ndarray",
    ),
    (
        "regularisers",
        "Regulariser",
        "def penalty(self, pictures): return pictures.mean()",
        r"its penalty must be of shape \(1,\), not \(\)",
    ),
    (
        "parameterisations",
        "Parameterisation",
        CODE.format("p[0]", "parameters"),
        "must begin with the batch",
    ),
    (
        "parameterisations",
        "Parameterisation",
        CODE.format("p", "parameters[:, :1]"),
        r"what it decodes must be of shape \(1, 3, 48, 48\)",
    ),
    (
        "parameterisations",
        "Parameterisation",
        CODE.format("p", "parameters.detach()"),
        "has lost the gradient",
    ),
    (
        "parameterisations",
        "Parameterisation",
        CODE.format("p", "parameters") + "\ndef project(self, p): pass",
        "what it projects must be a tensor, not None",
    ),
    ("optimisers", "Optimiser", "def start(self, p, s): return p", "must return a function"),
    (
        "optimisers",
        "Optimiser",
        "def start(self, p, s): return lambda g, p: g[0]",
        r"its step must be of shape \(1, 3, 48, 48\), not \(3, 48, 48\)",
    ),
    ("effects", "Effect", "def apply(self, frame, source, rng): pass", "must be a Frame, not None"),
    (
        "effects",
        "Effect",
        "def apply(self, frame, source, rng): return frame.pixels",
        "must be a Frame, not a Tensor",
    ),
    (
        "effects",
        "Effect",
        "def apply(self, frame, source, rng): return replace(frame, pixels=frame.pixels[:, 1:])",
        r"must be of shape \(3, 48, 48\), not \(3, 47, 48\)",
    ),
    (
        "effects",
        "Effect",
        "def apply(self, frame, source, rng): return replace(frame, pixels=frame.pixels * 255)",
        r"must be in 0\.\.1, not",
    ),
    (
        "effects",
        "Effect",
        "def apply(self, frame, source, rng): return replace(frame, pixels=frame.pixels / 0)",
        "must be finite",
    ),
    (
        "effects",
        "Effect",
        "def apply(self, frame, source, rng):\n    frame.pixels.mul_(0.5)\n    return frame",
        "changes what it is given: work on a copy",
    ),
    (
        "effects",
        "Effect",
        "def apply(self, frame, source, rng):\n    source.pixels.mul_(0.5)\n    return frame",
        "changes what it is given: work on a copy",
    ),
    ("motions", "Motion", "def matrix(self, seconds): pass", "its matrix must be 3x3"),
    (
        "motions",
        "Motion",
        "def matrix(self, seconds): return [[1, 0], [0, 1]]",
        "its matrix must be 3x3, not 2x2",
    ),
    (
        "motions",
        "Motion",
        "def matrix(self, seconds): return [[float('nan')] * 3] * 3",
        "must be finite",
    ),
    ("motions", "Motion", "def matrix(self, seconds): return [[0] * 3] * 3", "cannot be undone"),
    (
        "backbones",
        "Backbone",
        "def load(self, weights): pass",
        "what it loads must be a Model, not None",
    ),
    (
        "backbones",
        "Backbone",
        "def load(self, weights): 0\ndef reads(self, weights): return None",
        "must be a list of names, not None",
    ),
]


@pytest.mark.parametrize(
    ("kind", "base", "body", "told"), RETURNED, ids=lambda value: str(value)[:60]
)
def test_what_is_returned_wrongly_names_plugin_component_and_method(load, kind, base, body, told):
    registry = load(kind, base, body)
    with pytest.raises(PluginFault, match=told) as fault:
        render(registry, kind)
    said = str(fault.value)
    assert said.startswith(f"{kind[:-1]} odd of plugin {registry.plugins[-1].name}: ")
    assert ".py:" in said
    assert "\n" not in said


LOADERS = [
    ("return None", "what it loads must be a Picture, not None"),
    ("raise KeyError('x')", "KeyError: 'x' .in load, "),
    ("sys.exit(3)", "SystemExit: 3 .in load, "),
    (
        "return Picture(torch.zeros(4, 5, 3))",
        r"the picture's pixels must be of shape \(3, h, w\), not \(4, 5, 3\)",
    ),
    ("return Picture(torch.zeros(3, 0, 5))", r"must be of shape \(3, h, w\)"),
    ("return Picture(torch.full((3, 4, 5), 255.0))", r"must be in 0\.\.1, not 255\.\.255"),
    ("return Picture(torch.zeros(3, 4, 5, dtype=torch.float64))", "must be torch.float32"),
    (
        "return Picture(torch.zeros(3, 4, 5), mask=torch.ones(4, 5))",
        r"the picture's mask must be of shape \(1, 4, 5\)",
    ),
]


@pytest.mark.parametrize(("body", "told"), LOADERS)
def test_what_a_loader_returns_is_a_picture(load, tmp_path, body, told):
    source = f"def accepts(self, source): return True\ndef load(self, source, size): {body}"
    (tmp_path / "x.odd").write_bytes(b"odd")
    with pytest.raises(PluginFault, match=told):
        render(load("loaders", "Loader", source), "loaders", input=str(tmp_path / "x.odd"))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("def write(self, frames, path, recipe): list(frames)[9]", "IndexError: .*in write, "),
        ("def write(self, frames, path, recipe): list(frames)", "it wrote nothing to "),
        ("def check(self): 1 / 0\ndef write(self, *_): pass", "ZeroDivisionError.*in check, "),
    ],
)
def test_an_output_that_fails_is_named_and_leaves_nothing(load, tmp_path, body, told):
    registry = load("outputs", "Output", f"suffixes = ('.odd',)\n{body}")
    frame = render(registry, "effects", effects=[])[0]
    path = tmp_path / "x.odd"
    with pytest.raises(PluginFault, match=rf"output odd of plugin .*: {told}"):
        save([frame], Destination(path), find_output(compose([]), path, registry), "")
    assert [path.suffix for path in tmp_path.iterdir()] == [".py"]


def test_what_fails_while_frames_are_made_is_not_the_outputs_fault(load, tmp_path):
    def frames():
        yield None
        raise LookupError("elsewhere")

    body = "suffixes = ('.odd',)\ndef write(self, frames, path, recipe): list(frames)"
    output = find_output(compose([]), tmp_path / "x.odd", load("outputs", "Output", body))
    with pytest.raises(LookupError, match="elsewhere"):
        save(frames(), Destination(tmp_path / "x.odd"), output, "")


def test_a_full_disk_is_not_the_outputs_fault(load, tmp_path):
    body = "suffixes = ('.odd',)\ndef write(self, *_): raise OSError(28, 'No space left')"
    output = find_output(compose([]), tmp_path / "x.odd", load("outputs", "Output", body))
    with pytest.raises(DreamError, match=r"x\.odd cannot be written: No space left"):
        save([], Destination(tmp_path / "x.odd"), output, "")


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        ("BadInput('no such thing')", BadInput),
        ("KeyboardInterrupt()", KeyboardInterrupt),
        ("MemoryError()", MemoryError),
        ("RuntimeError('CUDA out of memory')", RuntimeError),
    ],
)
def test_what_is_nobodys_fault_passes_as_it_is(load, raised, kind):
    body = f"def apply(self, frame, source, rng): raise {raised}"
    with pytest.raises(kind) as passed:
        render(load("effects", "Effect", body), "effects")
    assert not isinstance(passed.value, PluginFault)


def test_a_class_that_lacks_a_method_is_named(load):
    with pytest.raises(PluginFault, match="TypeError: Can't instantiate abstract class Odd"):
        render(load("effects", "Effect", "pass"), "effects")


def test_suffixes_that_are_one_text_are_named(load):
    registry = load("outputs", "Output", "suffixes = '.odd'\ndef write(self, *_): pass")
    with pytest.raises(BadInput, match=r"output odd of plugin .* has suffixes = '\.odd'"):
        registry.load("outputs", "odd")


def test_a_watched_class_stays_what_it_was(load):
    body = """
        by: float = 2.0
        def gradient(self, gradient, progress):
            "Divide."
            return gradient / self.by
    """
    registry = load("regularisers", "Regulariser", body)
    kind = registry.load("regularisers", "odd")
    assert registry.load("regularisers", "odd") is kind
    built = registry.build("regularisers", read_call("odd(by=4)"), "x")
    assert type(built) is kind
    assert kind.gradient.__doc__ == "Divide."
    assert list(kind.model_fields) == ["by"]
    for same in (pickle.loads(pickle.dumps(built)), copy.deepcopy(built), built.model_copy()):
        assert same == built
        assert same.gradient(torch.ones(1, 3, 2, 2), 0.0).unique().item() == 0.25


FAMILY = (
    HEAD
    + """
    class Odd(Regulariser):
        def gradient(self, gradient, progress):
            return gradient[:0]

    class Even(Odd):
        def gradient(self, gradient, progress):
            return super().gradient(gradient, progress)

    @hookimpl
    def dreamgen_regularisers():
        return [Entry("odd", "family:Odd", "x"), Entry("even", "family:Even", "x")]
"""
)


def test_a_subclass_that_asks_its_parent_is_blamed_itself(tmp_path):
    path = tmp_path / "family.py"
    path.write_text(textwrap.dedent(FAMILY))
    registry = Registry(discover([path], installed=False, disabled=()))
    registry.load("regularisers", "odd")
    with pytest.raises(PluginFault, match="regulariser even of plugin family: its gradient"):
        render(registry, "regularisers", regularisers=["even"])


def test_a_builtin_class_is_left_alone():
    registry = Registry(discover(installed=False))
    for kind in ("effects", "regularisers", "outputs"):
        for plugin, entry in registry.entries(kind):
            found = registry.load(kind, registry.full_name(plugin, entry))
            assert not any(hasattr(method, "is_watched") for method in vars(found).values())
