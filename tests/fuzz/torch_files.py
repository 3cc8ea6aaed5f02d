"""Torch's files: odd and hostile pickles, cut and lying zips, and the older format."""

from __future__ import annotations

import io
import pickle
import pickletools
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

import odd
from watch import MARKER
from weights import good

_HOSTILE = (
    ("os", "system", (f"touch {MARKER}",)),
    ("posix", "system", (f"touch {MARKER}",)),
    ("builtins", "exec", (f"open('{MARKER}', 'w')",)),
    ("builtins", "eval", (f"open('{MARKER}', 'w')",)),
    ("builtins", "open", (MARKER, "w")),
    ("io", "open", (MARKER, "w")),
    ("pathlib", "Path.touch", (MARKER,)),
    ("subprocess", "check_call", (["touch", MARKER],)),
    ("builtins", "getattr", (object, "__subclasses__")),
    ("torch", "load", ("bait.safetensors",)),
    ("torch.hub", "load", ("a/b", "c")),
    ("torch.storage", "_load_from_bytes", (b"\x80\x02}.",)),
    ("numpy", "load", ("bait.safetensors",)),
    ("torch._utils", "_rebuild_tensor_v2", (None, 0, (9**9,), (1,), False, None)),
    ("torch._utils", "_rebuild_parameter", (1, 2, 3)),
    ("torch", "zeros", ((10**10,),)),
    ("collections", "OrderedDict", ()),
    ("builtins", "bytearray", (2 * 10**9,)),
    ("argparse", "Namespace", ()),
)


class _Call:
    """Pickles as a call of something."""

    def __init__(self, module: str, name: str, args: tuple):
        self.place, self.args = (module, name), args


def _pickle(value: object, protocol: int = 2) -> bytes:
    """Pickle by hand as much as is needed: a call, and plain values."""
    if not isinstance(value, _Call):
        return pickle.dumps(value, protocol)
    module, name = value.place
    arguments = pickle.dumps(value.args, 2)[2:-1]
    return b"\x80\x02c" + f"{module}\n{name}\n".encode() + arguments + b"R."


def _wrapped(value: bytes, random: Random) -> bytes:
    """Put a pickled value where a tensor is expected."""
    inside = value[2:-1]
    key = pickle.dumps(random.choice(("state_dict", "model", "conv1.weight", "")), 2)[2:-1]
    return random.choice((value, b"\x80\x02}" + key + inside + b"s."))


def _zip_of(data: bytes, random: Random, more: dict[str, bytes] | None = None) -> bytes:
    """Return torch's container: a zip whose member data.pkl says what the others are."""
    file = io.BytesIO()
    way = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    folder = random.choice(("archive", "archive", "a/b", "..", ""))
    with zipfile.ZipFile(file, "w", way) as archive:
        for name, content in {
            "data.pkl": data,
            "version": b"3\n",
            "byteorder": b"little",
            **(more or {}),
        }.items():
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}"), content, way)
    return file.getvalue()


def _hostile(random: Random) -> bytes:
    data = _wrapped(_pickle(_Call(*random.choice(_HOSTILE))), random)
    return _zip_of(data, random) if random.random() < 0.6 else data


@cache
def _saved(new: bool) -> bytes:
    import torch

    file = io.BytesIO()
    torch.save(good(), file, _use_new_zipfile_serialization=new)
    data = file.getvalue()
    # The older format names its storages by their addresses, which change from run to run.
    addresses = {} if new else dict.fromkeys(re.findall(rb"\d{12,16}", data))
    for number, address in enumerate(addresses):
        data = data.replace(address, str(number).encode().rjust(len(address), b"0"))
    return data


