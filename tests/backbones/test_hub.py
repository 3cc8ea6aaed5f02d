"""timm's real download path against a server on this machine that speaks the hub's protocol."""

import hashlib
import os
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import timm
import torch
from safetensors.torch import save

NAME = "test_resnet.r160_in1k"
OTHER = "test_vit.r160_in1k"
FOLDER = f"/timm/{NAME}/resolve/main"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
PROGRAM = """
import sys
from dreamgen.backbones.timm_models import Timm
from dreamgen.errors import DreamError
for name in sys.argv[1:]:
    try:
        model = Timm(name=name).load(None)
        print("loaded", model.weights, float(model.module.fc.bias[0]))
    except DreamError as error:
        print(type(error).__name__, error)
"""


class Hub(BaseHTTPRequestHandler):
    """One repository; ``files`` maps paths to bytes, ``cut`` is where a download breaks off."""

    files: dict[str, bytes]
    cut: int | None
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


def load(home, address, *names, **more):
    """Return what the program says of each name, a line for each."""
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    environment |= {"HF_ENDPOINT": address, "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "1"}
    environment |= {"HF_HUB_DISABLE_PROGRESS_BARS": "1", "TORCH_HOME": str(home / "torch"), **more}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2] / "src")
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, *(names or [NAME])],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in result.stderr, result.stderr
    return result.stdout.splitlines()


def downloads(hub):
    """The ranges asked for in downloads of weights, an empty string for a whole file."""
    return [
        asked for verb, path, asked in hub.log if verb == "GET" and path.endswith(".safetensors")
    ]


def test_weights_are_downloaded_once_and_then_cached(hub, weights, tmp_path):
    hub.files = {f"{FOLDER}/model.safetensors": weights}
    assert load(tmp_path, hub.address) == [f"loaded {NAME} 0.625"]
    assert len(downloads(hub)) == 1
    # Nobody answers now, but what is in the cache serves.
    cached, missing = load(tmp_path, "http://127.0.0.1:9", NAME, OTHER)
    assert cached == f"loaded {NAME} 0.625"
    assert missing.startswith(f"DreamError The hub cannot be reached for the weights of {OTHER};")
    assert missing.endswith("`--backbone bestiary` needs no download.")


def test_a_download_that_breaks_off_is_taken_up_again(hub, weights, tmp_path):
    hub.files = {f"{FOLDER}/model.safetensors": weights}
    hub.cut = len(weights) // 2
    assert load(tmp_path, hub.address) == [f"loaded {NAME} 0.625"]
    # The client keeps whole chunks of 10 MB, so these few bytes are asked for from the start again.
    assert len(downloads(hub)) == 2


def test_weights_that_are_damaged_or_not_there(hub, weights, tmp_path):
    hub.files = {f"{FOLDER}/model.safetensors": weights[: len(weights) // 2]}
    damaged, missing = load(tmp_path, hub.address, NAME, OTHER)
    assert damaged.startswith(f"DreamError The weights of {NAME} cannot be loaded (")
    assert missing.startswith(f"DreamError The hub has no weights of {OTHER};")
    assert "bestiary" in damaged
    assert "bestiary" in missing


def test_offline_by_choice(tmp_path):
    (said,) = load(tmp_path, "http://127.0.0.1:9", HF_HUB_OFFLINE="1")
    assert "not in the cache" in said
    assert "bestiary" in said


def test_a_repository_of_ones_own(hub, weights, tmp_path):
    config = b'{"architecture": "test_resnet", "num_classes": 1000, "input_size": [3, 160, 160]}'
    at = "/me/mine/resolve/main"
    hub.files = {f"{at}/config.json": config, f"{at}/model.safetensors": weights}
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "config.json").write_bytes(config)
    (folder / "model.safetensors").write_bytes(weights)
    names = ("hf-hub:me/mine", f"local-dir:{folder}", f"local-dir:{folder}-not")
    ours, local, nowhere = load(tmp_path, hub.address, *names)
    assert ours.endswith("0.625")
    assert local.endswith("0.625")
    assert nowhere.startswith("BadInput No network can be loaded from local-dir:")


def test_a_full_disk(monkeypatch):
    import errno

    from dreamgen.backbones import hub as module
    from dreamgen.errors import DreamError

    def full(*_, **__):
        raise RuntimeError("download") from OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "create", full)
    monkeypatch.setattr(module, "_answers", lambda: True)
    with pytest.raises(DreamError, match=r"no room on the disk.*bestiary"):
        module.pretrained("test_resnet.r160_in1k")
