"""Check components that read pictures."""

from __future__ import annotations

from collections.abc import Callable

from dreamgen.errors import BadInput
from dreamgen.loaders.base import Converter, Loader, Source
from dreamgen.plugins.authoring.check.clock import read_clock
from dreamgen.plugins.guard.blame import PluginFault
from dreamgen.plugins.guard.require import require

FOREIGN = (b"", b"\0" * 64, "neither a picture nor a chart: dr\u00e4m".encode())
"""What no loader should think its own."""
JUNK = (
    b"\xff" * 65536,
    b"[" * 100_000,
    b"{" * 100_000,
    b"(" * 100_000,
    b" " * 100_000,
    b"1," * 50_000,
    b"\n" * 100_000,
    b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    b"%PDF-1.7\n" + b"\0" * 64,
    b"PK\x03\x04" + b"\0" * 64,
    b"<svg/>",
    b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 10_000,
    b'{"a": [1, 2',
    b"a,b\n1",
    "\ufeff\u202e\U0001f642".encode(),
)
"""What a loader may read or refuse, but must neither break on nor brood over."""
LONGEST = 3.0  # seconds


def check_loader(loader: Loader) -> None:
    """It leaves foreign bytes alone, and refuses with one sentence, soon, what it cannot read."""
    read = _choose_method(loader)
    for data in FOREIGN:
        source = Source(data, "foreign.bin")
        require(loader.accepts(source) is False, f"it accepts {data[:12]!r}, which is not its kind")
        refused = _refuses(read, source)
        require(refused, f"it makes something of {data[:12]!r}; it must raise BadInput")
    for data in JUNK:
        source = Source(data, "junk.bin")
        took = _measure(read, loader, source)
        if took > LONGEST:  # it may have imported something, or the machine is busy
            took = _measure(read, loader, source)
        what = f"{len(data)} bytes that begin with {data[:12]!r}"
        require(took <= LONGEST, f"it takes {took:.1f} s for {what}")


def _choose_method(loader: Loader) -> Callable[[Source], object]:
    if isinstance(loader, Converter):
        return loader.convert
    return lambda source: loader.load(source, None)


def _measure(read: Callable[[Source], object], loader: Loader, source: Source) -> float:
    """Return the seconds that a loader takes to read bytes, or to refuse them."""
    start = read_clock()
    loader.accepts(source)
    _refuses(read, source)
    return read_clock() - start


def _refuses(read: Callable[[Source], object], source: Source) -> bool:
    """Say whether a loader refuses bytes; raise AssertionError if it does so in a wrong way."""
    try:
        read(source)
    except BadInput as problem:
        require("\n" not in str(problem), "what it says of bad input must be one line")
        return True
    except PluginFault:
        raise
    except Exception as problem:
        raise AssertionError(
            f"bad input must raise BadInput, not {type(problem).__name__}: {problem}"
        ) from problem
    return False
