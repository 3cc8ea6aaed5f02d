"""timm's real download path against a server on this machine that speaks the hub's protocol."""

import hashlib
import os
import resource
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import timm
import torch
from huggingface_hub import constants
from huggingface_hub.utils import are_progress_bars_disabled, enable_progress_bars
from safetensors.torch import save

from dreamgen.backbones.sources.hub import OFFER, download, download_from_hub, downloads_shown
from dreamgen.backbones.sources.timm import Timm
from dreamgen.errors import DreamError

NAME = "test_resnet.r160_in1k"
OTHER = "test_vit.r160_in1k"
FOLDER = f"/timm/{NAME}/resolve/main"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
PROGRAM = """
import sys
from dreamgen.backbones.sources.timm import Timm
from dreamgen.errors import DreamError
for name in sys.argv[1:]:
    try:
        model = Timm(name=name).load(None)
        print("loaded", model.weights, float(model.module.get_classifier().bias[0]))
    except DreamError as error:
        print(type(error).__name__, error)
"""


class Hub(BaseHTTPRequestHandler):
    """One repository; ``files`` maps paths to bytes, ``cut`` is where a download breaks off.

    ``damage`` turns every body's last byte, and leaves the hash that is announced as it was.
    """

    files: dict[str, bytes]
    cut: int | None
    damage: bool
    log: list[tuple[str, str, str]]
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self._answer(body=False)

    def do_GET(self):
        self._answer(body=True)

    def _answer(self, body):
        asked = self.headers.get("Range", "")
        self.log.append((self.command, self.path, asked))
        data = self.files.get(self.path.partition("?")[0])
        if data is None:
            self.send_response(404)
            self.send_header("X-Error-Code", "EntryNotFound" if self.files else "RepoNotFound")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        start = int(asked.removeprefix("bytes=").split("-")[0] or 0) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(data) - start))
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        if body:
            cut, type(self).cut = self.cut, None  # only the first download breaks off
            if self.damage:
                data = data[:-1] + bytes([data[-1] ^ 255])
            self.wfile.write(data[start:cut])
            if cut is not None:
                self.wfile.flush()
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_):
        pass


@pytest.fixture
def hub():
    class Own(Hub):
        files = {}
        cut = None
        damage = False
        log = []

    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Own.address = f"http://127.0.0.1:{server.server_port}"
    yield Own
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def weights():
    state = timm.create_model("test_resnet").state_dict()
    state["fc.bias"] = torch.full_like(state["fc.bias"], 0.625)
    return save(state)


@pytest.fixture
def load(monkeypatch, tmp_path):
    """Load each name from an address, in this process; return a line for each."""
    monkeypatch.setattr("dreamgen.backbones.sources.hub.getproxies", dict)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_PROGRESS_BARS", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    def tell(name):
        try:
            model = Timm(name=name).load(None)
        except DreamError as error:
            return f"{type(error).__name__} {error}"
        return f"loaded {model.weights} {model.module.get_classifier().bias[0].item()}"

    def load(address, *names):
        monkeypatch.setattr(constants, "ENDPOINT", address)
        template = f"{address}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        return [tell(name) for name in names or [NAME]]

    return load


def run(home, address, *names, stderr=subprocess.PIPE, **more):
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    environment |= {"HF_ENDPOINT": address, "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "1"}
    environment |= {"HF_HUB_DISABLE_PROGRESS_BARS": "1", "TORCH_HOME": str(home / "torch"), **more}
    environment["PYTHONPATH"] = str(Path(__file__).parents[3] / "src")
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, *(names or [NAME])],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in (result.stderr or ""), result.stderr
    return result


def downloads(hub):
    """The ranges asked for in downloads of weights, an empty string for a whole file."""
    return [
        asked for verb, path, asked in hub.log if verb == "GET" and path.endswith(".safetensors")
    ]


def test_weights_are_downloaded_once_and_then_cached(hub, weights, load):
    hub.files = {f"{FOLDER}/model.safetensors": weights}
    assert load(hub.address) == [f"loaded {NAME} 0.625"]
    assert len(downloads(hub)) == 1
    # Nobody answers now, but what is in the cache serves.
    cached, missing = load("http://127.0.0.1:9", NAME, OTHER)
    assert cached == f"loaded {NAME} 0.625"
    assert missing.startswith(f"DreamError the hub cannot be reached for the weights of {OTHER};")
    assert missing.endswith("; " + OFFER)


def test_a_download_that_breaks_off_is_taken_up_where_it_stopped(hub, load):
    # The client keeps whole chunks of 10 MB, so the file must be larger than one.
    state = timm.create_model("resnet10t").state_dict()
    state["fc.bias"] = torch.full_like(state["fc.bias"], 0.375)
    data = save(state)
    hub.files = {"/timm/resnet10t.c3_in1k/resolve/main/model.safetensors": data}
    hub.cut = len(data) * 2 // 3
    assert load(hub.address, "resnet10t") == ["loaded resnet10t.c3_in1k 0.375"]
    whole, rest = downloads(hub)
    assert whole == ""
    assert rest == f"bytes={10 * 2**20}-"


