"""torch's files against torch.load, both layouts; and files that claim what they do not hold."""

from __future__ import annotations

import argparse
import contextlib
import functools
import io
import pickle
import random
import zipfile

import pytest
import torch

from dreamgen.backbones.sources.weights import read_weights
from dreamgen.errors import BadInput

LAYOUTS = [True, False]  # torch's zip archive, and the older sequence of pickles


def some_tensors():
    torch.manual_seed(0)
    shared = torch.randn(4, 6)
    return {
        "plain": torch.randn(3, 4, 5),
        "transposed": torch.randn(4, 6).t(),
        "strided": torch.randn(20)[3:15:4],
        "shared": shared,
        "view": shared[1:3],
        "scalar": torch.tensor(3),
        "empty": torch.empty(0, 3),
        "half": torch.randn(5).half(),
        "bfloat": torch.randn(5).bfloat16(),
        "double": torch.randn(5).double(),
        "bytes": torch.tensor([1, 255], dtype=torch.uint8),
        "bool": torch.tensor([True, False]),
        "parameter": torch.nn.Parameter(torch.randn(2, 2)),
    }


@pytest.mark.parametrize("archive", LAYOUTS)
def test_every_tensor_is_as_torch_reads_it(archive, tmp_path):
    path = tmp_path / "w.pth"
    content = {
        "args": argparse.Namespace(rate=0.1),
        "optimizer": {"state": {0: {"step": torch.tensor(1.0)}}, "groups": [{"params": [0]}]},
        "state_dict": some_tensors(),
    }
    torch.save(content, path, _use_new_zipfile_serialization=archive)
    with torch.serialization.safe_globals([argparse.Namespace]):
        expected = torch.load(path, weights_only=True)["state_dict"]
    found = read_weights(path).tensors
    assert found.keys() == expected.keys()
    for name, tensor in expected.items():
        wanted = tensor.float() if tensor.is_floating_point() else tensor
        assert found[name].dtype == wanted.dtype
        assert torch.equal(found[name], wanted.detach()), name


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_every_protocol_of_pickle_that_torch_can_write(protocol, tmp_path, recwarn):
    torch.save({"w": torch.arange(3.0)}, tmp_path / "w.pth", pickle_protocol=protocol)
    found = read_weights(tmp_path / "w.pth").tensors["w"]
    assert torch.equal(found, torch.arange(3.0))
    assert not recwarn.list


def sentence(path):
    with pytest.raises(BadInput) as raised:
        read_weights(path)
    assert "\n" not in str(raised.value)
    return str(raised.value)


class Tensor:
    """Pickles as a tensor of any description over storage "0", of 8 floats."""

    def __init__(self, size=(8,), stride=(1,), offset=0, count=8, key="0", function=None):
        self.storage = ("storage", torch.FloatStorage, key, "cpu", count)
        self.parts = offset, size, stride, False, {}
        self.function = function or torch._utils._rebuild_tensor_v2

    def __reduce__(self):
        return self.function, (Storage(self.storage), *self.parts)


class Storage:
    def __init__(self, key):
        self.key = key


class Pickler(pickle.Pickler):
    def persistent_id(self, value):
        return value.key if isinstance(value, Storage) else None


def write_archive(path, content, storage=bytes(32), entries=(), compression=zipfile.ZIP_STORED):
    data = io.BytesIO()
    Pickler(data, 2).dump(content)
    with zipfile.ZipFile(path, "w", compression) as file:
        file.writestr("archive/data.pkl", data.getvalue())
        file.writestr("archive/data/0", storage)
        for name, more in entries:
            file.writestr(name, more)


def test_the_archives_written_here_are_readable(tmp_path):
    write_archive(tmp_path / "w.pth", {"w": Tensor((2, 4), (4, 1))})
    assert read_weights(tmp_path / "w.pth").tensors["w"].shape == (2, 4)


@pytest.mark.parametrize(
    "tensor",
    [
        Tensor(size=(9,)),
        Tensor(size=(10**12,), stride=(0,)),  # one value that claims to be a trillion
        Tensor(size=(10**6, 10**6), stride=(0, 0)),
        Tensor(size=(2**62, 4), count=2**64),
        Tensor(size=(2,), stride=(10**9,)),
        Tensor(size=(2,), stride=(-1,)),
        Tensor(size=(2,), offset=7),
        Tensor(size=(2,), offset=-1),
        Tensor(size=(-2,)),
        Tensor(size=(2.5,)),
        Tensor(size="ab"),
        Tensor(size=(2 ** (2**22), 2 ** (2**22))),  # takes long to multiply
        Tensor(key="1"),
        Tensor(key=functools.reduce(lambda key, _: (key, key), range(60), ())),
        Tensor(key="../data.pkl"),
    ],
)
def test_a_tensor_that_is_not_within_its_storage(tensor, tmp_path):
    write_archive(tmp_path / "w.pth", {"w": tensor})
    assert "cut short or damaged" in sentence(tmp_path / "w.pth")