def _opcodes(random: Random) -> bytes:
    """A good checkpoint whose pickle has operations removed, doubled, or another's put in."""
    with zipfile.ZipFile(io.BytesIO(_saved(True))) as archive:
        members = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    data = members.pop("data.pkl")
    places = [place for _, _, place in pickletools.genops(data) if place is not None] + [len(data)]
    pieces = [data[start:end] for start, end in pairwise(places)]
    for _ in range(random.choice((1, 1, 2, 4))):
        at = random.randrange(1, len(pieces))
        way = random.randrange(4)
        if way == 0:
            pieces.pop(at)
        elif way == 1:
            pieces.insert(at, pieces[random.randrange(len(pieces))])
        elif way == 2:
            pieces.insert(at, _pickle(_Call(*random.choice(_HOSTILE)))[2:-1])
        else:
            number = random.choice((0, -1, 1, 2**31 - 1, -(2**31)))
            pieces[at] = b"J" + struct.pack("<i", number)
    return _zip_of(b"".join(pieces), random, members)


def _members(random: Random) -> bytes:
    """A good checkpoint whose members are cut, missing or odd."""
    with zipfile.ZipFile(io.BytesIO(_saved(True))) as archive:
        members = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    name = random.choice(tuple(members))
    way = random.randrange(3)
    if way == 0:
        members.pop(name)
    elif way == 1:
        members[name] = odd.damage(members[name], random)
    else:
        members[
            random.choice(("constants.pkl", "code/x.py", ".format_version", "../../marker"))
        ] = b"3"
    return _zip_of(members.pop("data.pkl", b"\x80\x02}."), random, members)


def _plain_values(random: Random) -> bytes:
    nested: Any = {}
    for _ in range(random.choice((3, 300))):
        nested = {random.choice(("state_dict", "model", "x")): nested}
    values = (
        {},
        [],
        1,
        "x",
        None,
        {"a": 1},
        {1: 2},
        {"state_dict": None},
        nested,
        [nested],
        b"x" * 99,
        {"model": {}},
    )
    data = pickle.dumps(random.choice(values), random.choice((2, 2, 3, 4, 5)))
    return _zip_of(data, random) if random.random() < 0.6 else data


def _cyclic(random: Random) -> bytes:
    cycle: Any = {}
    inner = cycle
    for _ in range(random.choice((0, 1, 5))):
        inner["state_dict"] = {}
        inner = inner["state_dict"]
    inner[random.choice(("state_dict", "model", "x"))] = cycle
    return _zip_of(pickle.dumps(cycle, 2), random)


def _bomb(random: Random) -> bytes:
    """Little that becomes much: nested brackets, a long text, many members, a member that inflates."""
    n = int(10 ** random.uniform(3, 6))
    data = random.choice(
        (
            b"\x80\x02" + b"(" * n + b"t" * n + b".",
            b"\x80\x02" + b"]" * n + b"a" * (n - 1) + b".",
            b"\x80\x02" + b"}" + b"\x8c\x0astate_dict}s" * min(n, 5) + b".",
            b"\x80\x02X" + struct.pack("<I", 4 * 10**9) + b"x.",
            b"\x80\x04\x8e" + struct.pack("<Q", 10**12) + b"x.",
            b"\x80\x02r" + struct.pack("<I", 2**31) + b".",
            b"\x80\x02]" + b"2" * n + b".",
            b"\x80\x02" + bytes(n),
        )
    )
    if random.random() < 0.3:
        return _zip_of(
            b"\x80\x02}.", random, {"data/0": bytes(3 * 10**8)} if random.random() < 0.1 else {}
        )
    return _zip_of(data, random)


def _legacy(random: Random) -> bytes:
    """Torch's older format: pickles one after another, the storages' bytes behind them."""
    data = _saved(False)
    return odd.damage(data[: random.choice((3000, 30000, len(data)))], random)


def _unzipped_lie(random: Random) -> bytes:
    """A zip whose directory claims other sizes or checksums than its members have."""
    data = bytearray(_zip_of(b"\x80\x02}.", random))
    at = data.rfind(b"PK\1\2")
    field = at + random.choice((16, 20, 24, 42))
    data[field : field + 4] = random.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\0\0\0\x40"))
    return bytes(data)


def _compressed(random: Random) -> bytes:
    return zlib.compress(_pickle({"a": 1}))


TORCH_FILES: tuple[Callable[[Random], bytes], ...] = (
    _hostile, _hostile, _hostile, _opcodes, _opcodes, _opcodes, _members, _plain_values, _cyclic,
    _bomb, _legacy,
    _unzipped_lie, _compressed,
)  # fmt: skip
