"""RAFT: which way its flow points, what it is given, and how its weights are come by."""

from __future__ import annotations

import hashlib
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torchvision.models.optical_flow import Raft_Large_Weights, raft_large

from dreamgen.backbones.sources.hub import offline
from dreamgen.engine.film.flow import measure_flow
from dreamgen.engine.film.raft import TRAINED, Raft
from dreamgen.errors import BadInput, DreamError

CPU = torch.device("cpu")


class Search(nn.Module):
    """In place of the network: tries every shift of whole pixels, one for all places."""

    def forward(self, first, second):
        def error(shift):
            x, y = shift
            there = torch.roll(second, (-y, -x), (2, 3))  # of each place, what is x, y further
            return float((there - first)[:, :, 16:-16, 16:-16].abs().mean())

        best = min(((x, y) for x in range(-6, 7) for y in range(-6, 7)), key=error)
        flow = torch.tensor(best, dtype=torch.float32).view(1, 2, 1, 1)
        return [torch.zeros(1, 2, *first.shape[2:]), flow.expand(1, 2, *first.shape[2:])]


class Echo(nn.Module):
    """In place of the network: gives back what it was given, one picture as x, the other as y."""

    def forward(self, first, second):
        for colours in (first, second):
            assert colours.shape[:2] == (1, 3)
            assert all(side % 8 == 0 and side >= 128 for side in colours.shape[2:])
            assert torch.equal(colours[:, 0], colours[:, 2])
        return [torch.cat([first[:, :1], second[:, :1]], 1)]


def test_a_known_motion_is_followed_as_other_estimators_follow_it():
    noise = torch.rand(1, 3, 24, 30, generator=torch.Generator().manual_seed(0))
    whole = F.interpolate(noise, (136, 180), mode="bicubic").clamp(0, 1)[0]
    before, now = whole[:, :130, :170], whole[:, 2:132, 4:174]  # moved to the left and up
    flow = measure_flow(before, now, Raft(Search(), CPU))
    moved = torch.tensor([4.0, 2.0]).view(2, 1, 1).expand(2, 130, 170)
    torch.testing.assert_close(flow.backward[:, :, :-8], moved[:, :, :-8])
    assert float(flow.trust[:, 8:-8, 8:-12].min()) > 0.95
    assert float(flow.trust[:, :, -3:].max()) < 0.5  # it came in from outside
    torch.testing.assert_close(
        flow.carry(before)[:, 8:-8, 8:-12], now[:, 8:-8, 8:-12], atol=2e-3, rtol=0
    )


@pytest.mark.parametrize("size", [(16, 16), (131, 20), (128, 136), (203, 301)])
def test_any_size_comes_back_in_its_place(size):
    first, second = torch.rand(2, *size)
    flow = Raft(Echo(), CPU)(first, second)
    torch.testing.assert_close(flow, 2 * torch.stack([first, second]) - 1)


@pytest.fixture
def network(tmp_path, monkeypatch):
    """Serve weights of a network as torchvision's server does; the cache is empty."""
    with torch.random.fork_rng():
        torch.manual_seed(5)
        network = raft_large(weights=None).eval()
    served = tmp_path / "served"
    served.mkdir()
    torch.save(network.state_dict(), served / "raft.pth")
    digest = hashlib.sha256((served / "raft.pth").read_bytes()).hexdigest()[:8]
    (served / "raft.pth").rename(served / f"raft-{digest}.pth")
    monkeypatch.setattr(SimpleHTTPRequestHandler, "log_message", lambda *_: None)
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(served))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/raft-{digest}.pth"
    monkeypatch.setattr(Raft_Large_Weights[TRAINED].value, "url", address)
    monkeypatch.setattr("dreamgen.backbones.sources.hub.getproxies", dict)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "cache"))
    yield network
    server.shutdown()
    server.server_close()


def test_its_weights_are_downloaded_once_and_give_the_flow_of_torchvision(network, tmp_path):
    with (
        offline(),
        pytest.raises(DreamError, match="would have to be downloaded; take `--flow dis`"),
    ):
        Raft.load(CPU)
    before = torch.get_rng_state()
    Raft.load(CPU)
    assert torch.equal(torch.get_rng_state(), before)
    with offline():
        estimate = Raft.load(CPU)
    first, second = torch.rand(2, 128, 136)
    with torch.no_grad():
        pair = [2 * grey.expand(1, 3, -1, -1) - 1 for grey in (first, second)]
        expected = network(*pair)[-1][0]
    assert float(expected.abs().max()) > 0
    torch.testing.assert_close(estimate(first, second), expected)
    (file,) = (tmp_path / "cache").rglob("*.pth")
    torch.save({"weight": torch.zeros(3)}, file)
    with pytest.raises(BadInput, match="do not belong to raft_large"):
        Raft.load(CPU)


def test_a_server_that_does_not_answer_is_one_sentence_that_offers_the_other(network, monkeypatch):
    monkeypatch.setattr(
        Raft_Large_Weights[TRAINED].value, "url", "http://127.0.0.1:9/raft-00000000.pth"
    )
    with pytest.raises(DreamError) as raised:
        Raft.load(CPU)
    assert str(raised.value) == (
        "127.0.0.1 cannot be reached for the weights of torchvision's raft_large; "
        "take `--flow dis`, which needs no download"
    )
