"""Draws SVG in a process of its own, which is all that dies of a drawing made to break it.

Run by path: it must start without dreamgen's own imports. Reads a request as JSON
from standard input; writes each picture, as PNG after its length in 8 bytes, to standard output.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import threading

EXIT_REFUSED, EXIT_MEMORY, EXIT_PANIC = 3, 4, 5
_STACK = 256 << 20  # the renderer recurses; the usual 8 MB hold only some 200 nested groups


def limit(seconds: float, memory: int) -> None:
    """Let the system end this process past its time or memory, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock alone watches
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit but does not set it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def draw(request: dict) -> None:
    """Draw every document of the request."""
    sys.path.append(request["library"])
    import resvg_py

    for markup in request["documents"]:
        png = resvg_py.svg_to_bytes(svg_string=markup, **request["options"])
        sys.stdout.buffer.write(len(png).to_bytes(8, "little") + png)
    sys.stdout.buffer.flush()


def main() -> None:
    """Draw in a thread of large stack; say on standard error what went wrong."""
    request = json.load(sys.stdin.buffer)
    limit(request["seconds"], request["memory"])
    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            draw(request)
        except BaseException as error:  # the renderer's panics are no Exceptions
            failures.append(error)

    threading.stack_size(_STACK)
    thread = threading.Thread(target=guarded)
    thread.start()
    thread.join()
    for error in failures:
        print(error, file=sys.stderr)
        if isinstance(error, MemoryError):
            sys.exit(EXIT_MEMORY)
        sys.exit(EXIT_REFUSED if isinstance(error, Exception) else EXIT_PANIC)


if __name__ == "__main__":
    main()
