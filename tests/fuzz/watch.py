"""What must hold while one input is tried, whatever it is.

Watched are: what is raised, warned of, printed and opened, connections and commands, processor
time, peak memory, the state of the process, and files left behind.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from process_state import describe_changes, take_state
from watch_folder import FolderWatch

from dreamgen.errors import DreamError, InputWarning
from dreamgen.recipe.renamed import RenamedKey

MOST_SECONDS = 5.0  # of processor time, children included
MOST_MEMORY = 1100 << 20  # bytes beyond what the process held before: 1.5 GB, less torch's own
LONGEST_MESSAGE = 500  # characters
_PATIENCE = 20.0  # seconds of processor time after which Python code is interrupted

BAITS = ("#bait", "bait.png", "bait.svg", "bait.toml", "bait.safetensors", "bait.ttf", "bait.css")
"""Files that hostile inputs name, in the working directory and above it. None may be opened."""
MARKER = "marker"
"""The file that code in hostile inputs would write."""


@dataclass(frozen=True)
class Problem:
    """What an input did that none may do.

    ``sort`` is equal for inputs that fail alike; ``detail`` holds the figures or the traceback.
    """

    sort: str
    detail: str = ""


class TooLong(BaseException):
    """Raised in code that takes far too much processor time; no ``except Exception`` keeps it."""


class Watch:
    """Watches the whole process, since an audit hook can never be removed again."""

    def __init__(self, folder: Path):
        """Work in ``folder``, which is to be empty: inputs are tried in its folder ``work``."""
        self.work = folder / "work"
        self.scratch = folder / "scratch"
        home = folder / "home"
        for place in (self.work, self.scratch, home):
            place.mkdir()
        for place in (self.work, folder):
            for name in BAITS:
                (place / name).write_text("bait")
        self._output = (folder / "output").open("wb+")
        os.environ |= {"TMPDIR": str(self.scratch), "HOME": str(home), "XDG_CONFIG_HOME": str(home)}
        tempfile.tempdir = None
        os.chdir(self.work)
        self._named = ""
        self._events: list[str] | None = None
        self._readable = _list_readable(self.scratch, home)
        self._folders = FolderWatch(self.work, folder)
        sys.addaudithook(self._audit)

    def capture_output(self) -> None:
        """Send what the process and its children print to a file, whose growth is watched."""
        for stream in (1, 2):
            os.dup2(self._output.fileno(), stream)

    def try_input(self, path: Path, use: Callable[[Path], object]) -> list[Problem]:
        """Return what goes wrong while ``use`` reads a file in the working directory."""
        before, listed = take_state(), self._list_files()
        printed = self._count_output()
        resident = _reset_peak_memory()
        self._named, self._events = os.path.realpath(path), []
        self._folders.drain()
        started = _processor_time()
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            problems = _run(use, path)
        seconds = _processor_time() - started
        events, self._events = self._events, None
        problems += [Problem(event.partition(":")[0], event) for event in events[:3]]
        for name in sorted(self._folders.drain() - {path.name}):
            problems.append(Problem("bait opened", name))
        problems += _judge_warnings(warned, path.name)
        grown = _read_peak_memory() - resident
        if seconds > MOST_SECONDS:
            problems.append(Problem("too slow", f"{seconds:.1f} s"))
        if grown > MOST_MEMORY:
            problems.append(Problem("too much memory", f"{grown >> 20} MB"))
        if self._count_output() > printed:
            problems.append(Problem("printed", self._read_output(printed)))
        problems += [
            Problem(f"state: {name}", said) for name, said in describe_changes(before, take_state())
        ]
        for left in sorted(self._list_files() - listed):
            problems.append(Problem("left behind", str(left)))
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        return problems

    def _audit(self, event: str, args: tuple) -> None:
        if self._events is None:
            return
        if event == "open":
            if isinstance(args[0], str | bytes) and not self._may_open(os.fsdecode(args[0])):
                self._events.append(f"opened: {args[0]!r}")
        elif event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
            self._events.append(f"connection: {args[1:] if event == 'socket.connect' else args}")
        elif event in ("os.system", "os.exec", "os.posix_spawn"):
            self._events.append(f"command: {args[0]!r}")
        elif event == "subprocess.Popen" and not _is_own_child(args[1]):
            self._events.append(f"command: {args[1]!r}")

    def _may_open(self, name: str) -> bool:
        if name.startswith(self._readable):
            return True
        real = os.path.realpath(name)
        return real == self._named or real.startswith(self._readable) or not Path(real).exists()

    def _list_files(self) -> set[Path]:
        return {*self.work.iterdir(), *self.scratch.iterdir()}

    def _count_output(self) -> int:
        return os.fstat(self._output.fileno()).st_size

    def _read_output(self, start: int) -> str:
        return os.pread(self._output.fileno(), 500, start).decode(errors="replace")


def _run(use: Callable[[Path], object], path: Path) -> list[Problem]:
    try:
        with _interrupted_after(_PATIENCE):
            use(path)
    except DreamError as refusal:
        return _judge_message(str(refusal), path.name)
    except TooLong as error:
        return [Problem(f"endless in {_find_place(error)}", _tell(error))]
    except BaseException as error:
        return [Problem(f"{type(error).__name__} in {_find_place(error)}", _tell(error))]
    return []


@contextlib.contextmanager
def _interrupted_after(seconds: float) -> Iterator[None]:
    def interrupt(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, interrupt)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _find_place(error: BaseException) -> str:
    """Return the innermost place in dreamgen, or else in the fuzzer, that an error came through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "dreamgen" in frame.filename] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].name}"


