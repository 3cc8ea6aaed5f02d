"""Ten tabs at once on one server: does every dream end, does none starve, what memory does it take?

    python plugins/dreamgen-studio/benchmarks/ten_tabs.py

One tab asks for ten dreams before the others come. All ten ask for two dreams of 192 pixels each, and
then ask four times a second how far they are, as pages do. Then come requests that nobody should make.
"""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

TABS, DREAMS, GREEDY = 10, 2, 10
REQUEST = {"source": "sample:cat", "settings": {"size": "192", "octaves.count": "3"}}


def main() -> None:
    """Measure, and print tables."""
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, "-m", "dreamgen", "studio", "--no-browser", "--folder", folder],
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stderr is not None
            line = server.stderr.readline()
            port = int(line.strip().rstrip("/").rpartition(":")[2])
            _measure_tabs(port, server.pid)
            _measure_refusals(port)
        finally:
            server.terminate()
            server.wait()


def ask(port: int, method: str, path: str, body: Any = None, turn: str = "") -> tuple[int, Any]:
    """Return the status and the JSON of an answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    data = json.dumps(body) if body is not None else None
    line.request(method, path, data, {"x-turn": turn} if turn else {})
    answer = line.getresponse()
    told = answer.read()
    line.close()
    return answer.status, json.loads(told) if told[:1] in (b"{", b"[") else told


def _measure_tabs(port: int, pid: int) -> None:
    warm = ask(port, "POST", "/api/jobs", REQUEST)[1]["id"]
    _follow(port, [warm], [])
    start, waits, ends = time.monotonic(), [], {}
    memory, stop = _Memory(pid), threading.Event()
    watcher = threading.Thread(target=memory.watch, args=(stop,))
    watcher.start()
    greedy = [ask(port, "POST", "/api/jobs", REQUEST, "greedy")[1]["id"] for _ in range(GREEDY)]

    def be_a_tab(name: str) -> None:
        jobs = [ask(port, "POST", "/api/jobs", REQUEST, name)[1]["id"] for _ in range(DREAMS)]
        ends[name] = [at - start for at in _follow(port, jobs, waits)]

    tabs = [threading.Thread(target=be_a_tab, args=(f"tab{n}",)) for n in range(1, TABS)]
    for tab in tabs:
        tab.start()
    last = max(_follow(port, greedy, waits)) - start
    for tab in tabs:
        tab.join()
    stop.set()
    watcher.join()
    first = [min(times) for times in ends.values()]
    print("| | |\n| --- | --- |")
    print(f"| dreams asked for, and made | {GREEDY + (TABS - 1) * DREAMS} |")
    print(f"| all made after | {max(last, *(max(times) for times in ends.values())):.1f} s |")
    print(f"| first dream of a tab after | {min(first):.1f} to {max(first):.1f} s |")
    print(f"| last dream of the tab that asked for {GREEDY} | {last:.1f} s |")
    print(f"| asking how far it is, median and slowest | {_ms(waits)} |")
    print(f"| memory, server | {memory.most[0]:.0f} MB at most |")
    print(f"| memory, the process that dreams | {memory.most[1]:.0f} MB at most |")


def _follow(port: int, jobs: list[str], waits: list[float]) -> list[float]:
    """Ask four times a second until all jobs have ended; return when each did."""
    ended: dict[str, float] = {}
    while len(ended) < len(jobs):
        begun = time.monotonic()
        _, told = ask(port, "GET", "/api/state")
        waits.append(time.monotonic() - begun)
        states = {job["id"]: job["state"] for job in told["jobs"]}
        for job in jobs:
            if states.get(job, "done") not in ("waiting", "running"):
                assert states.get(job, "done") == "done", states
                ended.setdefault(job, time.monotonic())
        time.sleep(0.25)
    return list(ended.values())


def _measure_refusals(port: int) -> None:
    long = {"source": "noise", "settings": {"size": "64", "steps": "100000"}}
    waits, statuses = [], []
    for number in range(500):
        begun = time.monotonic()
        status, _ = ask(port, "POST", "/api/jobs", long, f"tab{number % 50}")
        waits.append(time.monotonic() - begun)
        statuses.append(status)
    print(
        f"| 500 dreams asked for at once by one visitor | {statuses.count(200)} taken, "
        f"{statuses.count(429)} refused; {_ms(waits)} |"
    )
    alive, _ = ask(port, "GET", "/api/catalogue")
    print(f"| the server afterwards | answers {alive} |")


class _Memory:
    """The most memory of a process and of its child, in MB."""

    def __init__(self, pid: int):
        self._pid = pid
        self.most = [0.0, 0.0]

    def watch(self, stop: threading.Event) -> None:
        while not stop.wait(0.5):
            children = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text().split()
            threads = Path(f"/proc/{self._pid}/task").iterdir()
            for thread in threads:
                children += (thread / "children").read_text().split()
            for place, pids in enumerate(([self._pid], set(children))):
                self.most[place] = max(self.most[place], sum(map(_resident, pids)))


def _resident(pid: int | str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} and {max(seconds) * 1000:.0f} ms"


if __name__ == "__main__":
    main()
