"""What a recipe may not do by itself."""

from __future__ import annotations

import pytest

from dreamgen.errors import BadInput
from dreamgen.render.permissions import EVERYTHING, FOREIGN, Permissions


def test_by_default_files_and_downloads_are_allowed_and_code_is_not():
    default = Permissions()
    default.check_file("mask.png")
    assert default.download
    with pytest.raises(BadInput, match=r"plot\.py is a script"):
        default.check_code("plot.py")


def test_a_foreign_recipe_may_do_nothing():
    with pytest.raises(BadInput, match=r"would read mask\.png"):
        FOREIGN.check_file("mask.png")
    with pytest.raises(BadInput):
        FOREIGN.check_code("plot.py")
    assert not FOREIGN.download


def test_whoever_trusts_allows_everything():
    EVERYTHING.check_code("plot.py")
    EVERYTHING.check_file("mask.png")


def test_permissions_cannot_be_changed_by_whoever_holds_them():
    with pytest.raises(AttributeError):
        FOREIGN.run_code = True
