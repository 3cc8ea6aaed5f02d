from __future__ import annotations

import base64
import gc
import io
import weakref
from xml.etree import ElementTree

import numpy as np
import pytest
import torch
from PIL import Image
from torch.nn import functional as F

import dreamgen
from dreamgen import BadInput, DreamError
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.bundled import Bestiary

QUICK = {"steps": 1, "octaves": {"count": 1}}


@pytest.fixture(scope="module")
def cat():
    return dreamgen.dream("sample:cat", size=64, **QUICK)


def test_a_path_is_dreamed_and_saved_with_its_recipe(cat, tmp_path):
    path = cat.save(tmp_path / "cat.webp")
    assert Image.open(path).size == (64, 43)
    from dreamgen.plugins.registry import Registry
    from dreamgen.render.saving.read_recipe import read_recipe

    assert 'input = "sample:cat"' in read_recipe(path, Registry.default())


def test_a_notebook_shows_it_with_its_recipe_folded_underneath(cat):
    text = cat._embedded()
    page = ElementTree.fromstring(cat._repr_html_().replace('height:auto">', 'height:auto"/>'))
    assert page.find("details/pre").text == text
    assert page.find("details").get("open") is None
    data = page.find("img").get("src").removeprefix("data:image/webp;base64,")
    for shown, format in ((base64.b64decode(data), "WEBP"), (cat._repr_png_(), "PNG")):
        with Image.open(io.BytesIO(shown)) as image:
            assert (image.format, image.size) == (format, (64, 43))


def test_a_poster_is_shown_small():
    from dreamgen.render.results.shown import LONGEST, encode_shown

    shown = encode_shown(Image.new("RGB", (3 * LONGEST, LONGEST)), "seed = 1", "PNG")
    with Image.open(io.BytesIO(shown)) as image:
        assert image.size == (LONGEST, round(LONGEST / 3))
        assert image.text["dreamgen"] == "seed = 1"


def test_the_array_is_what_the_image_shows(cat):
    assert cat.array.shape == (43, 64, 3)
    assert cat.array.dtype == np.float32
    assert np.abs(cat.array * 255 - np.asarray(cat.image)).max() <= 1


def test_images_arrays_and_tensors_give_the_same_dream():
    values = (np.random.default_rng(0).random((48, 64, 3)) * 255).astype(np.uint8)
    sources = [Image.fromarray(values), values, torch.from_numpy(values), values / 255.0]
    dreams = [dreamgen.dream(source, seed=3, **QUICK).array for source in sources]
    for other in dreams[1:]:
        np.testing.assert_allclose(other, dreams[0], atol=1e-6)


def test_floats_are_dreamed_as_they_are_and_not_as_levels_of_8_bits():
    values = np.full((48, 64, 3), 0.50123, np.float32)
    still = dreamgen.dream(values, steps=0, octaves={"count": 1}, effect=[])
    np.testing.assert_allclose(still.array, values, atol=1e-6)


def test_a_session_lets_go_of_its_networks():
    session = dreamgen.Session()
    recipe = dreamgen.Recipe(input="noise", size=64, steps=0, weights="random")
    small, large = (
        weakref.ref(session.prepare(session.plan(recipe.model_copy(update=how))).network)
        for how in ({}, {"backbone": "test_vit"})
    )
    assert session.prepare(session.plan(recipe)).network is small()
    session.unload(large())
    gc.collect()
    assert large() is None
    assert session.prepare(session.plan(recipe)).network is small()
    session.unload()
    gc.collect()
    assert small() is None


def test_steps_are_told():
    steps = []
    dreamgen.dream("noise", size=64, steps=3, octaves={"count": 1}, on_step=steps.append)
    assert [step.step for step in steps] == [1, 2, 3]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (np.zeros(9), "no picture"),
        (object(), "no picture; give a path, .* or with dreamgen-plots a figure"),
        ("nowhere.png", "there is no file"),
        (None, "no input"),
    ],
)
def test_what_is_no_picture_is_refused(source, words):
    with pytest.raises(BadInput, match=words):
        dreamgen.dream(source, **QUICK)


def test_unknown_keywords_get_the_nearest():
    with pytest.raises(BadInput, match="did you mean step_size"):
        dreamgen.dream("noise", step_sise=2)


def test_the_names_of_the_command_line_are_keywords():
    values = np.random.default_rng(0).random((48, 64, 3))
    for names in (
        {"octave_ratio": 1.3, "octaves": 2},
        {"octave-ratio": 1.3, "octaves.count": 2},
        {"octaves": {"count": 2, "ratio": 1.3}},
    ):
        done = dreamgen.dream(values, steps=0, regulariser="jitter", **names)
        assert (done.recipe.octaves.count, done.recipe.octaves.ratio) == (2, 1.3)
        assert [call.use for call in done.recipe.regularisers] == ["jitter"]


