"""The nodes that render, against dreamgen itself."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

import dreamgen

QUICK = "steps = 1\noctaves.count = 2"
SHALLOW = f'{QUICK}\nobjective = "layer(1)"'
KEYS = {"steps": 1, "octaves": {"count": 2}}


def draw(folders, name: str, mode: str = "RGB", seed: int = 0):
    """Put a small picture into ComfyUI's input folder; return its path and its pixels in 0..1."""
    levels = np.random.default_rng(seed).integers(0, 256, (40, 48, len(mode)), dtype=np.uint8)
    image = Image.fromarray(levels.squeeze())
    image.save(folders / "input" / name)
    return str(folders / "input" / name), torch.from_numpy(levels / np.float32(255))


def read_saved(folders) -> np.ndarray:
    (path,) = (folders / "output").rglob("*.png")
    return np.asarray(Image.open(path))


def save(run, image, recipe):
    from dreamgen_comfyui.nodes.save import Save

    run(Save, image=image, recipe=recipe, filename_prefix="dreams/one")


def test_a_saved_dream_has_the_pixels_of_the_same_recipe_from_a_file(run, folders):
    from dreamgen_comfyui.nodes.dream import Dream

    path, pixels = draw(folders, "a.png")
    image, recipe = run(Dream, image=pixels[None], seed=3, size=64, settings=QUICK)
    assert image.shape == (1, 53, 64, 3)
    save(run, image, recipe)
    expected = dreamgen.dream(path, seed=3, size=64, **KEYS)
    np.testing.assert_array_equal(read_saved(folders), np.asarray(expected.image))


def test_transparency_comes_back_as_a_fourth_channel(run, folders):
    from dreamgen_comfyui.nodes.dream import Dream

    path, pixels = draw(folders, "a.png", "RGBA")
    pixels[..., 3] = 1 - (1 - pixels[..., 3])  # as Load Image and Join Image with Alpha give it
    image, recipe = run(Dream, image=pixels[None], settings=QUICK)
    save(run, image, recipe)
    expected = np.asarray(dreamgen.dream(path, **KEYS).image)
    assert expected.shape == (40, 48, 4)
    np.testing.assert_array_equal(read_saved(folders), expected)


def test_a_mask_is_that_of_a_file(run, folders):
    from dreamgen_comfyui.nodes.dream import Dream

    path, pixels = draw(folders, "a.png")
    mask_path, mask = draw(folders, "mask.png", "L", seed=1)
    inverted = 1 - (1 - mask[:, :, 0])
    image, recipe = run(Dream, image=pixels[None], mask=inverted[None], settings=QUICK)
    save(run, image, recipe)
    expected = np.asarray(dreamgen.dream(path, mask=mask_path, **KEYS).image)
    np.testing.assert_array_equal(read_saved(folders), expected)
    assert dreamgen.Recipe.from_toml(recipe.partition("[made]")[0], {}).mask == "(given in Python)"


def test_every_picture_of_a_batch_is_dreamed_as_if_alone(run, folders):
    from dreamgen_comfyui.nodes.dream import Dream

    pictures = [draw(folders, "a.png", seed=seed)[1] for seed in (0, 1)]
    both, _ = run(Dream, image=torch.stack(pictures), settings=QUICK)
    alone = [run(Dream, image=picture[None], settings=QUICK)[0] for picture in pictures]
    torch.testing.assert_close(both, torch.cat(alone), rtol=0, atol=0)


def test_floats_between_the_levels_of_8_bits_are_kept(run):
    from dreamgen_comfyui.nodes.dream import Dream

    flat = torch.full((1, 40, 40, 3), 0.50123)
    image, _ = run(Dream, image=flat, settings="steps = 0")
    torch.testing.assert_close(image, flat)


def test_the_empty_mask_of_load_image_is_none(run):
    from dreamgen_comfyui.nodes.dream import Dream

    picture, empty = torch.full((1, 40, 48, 3), 0.5), torch.zeros(1, 64, 64)
    masked, _ = run(Dream, image=picture, mask=empty, settings=QUICK)
    plain, _ = run(Dream, image=picture, settings=QUICK)
    assert torch.equal(masked, plain)


def test_a_large_picture_keeps_its_size(run):
    from dreamgen_comfyui.nodes.dream import Dream

    image, recipe = run(Dream, image=torch.rand(1, 32, 1100, 3), settings="steps = 0")
    assert image.shape == (1, 32, 1100, 3)
    assert "size = 1100" in recipe


