"""Transparency from the gradient as recipes ask for it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.schema import Recipe
from dreamgen.render.saving.save import find_output
from dreamgen.render.session import Session


@pytest.fixture(scope="module")
def session(registry: Registry) -> Session:
    return Session(registry)


def dream(session, **recipe):
    given = {"input": "noise", "size": "80x64", "steps": 2, "device": "cpu", **recipe}
    (frame,) = session.render(Recipe(**given))
    return frame


def test_a_dream_is_clear_where_the_gradient_was_faint(session):
    plain, clear = dream(session), dream(session, alpha="gradient")
    assert plain.alpha is None
    assert clear.alpha.shape == (1, 64, 80)
    assert 0 <= float(clear.alpha.min()) < 0.7
    assert float(clear.alpha.max()) == 1
    # The same dream, laid on white by its opacity: the ascent itself knows nothing of it.
    torch.testing.assert_close(clear.pixels, 1 + (plain.pixels - 1) * clear.alpha)


def test_protected_words_stay_opaque(session):
    shown = {"input": "sample:bars", "size": 160, "alpha": "gradient", "steps": 1}
    job = session.prepare(session.plan(Recipe(**shown, device="cpu")))
    (frame,) = session.frames(job)
    words = job.picture.protected > 0.99
    assert words.any()
    assert float(frame.alpha[words].min()) > 0.99
    assert float(frame.alpha.min()) < 0.5


def test_what_moves_is_refused(session):
    with pytest.raises(BadInput, match="alpha: is for stills"):
        dream(session, alpha="gradient", zoom={})


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [("a.png", {}, 0), ("a.jpg", {}, 1), ("a.jpg", {"background": "black"}, 0), ("a.gif", {}, 1)],
)
def test_a_format_without_transparency_says_so(session, recwarn, name, more, said):
    find_output(Recipe(input="noise", alpha="gradient", **more), Path(name), session.registry)
    assert [str(each.message) for each in recwarn if "no transparency" in str(each.message)] == [
        f"alpha: output {'jpeg' if name == 'a.jpg' else 'flip'} holds no transparency: "
        "what is clear is white"
    ] * said


def test_a_background_shows_through(session):
    plain, clear = dream(session), dream(session, alpha="gradient")
    laid = dream(session, alpha="gradient", background="black")
    assert laid.alpha is None
    torch.testing.assert_close(laid.pixels, plain.pixels * clear.alpha, atol=1e-5, rtol=0)
