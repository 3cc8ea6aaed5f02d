import pytest
import torch

from dreamgen.plugins.discovery import discover
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call

REGISTRY = Registry(discover(installed=False))
EFFECTS = REGISTRY.names("effects")


def built(name):
    return REGISTRY.build("effects", Call(name), "effects")


@pytest.mark.parametrize("name", EFFECTS)
def test_a_picture_comes_out_changed_and_in_range_and_the_callers_untouched(name, applied, picture):
    before = picture.pixels.clone()
    after = applied(built(name))
    assert after.shape == before.shape
    assert after.dtype == torch.float32
    assert torch.isfinite(after).all()
    assert after.min() >= 0
    assert after.max() <= 1
    assert (after - before).abs().max() > 0.02
    assert torch.equal(picture.pixels, before)


@pytest.mark.parametrize("name", EFFECTS)
def test_one_seed_gives_the_same_pixels(name, applied):
    assert torch.equal(applied(built(name), 3), applied(built(name), 3))


@pytest.mark.parametrize("name", [name for name in EFFECTS if name != "closeup"])
def test_another_seed_gives_others(name, applied):
    assert not torch.equal(applied(built(name), 3), applied(built(name), 4))


@pytest.mark.parametrize("name", EFFECTS)
def test_protected_words_stay_dark_on_light(name, applied):
    after = applied(built(name)).mean(0)
    assert after[5:8, 35:55].max() < 0.5
    assert after[11:13, 35:55].mean() - after[5:8, 35:55].mean() > 0.3


def test_they_are_listed_and_a_wrong_name_says_which_is_nearest():
    from dreamgen.errors import BadInput

    with pytest.raises(BadInput, match=r"no effect 'crumpel' \(did you mean crumple\?\)"):
        REGISTRY.build("effects", Call("crumpel"), "effects")
