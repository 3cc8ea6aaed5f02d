"""What a recipe leaves out follows the network and the start; what is set always wins."""

from __future__ import annotations

import pytest

from dreamgen.errors import BadInput
from dreamgen.recipe.presets import read_preset
from dreamgen.recipe.schema import Recipe
from dreamgen.render.defaults import SETTINGS
from dreamgen.render.session import Session

ORDINARY = ("--backbone", {"backbone": "timm(resnet18)"})


@pytest.fixture
def session(registry):
    return Session(registry)


def settings_of(recipe):
    return {key: getattr(recipe, key) for key in SETTINGS}


@pytest.mark.parametrize(
    ("source", "preset"), [("noise", "visualise"), ("photo.jpg", "inception"), (None, "inception")]
)
def test_an_ordinary_network_dreams_as_a_preset_says(session, source, preset):
    recipe = session.compose(source, layers=[ORDINARY])
    asked = session.compose("any.png", preset, layers=[ORDINARY])
    assert settings_of(recipe) == settings_of(asked) != settings_of(Recipe())
    assert (recipe.input, recipe.objective) == (source, None)


@pytest.mark.parametrize("name", ["timm(vit_tiny_patch16_224)", "torchvision(swin_t)"])
def test_a_vision_transformer_begins_as_its_preset_says(session, name):
    given = [("--backbone", {"backbone": name})]
    made = {source: session.compose(source, layers=given) for source in ("noise", "photo.jpg")}
    asked = {preset: session.compose("a.png", preset) for preset in ("transformer", "inception")}
    assert settings_of(made["noise"]) == settings_of(asked["transformer"])
    regularisers = session.compose("photo.jpg", layers=[ORDINARY]).regularisers
    assert made["photo.jpg"].regularisers == regularisers


@pytest.mark.parametrize(
    "layer",
    [
        ("", {}),
        ("", {"backbone": "bestiary"}),
        ("", {"backbone": "timm(resnet18)", "weights": "random"}),
    ],
)
@pytest.mark.parametrize("source", ["noise", "photo.jpg"])
def test_robust_and_untrained_networks_keep_the_recipes_own(session, layer, source):
    assert settings_of(session.compose(source, layers=[layer])) == settings_of(Recipe())


def test_what_is_set_wins(session):
    given = [ORDINARY, ("--steps", {"steps": 7}), ("--octaves", {"octaves": {"count": 2}})]
    recipe = session.compose("noise", layers=given)
    assert (recipe.steps, recipe.octaves.count) == (7, 2)
    assert recipe.parameterisation.use == "fourier"
    preset = session.compose("noise", "reptile-skin", [ORDINARY])
    assert preset.regularisers == session.compose(None, "reptile-skin").regularisers
    assert preset.parameterisation.use == "fourier"


def test_a_presets_table_robust_holds_on_robust_networks_alone(session, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("steps = 5\nlayer = 2\n[robust]\nsteps = 3\noctaves.count = 2")
    robust, ordinary = (session.compose("a.png", str(path), layer) for layer in ([], [ORDINARY]))
    assert (robust.steps, robust.octaves.count, robust.layer) == (3, 2, 2)
    assert (ordinary.steps, ordinary.octaves.count, ordinary.layer) == (5, 5, 2)
    path.write_text("robust = 1")
    with pytest.raises(BadInput, match=r"mine.toml: robust = 1: must be a table"):
        session.compose("a.png", str(path))


def test_a_zoom_from_noise_is_dreamed_on_its_own_pictures(session):
    still = session.compose("photo.jpg", layers=[ORDINARY])
    zoom = session.compose("noise", layers=[ORDINARY], moving=True)
    assert settings_of(zoom) == settings_of(still)


def test_other_weights_in_the_bundled_architecture_are_not_robust(session, tmp_path):
    given = ("--weights", {"weights": str(tmp_path / "mine.safetensors")})
    assert settings_of(session.compose("noise", layers=[given])) != settings_of(Recipe())


@pytest.mark.parametrize("preset", ["visualise", "inception"])
def test_the_presets_say_all_of_how_to_dream(registry, preset):
    ((_, values),) = read_preset(preset, registry.presets)
    assert set(SETTINGS) <= set(values) | {"size"}
    assert set(values) <= {"summary", "input", "objective", *SETTINGS}