def test_many_tensors_over_the_same_bytes_are_refused(tmp_path):
    storage = bytes(4 * 10**6)
    many = {f"w{number}": Tensor((10**6,), count=10**6) for number in range(20_000)}
    write_archive(tmp_path / "w.pth", many, storage)
    assert "cut short or damaged" in sentence(tmp_path / "w.pth")


def test_an_archive_that_inflates(tmp_path):
    content = {"w": Tensor(), "long": b"\0" * 2**26}
    write_archive(tmp_path / "w.pth", content, compression=zipfile.ZIP_DEFLATED)
    assert (tmp_path / "w.pth").stat().st_size < 2**20
    assert "cut short or damaged" in sentence(tmp_path / "w.pth")
    write_archive(tmp_path / "long.pth", content)
    assert "cut short or damaged" in sentence(tmp_path / "long.pth")


@pytest.mark.parametrize("archive", LAYOUTS)
def test_checkpoints_that_contain_themselves_or_go_deep(archive, tmp_path):
    cyclic: dict = {}
    cyclic["model"] = cyclic
    deep = {"w": torch.zeros(1)}
    for _ in range(50):
        deep = {"model": deep}
    for content in (cyclic, deep):
        torch.save(content, tmp_path / "w.pth", _use_new_zipfile_serialization=archive)
        assert "holds no tensors" in sentence(tmp_path / "w.pth")


@pytest.mark.filterwarnings("ignore:.*quantize")
@pytest.mark.parametrize(
    ("kind", "tensor"),
    [
        ("sparse", torch.eye(3).to_sparse()),
        ("quantised", None),
        ("meta", torch.empty(10**6, 10**6, device="meta")),
    ],
)
def test_tensors_that_are_no_plain_arrays_are_named(kind, tensor, tmp_path):
    if tensor is None:
        tensor = torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8)
    torch.save({"state_dict": {"fc.weight": tensor}}, tmp_path / "w.pth")
    assert f"holds a {kind} tensor, 'fc.weight'" in sentence(tmp_path / "w.pth")


@pytest.mark.parametrize("archive", LAYOUTS)
def test_cut_anywhere(archive, tmp_path):
    whole = tmp_path / "whole.pth"
    torch.save(some_tensors(), whole, _use_new_zipfile_serialization=archive)
    data = whole.read_bytes()
    for length in range(3, len(data), len(data) // 40):
        (tmp_path / "cut.pth").write_bytes(data[:length])
        sentence(tmp_path / "cut.pth")


def test_a_storage_that_claims_a_size_beyond_memory(tmp_path):
    """In the older layout: its count of values stands before its bytes."""
    torch.save({"w": torch.ones(4)}, tmp_path / "w.pth", _use_new_zipfile_serialization=False)
    data = (tmp_path / "w.pth").read_bytes()
    for count in (5, 2**40, 2**60, 2**64 - 1):
        claim = data[:-24] + count.to_bytes(8, "little") + data[-16:]
        (tmp_path / "w.pth").write_bytes(claim)
        assert "cut short or damaged" in sentence(tmp_path / "w.pth")


def test_bytes_changed_anywhere(tmp_path):
    """In the archive's directory too: damage is told, or does not matter."""
    whole = tmp_path / "whole.pth"
    torch.save({"w": torch.arange(4.0), "b": torch.zeros(2)}, whole)
    data = whole.read_bytes()
    rng = random.Random(1)
    for _ in range(600):
        changed = bytearray(data)
        for _ in range(rng.randint(1, 3)):
            changed[rng.randrange(len(data))] = rng.choice((0, 1, 127, 255, rng.randrange(256)))
        (tmp_path / "w.pth").write_bytes(changed)
        with contextlib.suppress(BadInput):
            read_weights(tmp_path / "w.pth")


@pytest.mark.parametrize(
    ("name", "start", "said"),
    [
        ("w.h5", b"\x89HDF\r\n", "Keras"),
        ("w.bin", b"GGUF\3\0\0\0", "GGUF"),
        ("w.onnx", b"\x08\x07\x12\x07pytorch", "ONNX"),
        ("w.npy", b"\x93NUMPY\x01\0", "NumPy"),
        ("w.ckpt.index", b"\0\0\0\0", "TensorFlow"),
        ("w.pth", b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
        ("w.pth", b"<!doctype html>\n", "web page"),
        ("w.pth", b'{"error": "not found"}', "JSON"),
        ("w.pth", b"hello", "neither"),
    ],
)
def test_files_of_other_programs_are_told(name, start, said, tmp_path):
    (tmp_path / name).write_bytes(start)
    assert said in sentence(tmp_path / name)


@pytest.mark.filterwarnings("ignore:.*torch.jit")
def test_other_archives_are_told(tmp_path):
    import numpy as np

    np.savez(tmp_path / "w.npz", w=np.zeros(3))
    assert "NumPy" in sentence(tmp_path / "w.npz")
    torch.jit.script(torch.nn.Linear(2, 2)).save(tmp_path / "w.pt")
    assert "TorchScript" in sentence(tmp_path / "w.pt")
    with zipfile.ZipFile(tmp_path / "w.zip", "w") as file:
        file.writestr("readme.txt", "hello")
    assert "a zip archive" in sentence(tmp_path / "w.zip")