def test_a_process_shows_its_download_on_a_terminal_and_keeps_it(
    hub, weights, load, tmp_path, monkeypatch
):
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    hub.files = {f"{FOLDER}/model.safetensors": weights}
    outer, inner = pty.openpty()
    termios.tcsetwinsize(inner, (24, 100))
    shown = {"HF_HUB_DISABLE_PROGRESS_BARS": "0", "HF_HUB_CACHE": str(tmp_path)}
    told = run(tmp_path, hub.address, stderr=inner, **shown).stdout
    os.close(inner)
    said = os.read(outer, 100_000).decode()
    os.close(outer)
    assert "model.safetensors" in said
    assert "100%" in said
    assert told == f"loaded {NAME} 0.625\n"
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    kept, missing = load("http://127.0.0.1:9", NAME, OTHER)
    assert f"{kept}\n" == told
    assert missing.startswith(f"DreamError the weights of {OTHER} are not in ")


@pytest.mark.parametrize("shown", [True, False])
def test_progress_is_shown_or_not_and_the_clients_own_switch_stays(shown, monkeypatch, tmp_path):
    given = {}
    monkeypatch.setattr(torch.hub, "download_url_to_file", lambda *_, **more: given.update(more))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr("dreamgen.backbones.sources.hub._is_reachable", lambda url: True)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_PROGRESS_BARS", None)
    enable_progress_bars()
    with downloads_shown(shown):
        download("http://127.0.0.1:9/x.pth", "x")
        with download_from_hub("local-dir:x"):
            assert are_progress_bars_disabled() != shown
    assert given == {"progress": shown}
    assert not are_progress_bars_disabled()


def test_another_hash_than_was_announced(hub, weights, load):
    hub.files = {f"{FOLDER}/model.safetensors": weights}
    hub.damage = True
    (damaged,) = load(hub.address)
    assert damaged.startswith(f"DreamError the weights of {NAME} came damaged")
    # Nothing damaged stays in the cache.
    hub.damage = False
    assert load(hub.address) == [f"loaded {NAME} 0.625"]


def test_another_hash_than_a_repository_announced(hub, weights, load):
    config = b'{"architecture": "test_resnet", "num_classes": 1000}'
    hub.files = {"/me/mine/resolve/main/config.json": config}
    hub.files["/me/mine/resolve/main/model.safetensors"] = weights[:8] + b"[" + weights[9:]
    hub.damage = True
    (damaged,) = load(hub.address, "hf-hub:me/mine")
    assert damaged.startswith("DreamError the weights of hf-hub:me/mine came damaged")


def test_a_disk_that_is_full(hub, weights, load):
    hub.files = {f"{FOLDER}/model.safetensors": weights}
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(weights) // 2, usual[1]))
    try:
        (said,) = load(hub.address)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert said.startswith(f"DreamError there is no room on the disk for the weights of {NAME};")


def test_weights_that_are_damaged_or_not_there(hub, weights, load):
    hub.files = {f"{FOLDER}/model.safetensors": weights[: len(weights) // 2]}
    damaged, missing = load(hub.address, NAME, OTHER)
    assert damaged.startswith(f"DreamError the weights of {NAME} cannot be loaded (")
    assert missing.startswith(f"DreamError the hub has no weights of {OTHER};")
    assert "bestiary" in damaged
    assert "bestiary" in missing


def test_offline_by_choice(load, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    (said,) = load("http://127.0.0.1:9")
    assert "not in the cache" in said
    assert "bestiary" in said


def test_a_repository_of_ones_own(hub, weights, load, tmp_path):
    config = b'{"architecture": "test_resnet", "num_classes": 1000, "input_size": [3, 160, 160]}'
    at = "/me/mine/resolve/main"
    hub.files = {f"{at}/config.json": config, f"{at}/model.safetensors": weights}
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "config.json").write_bytes(config)
    (folder / "model.safetensors").write_bytes(weights)
    names = ("hf-hub:me/mine", f"local-dir:{folder}", f"local-dir:{folder}-not")
    ours, local, nowhere = load(hub.address, *names)
    assert ours.endswith("0.625")
    assert local.endswith("0.625")
    assert nowhere.startswith("BadInput no network can be loaded from local-dir:")


@pytest.mark.parametrize("name", ["hf-hub:me/mine", "local-dir:nowhere"])
def test_what_cannot_be_outlined_is_one_sentence(name, monkeypatch):
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    for call in (Timm(name=name).outline, lambda: Timm(name=name).load("random")):
        with pytest.raises(DreamError) as raised:
            call()
        assert name in str(raised.value)
        assert "\n" not in str(raised.value)
