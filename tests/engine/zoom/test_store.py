"""A store that writes behind, over one that keeps what it is given."""

from __future__ import annotations

import threading

import pytest
import torch

from dreamgen.engine.zoom.store import write_behind
from dreamgen.errors import DreamError


class Kept(dict):
    def __init__(self, may_write=None, breaks_at=None):
        super().__init__()
        self.may_write, self.breaks_at = may_write, breaks_at

    def put(self, name, value):
        if self.may_write is not None:
            assert self.may_write.wait(30)
        if name == self.breaks_at:
            raise DreamError("the disk is full")
        self[name] = value


def test_the_caller_goes_on_while_a_tensor_is_written_and_all_is_there_in_the_end():
    may_write = threading.Event()
    kept = Kept(may_write)
    with write_behind(kept) as store:
        store.put("a", torch.ones(1))
        assert store.get("a") is None
        may_write.set()
        store.put("b", torch.zeros(1))
    assert list(kept) == ["a", "b"]


@pytest.mark.parametrize("last", ["b", "c"])
def test_what_goes_wrong_is_raised_at_the_next_or_at_the_end(last):
    written = []

    def write():
        with write_behind(Kept(None, "b")) as store:
            for name in ["a", "b", "c"] if last == "c" else ["a", "b"]:
                store.put(name, torch.ones(1))
                written.append(name)

    with pytest.raises(DreamError, match="disk is full"):
        write()
    assert written == ["a", "b"]