def _tell(error: BaseException) -> str:
    return "".join(traceback.format_exception(error, limit=-12))[-3000:]


def _judge_message(message: str, name: str) -> list[Problem]:
    """Say what is wrong with a sentence for the user."""
    wrong = {
        "long message": len(message) > LONGEST_MESSAGE,
        "message of several lines, or with control characters": not message.isprintable(),
        "message without the input's name": name not in message and "sample:" not in message,
    }
    return [Problem(f"{what}: {message[:30]!r}", message) for what, is_so in wrong.items() if is_so]


def _judge_warnings(warned: list[warnings.WarningMessage], name: str) -> list[Problem]:
    problems, told = [], [str(w.message) for w in warned if issubclass(w.category, InputWarning)]
    if len(told) > 1:
        problems.append(Problem("more than one warning", "\n".join(told)))
    for message in told:
        problems += _judge_message(message, name)
    for warning in warned:
        if not issubclass(warning.category, (InputWarning, RenamedKey)):
            place = f"{warning.category.__name__} from {Path(warning.filename).name}"
            problems.append(Problem(f"stray {place}", str(warning.message)))
    return problems


def _is_own_child(command: object) -> bool:
    return isinstance(command, list) and any("isolation_child.py" in str(part) for part in command)


def _list_readable(*more: Path) -> tuple[str, ...]:
    """Return where Python, its packages, and dreamgen's own files lie, which may be opened."""
    import dreamgen

    package = Path(dreamgen.__file__).parent
    places = [sys.prefix, sys.base_prefix, package, package.parents[1] / "presets", *more]
    places += [entry for entry in sys.path if entry and Path(entry).is_dir()]
    places += ["/proc/", "/sys/", "/dev/null", "/dev/urandom", "/usr/lib/", "/usr/share/zoneinfo"]
    return tuple({str(place) for place in places} | {os.path.realpath(place) for place in places})


def _processor_time() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _reset_peak_memory() -> int:
    """Forget the peak, where the system can (Linux), and return what the process holds now."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return _read_status("VmRSS")


def _read_peak_memory() -> int:
    return _read_status("VmHWM")


def _read_status(key: str) -> int:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:  # other systems: memory goes unwatched
        return 0
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith(key))
