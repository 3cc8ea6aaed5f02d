from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from dreamgen import BadInput, DreamError, Limits, run_isolated, run_process

ENOUGH = Limits(seconds=5, memory=200 << 20)


@pytest.fixture
def run(tmp_path):
    def run(body: str, request: bytes = b"", limits: Limits = ENOUGH, packages=()) -> bytes:
        worker = tmp_path / "worker.py"
        worker.write_text(f"import os, sys, time\ndef answer(request):\n    {body}\n")
        return run_isolated(worker, request, limits, "x.svg", packages)

    return run


def test_the_answer_comes_back_byte_for_byte(run):
    request = bytes(range(256)) * 1000
    assert run("return request[::-1]", request) == request[::-1]


def test_the_worker_sees_nothing_of_the_users(run, tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise ImportError('the wrong json')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert run("import json; return json.dumps(sys.flags.isolated).encode()") == b"1"
    loaded = run("return ' '.join(sys.modules).encode()").decode().split()
    assert not [name for name in loaded if name.partition(".")[0] == "dreamgen"]


def test_a_package_is_found_wherever_this_process_finds_it(run, tmp_path, monkeypatch):
    package = tmp_path / "lib" / "quux"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("WORD = b'found'")
    monkeypatch.syspath_prepend(package.parent)
    with pytest.raises(BadInput, match="No module named 'quux'"):
        run("import quux; return quux.WORD")
    assert run("import quux; return quux.WORD", packages=["quux"]) == b"found"
    with pytest.raises(DreamError, match=r"x\.svg needs the Python package quuux"):
        run("return b''", packages=["quuux"])


def test_the_worker_may_recurse_deeply(run):
    body = (
        "sys.setrecursionlimit(10**6)\n"
        "    def down(n): return n and 1 + max([n - 1], key=down)  # through C, as renderers do\n"
        "    return str(down(20_000)).encode()"
    )
    assert run(body) == b"20000"


FAILURES = {
    "a reason": ("raise ValueError('it has\\nno page 7')", "cannot be drawn: it has no page 7$"),
    "no memory": ("return bytes(1 << 30)", "too much memory"),
    "a crash": ("os.kill(os.getpid(), 11)", "too intricate to draw: the renderer gave up$"),
    "an abort": ("os.abort()", "too much memory"),
    "a panic": ("raise BaseException('panicked')", "too intricate to draw"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces every limit")
@pytest.mark.parametrize("name", FAILURES)
def test_every_failure_is_one_sentence(name, run):
    body, said = FAILURES[name]
    with pytest.raises(BadInput, match=rf"^x\.svg .*{said}") as caught:
        run(body)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of processor time")
def test_what_never_ends_is_ended(run):
    before = os.times().children_user
    with pytest.raises(BadInput, match="takes too long to draw"):
        run("\n    while True: pass", limits=Limits(0.3, 200 << 20))
    assert os.times().children_user - before < 1.5


def test_a_process_runs_in_its_folder_and_is_ended_by_the_clock(tmp_path):
    show = [sys.executable, "-c", "import os, sys; print(os.getcwd(), sys.stdin.read())"]
    said = run_process(show, b"hello", 20, "plot.py", tmp_path).decode().split()
    assert Path(said[0]).samefile(tmp_path)
    assert said[1] == "hello"
    started = time.monotonic()
    with pytest.raises(BadInput, match=r"plot\.py takes too long"):
        run_process([sys.executable, "-c", "import time; time.sleep(30)"], b"", 0.2, "plot.py")
    assert time.monotonic() - started < 10