def test_masks_are_arrays_tensors_and_images():
    values = np.full((48, 64, 3), 0.5)
    mask = np.zeros((48, 64), bool)
    mask[:, 32:] = True
    image = Image.fromarray(mask.astype(np.uint8) * 255)
    given = [mask, image, torch.from_numpy(mask)[None].float(), mask[:, :, None] * 255]
    dreams = [dreamgen.dream(values, mask=each, effect=[], **QUICK) for each in given]
    for done in dreams:
        assert np.abs(done.array[:, :30] - 0.5).max() < 0.01
        assert np.abs(done.array[:, 34:] - 0.5).max() > 0.02
        np.testing.assert_array_equal(done.array, dreams[0].array)
    assert dreams[0].recipe.mask == "(given in Python)"
    with pytest.raises(BadInput, match="no picture"):
        dreamgen.dream(values, mask=object())


def test_a_full_disk_leaves_the_old_file_alone(cat, tmp_path, monkeypatch):
    path = tmp_path / "cat.png"
    path.write_bytes(b"precious")

    def full(self, *args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(DreamError, match="No space left on device"):
        cat.save(path, overwrite=True)
    monkeypatch.undo()
    assert path.read_bytes() == b"precious"
    assert list(tmp_path.iterdir()) == [path]


def test_everything_public_can_be_imported():
    for name in dreamgen.__all__:
        assert getattr(dreamgen, name) is not None
    with pytest.raises(AttributeError, match="nothing_at_all"):
        dreamgen.nothing_at_all  # noqa: B018


def test_noise_comes_to_look_like_its_guide():
    """Told by a deeper layer of the network than the one that was asked."""
    words = {"size": "96x96", "octaves": {"count": 2}, "layer": 5, "steps": 6}
    cat = forms(dreamgen.dream("sample:cat", **words | {"steps": 0}))
    noise = forms(dreamgen.dream("noise", **words | {"steps": 0}))
    alike = forms(dreamgen.dream("noise", objective="guide(sample:cat, size=128)", **words))
    same = forms(dreamgen.dream("noise", objective="guide(sample:cat, places=same)", **words))
    assert nearest(alike, cat) > nearest(noise, cat) + 0.05
    assert (same * cat).sum(1).mean() > (noise * cat).sum(1).mean() + 0.07


def forms(dream):
    """Return what the bundled network sees in each place, of length 1: (places, channels)."""
    network = Network(Bestiary().load(None), torch.device("cpu"), torch.float32)
    pixels = torch.from_numpy(dream.array).permute(2, 0, 1)[None]
    (seen,) = network.activations(pixels, [network.find(7)])
    mean, _ = network.statistics(network.find(7))
    return F.normalize(seen - mean.view(1, -1, 1, 1)).flatten(2)[0].T


def nearest(places, of):
    """Return the cosine with the most similar place of another picture, on average."""
    return (places @ of.T).max(1).values.mean()


def test_a_file_object_is_written_as_its_format_says(cat):
    for format in ("png", "jpeg", "webp"):
        file = io.BytesIO()
        assert cat.save(file, format=format) is None
        with Image.open(file) as image:
            assert (image.format.lower(), image.size) == (format, cat.image.size)
    with pytest.raises(BadInput, match="say the format"):
        cat.save(io.BytesIO())
    with pytest.raises(BadInput, match="none of"):
        cat.save(io.BytesIO(), format="xyz")
    with pytest.raises(BadInput, match="a int is no path"):
        cat.save(3, format="png")


def test_saving_replaces_nothing_unless_it_is_asked_to(cat, tmp_path):
    path = cat.save(tmp_path / "a.png")
    with pytest.raises(BadInput, match="exists already: overwrite=True replaces it"):
        cat.save(path)
    assert cat.save(path, overwrite=True) == path
    with pytest.raises(BadInput, match="there is no folder"):
        cat.save(tmp_path / "no" / "x.png")
    photo = tmp_path / "photo.png"
    cat.image.save(photo)
    before = photo.read_bytes()
    dream = dreamgen.dream(str(photo), size=64, steps=0, octaves={"count": 1})
    with pytest.raises(BadInput, match="is what the result is made from"):
        dream.save(photo, overwrite=True)
    assert photo.read_bytes() == before


def test_a_dream_is_shown_in_one_line(cat):
    assert repr(cat) == str(cat)
    assert repr(cat).startswith("Dream(64x43, input 'sample:cat', objective ")
    assert "\n" not in repr(cat)