def test_later_sources_of_a_recipe_win(run):
    from dreamgen_comfyui.nodes.dream import Dream

    _, recipe = run(
        Dream,
        image=torch.rand(1, 40, 48, 3),
        preset="classic",
        recipe='steps = 9\nviews = 2\nseed = 5\n[made]\ndreamgen = "0"',
        settings="steps = 1\noctaves.count = 1",
        effects=["bleed(2)"],
        seed=-1,
    )
    made = dreamgen.Recipe.from_toml(recipe.partition("[made]")[0], {})
    assert (made.layer, made.steps, made.views, made.seed) == (6, 1, 2, 5)
    assert [call.use for call in made.effects] == ["bleed"]
    assert made.device == "cpu"


def test_a_zoom_is_a_batch_of_frames(run, folders):
    from dreamgen_comfyui.nodes.zoom import Zoom

    path, pixels = draw(folders, "a.png")
    images, fps, recipe = run(
        Zoom, image=pixels[None], size=48, seconds=1, fps=3, motion="zoom(2)", settings=QUICK
    )
    film = dreamgen.zoom(path, size=48, seconds=1, fps=3, motion="zoom(2)", **KEYS)
    expected = torch.stack([frame.pixels.permute(1, 2, 0) for frame in film])
    assert fps == 3
    torch.testing.assert_close(images, expected, rtol=0, atol=0)
    assert "[zoom]" in recipe
    with pytest.raises(dreamgen.BadInput, match="a zoom goes into one picture and 2 are given"):
        run(Zoom, image=torch.stack([pixels, pixels]))


def test_a_sweep_gives_each_picture_with_its_recipe(run):
    from dreamgen_comfyui.nodes.dream import Dream
    from dreamgen_comfyui.nodes.sweep import Sweep

    picture = torch.rand(1, 40, 48, 3)
    images, recipes, captions = run(Sweep, image=picture, vary="seed=4,5", settings=SHALLOW)
    alone, recipe = run(Dream, image=picture, seed=5, settings=SHALLOW)
    assert captions == ["seed 4", "seed 5"]
    assert torch.equal(images[1], alone)
    assert recipes[1] == recipe
    found = run(Sweep, image=picture, vary="channel=1:strongest:2", settings=QUICK)[2]
    assert len(set(found)) == 2
    plain = f'{QUICK}\neffects = []\nobjective = "layer"'
    looks = run(Sweep, image=picture, vary="preset=classic,washed", settings=plain)[1]
    assert ["layer = 6" in looks[0], "layer = 3" in looks[1]] == [True, True]


def test_a_recipe_goes_round(run, folders):
    from dreamgen_comfyui.nodes.dream import Dream
    from dreamgen_comfyui.nodes.load_recipe import LoadRecipe

    picture = torch.rand(1, 40, 48, 3)
    first, recipe = run(Dream, image=picture, seed=9, settings=QUICK, objective="channel(3, 5)")
    save(run, first, recipe)
    (path,) = (folders / "output").rglob("*.png")
    (found,) = run(LoadRecipe, file=f"dreams/{path.name} [output]")
    assert found == recipe
    again, _ = run(Dream, image=picture, seed=-1, recipe=found)
    assert torch.equal(first, again)


def test_files_are_read_from_the_input_folder_alone(run, folders):
    from dreamgen_comfyui.nodes.dream import Dream
    from dreamgen_comfyui.nodes.load_recipe import LoadRecipe

    draw(folders, "mask.png", "L")
    picture = torch.rand(1, 40, 48, 3)
    _, recipe = run(Dream, image=picture, settings=f'{QUICK}\nmask = "mask.png"')
    assert 'mask = "mask.png"' in recipe
    (folders / "secret.png").write_bytes((folders / "input/mask.png").read_bytes())
    for name in (str(folders / "secret.png"), "../secret.png"):
        assert "is not in ComfyUI's" in LoadRecipe.validate_inputs(name)
        with pytest.raises(dreamgen.BadInput, match="may name files of ComfyUI's input folder"):
            run(Dream, image=picture, settings=f'mask = "{name}"')
        with pytest.raises(dreamgen.BadInput, match="connect an image"):
            run(Dream, settings=f'input = "{name}"')


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"settings": "steps ="}, "settings: .*; write keys of a recipe as TOML"),
        ({"settings": "stepss = 1"}, "settings: unknown key 'stepss' .did you mean steps"),
        ({"size": 8}, "size = 8: a side must be 32 to 16384 pixels"),
        ({"objective": "channel(3, 9999)"}, "channel 9999 is out of range"),
        ({"image": torch.rand(1, 40, 48, 2)}, r"an image of shape \(1, 40, 48, 2\) is none"),
        ({"mask": torch.rand(3, 40, 48)}, "3 masks do not fit 1 pictures"),
        ({"image": None}, "connect an image, or dream from noise or a sample"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(run, given, said):
    from dreamgen_comfyui.nodes.dream import Dream

    with pytest.raises(dreamgen.BadInput, match=said) as refusal:
        run(Dream, **{"image": torch.rand(1, 40, 48, 3), **given})
    assert "\n" not in str(refusal.value)
