"""The process behind :mod:`dreamgen.loaders.isolation`: limits itself, then runs a worker.

Run by path, it must start without dreamgen's own imports. Its arguments are the worker's file, the
seconds and the bytes that it may use, and folders that hold packages. It reads the request from
standard input and writes the answer to standard output, where libraries may print no word.
"""

from __future__ import annotations

import contextlib
import os
import runpy
import signal
import sys
import threading

EXIT_REFUSED, EXIT_MEMORY, EXIT_CRASHED = 3, 4, 5
_STACK = 256 << 20  # bytes; renderers recurse, and the usual 8 MB hold only some 200 nested groups


def set_limits(seconds: float, memory: int) -> None:
    """Let the system end this process past its time or memory, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock alone watches
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit but does not set it
        # Not the address space: V8 reserves far more of it than it ever uses.
        resource.setrlimit(resource.RLIMIT_DATA, (memory + _STACK, memory + _STACK))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def main() -> None:
    """Answer in a thread of large stack; say on standard error, in one line, what went wrong."""
    worker, seconds, memory, *folders = sys.argv[1:]
    request = sys.stdin.buffer.read()
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    set_limits(float(seconds), int(memory))
    sys.path += folders
    answers: list[bytes] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(runpy.run_path(worker)["answer"](request))
        except BaseException as error:  # the panics of renderers in Rust are no Exceptions
            failures.append(error)

    threading.stack_size(_STACK)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    for error in failures:
        print(" ".join(str(error).split()), file=sys.stderr)
        if isinstance(error, MemoryError):
            sys.exit(EXIT_MEMORY)
        sys.exit(EXIT_REFUSED if isinstance(error, Exception) else EXIT_CRASHED)
    with output:
        output.write(answers[0])


if __name__ == "__main__":
    main()
