"""The command and its server as a process of its own: hostile requests, and a sudden end."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from select import select
from typing import Any

import pytest

from dreamgen import BadInput
from dreamgen_studio import command
from dreamgen_studio.web.server import open_socket

MOST_BYTES = 256 << 20
LONG = {"size": "96", "steps": "100000"}


class Server:
    """A running ``dreamgen studio``."""

    def __init__(self, folder: Path):
        words = ["studio", "--no-browser", "--folder", str(folder), "--workers", "1"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dreamgen", *words],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "DREAMGEN_CONFIG": "", "HF_HUB_OFFLINE": "1"},
        )
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if line.startswith("http://127.0.0.1:"):
                self.port = int(line.strip().rstrip("/").rpartition(":")[2])
                break

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        data = json.dumps(body) if isinstance(body, dict) else body
        connection.request(method, path, data, headers or {})
        answer = connection.getresponse()
        told = answer.read()
        connection.close()
        return answer.status, json.loads(told) if told[:1] in (b"{", b"[") else told

    def submit(self, body: dict[str, Any]) -> str:
        status, told = self.ask("POST", "/api/jobs", body)
        assert status == 200, told
        return str(told["id"])

    def job(self, job: str) -> dict[str, Any]:
        _, told = self.ask("GET", "/api/state")
        return next(each for each in told["jobs"] if each["id"] == job)

    def wait(self, job: str, done: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        end = time.monotonic() + 300
        while time.monotonic() < end:
            state = self.job(job)
            if done(state):
                return state
            time.sleep(0.05)
        raise AssertionError(f"still {self.job(job)}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stderr is not None
        self.process.stderr.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("studio")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    yield server
    server.kill()


def raw(server: Server, head: str, chunk: bytes, most: int) -> tuple[int, bytes]:
    """Send a request, and then chunks until the server answers.

    Return how many bytes went out, and the answer.
    """
    sent = 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
        line.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        with suppress(ConnectionError):  # it has hung up; what it answered is still to be read
            while sent < most and not select([line], [], [], 0)[0]:
                _, is_free, _ = select([], [line], [], 0.005)
                sent += line.send(chunk) if is_free else 0
        assert sent < most
        answer = b""
        with suppress(ConnectionError):
            while more := line.recv(4096):  # the head and the body may come one by one
                answer += more
        return sent, answer


def files_of(folder: Path) -> set[Path]:
    return {path for path in (folder / "uploads").rglob("*") if path.is_file()}


def test_ten_gigabytes_that_are_announced_are_refused_at_once(server, folder):
    before = files_of(folder)
    head = f"POST /api/uploads?name=big.png HTTP/1.1\nHost: 127.0.0.1:{server.port}"
    sent, answer = raw(server, f"{head}\nContent-Length: {10 << 30}", b"x" * 65536, 10 << 30)
    assert b"413" in answer
    assert b"larger than 256 MB" in answer
    assert sent < 32 << 20  # no more than what is on its way
    assert files_of(folder) == before


def test_a_body_without_an_end_is_cut_off_and_nothing_of_it_is_kept(server, folder):
    before = files_of(folder)
    head = f"POST /api/jobs HTTP/1.1\nHost: 127.0.0.1:{server.port}\nTransfer-Encoding: chunked"
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    sent, _ = raw(server, head, chunk, 1 << 30)
    assert sent < 32 << 20
    assert files_of(folder) == before


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../studio.py",
        "/static/%2e%2e/%2e%2e/studio.py",
        "/static//etc/passwd",
        "/api/finished/..%2f..%2fjournal/file",
        "/api/pictures/..%2f..%2f..%2fetc%2fpasswd",
        "/api/pictures/sample:..%2fREADME",
        "/api/presets/..%2f..%2fstudio.py",
        "/api/presets/%2fetc%2fpasswd",
        "/api/walls/..%2f..%2f..%2fetc/1",
        "/api/jobs/..%2f..%2fx/frames/1",
        "/api/jobs/x/frames/..%2f1",
        "/api/requests/up-..%2f..%2fx",
        "/api/look/..%2f..%2fx",
        "/etc/passwd",
    ],
)
def test_no_address_leads_to_a_file_that_is_not_served(server, path):
    status, told = server.ask("GET", path)
    assert status in (204, 400, 404)
    assert b"root:" not in json.dumps(told if isinstance(told, dict) else str(told)).encode()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"source": 1}', b'{"a": {}}'],
)
@pytest.mark.parametrize("path", ["/api/jobs", "/api/describe", "/api/variants", "/api/look"])
def test_what_is_no_request_is_refused_in_one_sentence(server, path, body):
    status, told = server.ask("POST", path, body)
    assert status in (400, 404)
    assert len(told["problem"]) < 300
    assert "\n" not in told["problem"]


def test_a_page_of_another_site_is_refused(server):
    for headers in ({"Origin": "http://evil.example"}, {"Host": f"evil.example:{server.port}"}):
        status, told = server.ask("POST", "/api/jobs", {"source": "noise"}, headers)
        assert status == 403
        assert told["problem"]


def test_killed_while_dreaming_it_has_what_was_finished_and_lists_the_rest(server, folder):
    finished = server.submit({"source": "noise", "settings": {"size": "64", "steps": "2"}})
    server.wait(finished, lambda job: job["state"] == "done")
    running = server.submit({"source": "noise", "settings": LONG})
    waiting = server.submit({"source": "noise", "settings": LONG})
    server.wait(running, lambda job: job["preview"] > 1)
    server.kill()
    again = Server(folder)
    try:
        _, told = again.ask("GET", "/api/state")
        assert [made["id"] for made in told["history"]] == [finished]
        status, data = again.ask("GET", f"/api/finished/{finished}/file")
        assert (status, data[:4]) == (200, b"\x89PNG")
        for job in (running, waiting):
            assert again.job(job)["state"] == "failed"
            assert "ask for it again" in again.job(job)["problem"]
    finally:
        again.kill()


def test_a_port_that_is_taken_is_passed_over_unless_it_was_asked_for():
    first = open_socket("127.0.0.1", None)
    try:
        port = first.getsockname()[1]
        socket.create_connection(("127.0.0.1", port), timeout=60).close()  # it waits for an answer
        with open_socket("127.0.0.1", None) as second:
            assert second.getsockname()[1] > port
        with pytest.raises(BadInput, match=f"--port {port}: .*: leave it out"):
            open_socket("127.0.0.1", port)
    finally:
        first.close()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nothing.jpg"], "nothing.jpg cannot be read: No such file or directory"),
        (["sample:dog"], "there is no 'sample:dog'"),
        (["sample:cat", "--share-on", "0.0.0.0"], "PICTURE: where it is shared"),
        (["--host-name", "a.example"], "--host-name: is for a studio that is shared"),
        (["--share-on", "203.0.113.9"], "203.0.113.9 cannot be listened on"),
    ],
)
def test_what_cannot_be_is_one_sentence(words, sentence, monkeypatch, capsys, tmp_path):
    from dreamgen.cli.main import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("warnings.showwarning", __import__("warnings").showwarning)
    monkeypatch.setattr("sys.argv", ["dreamgen", "studio", "--folder", str(tmp_path), *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1


def test_what_is_missing_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(command, "NEEDED", ("no_such_package",))
    with pytest.raises(BadInput, match="the studio needs no_such_package: pip install"):
        command.studio(folder=tmp_path)
