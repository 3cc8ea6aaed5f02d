"""Watch with strace what the processes of renderers open, which no audit hook sees."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

_OPENED = re.compile(r'open\w*\([^"]*"((?:[^"\\]|\\.)*)", O_RDONLY(?!.*O_DIRECTORY).*\) = \d+')
_CONNECTED = re.compile(r"connect\(\d+, \{sa_family=AF_INET.*")
_USUAL = (
    "/proc/",
    "/sys/",
    "/dev/",
    "/etc/ld.so",
    "/etc/fonts",
    "/etc/passwd",
    "/lib",
    "/usr/lib",
    "/usr/share/",
    "/usr/local/",
    "/etc/nsswitch",
    "/etc/localtime",
)


def run_again(arguments: list[str]) -> int:
    """Run the same command under strace; return 1 if it fails, or anything unusual is opened."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        own = [argument for argument in arguments if argument != "--strace"]
        command = ["strace", "-f", "-qq", "-e", "trace=open,openat,openat2,connect", "-o", str(log)]
        code = subprocess.run([*command, sys.executable, *own], check=False).returncode
        unusual = find_unusual(log.read_text(errors="replace").splitlines())
    for line in sorted(unusual):
        print(f"  strace: {line}")
    return int(code != 0 or bool(unusual))


def find_unusual(lines: list[str]) -> set[str]:
    """Return the files opened that are neither Python's, the system's nor the fuzzer's own."""
    found = {line for line in lines if _CONNECTED.search(line)}
    names = {match[1] for line in lines if (match := _OPENED.search(line))}
    own = (*_USUAL, sys.prefix, sys.base_prefix, *filter(None, sys.path))
    own += tuple(str(parent) for parent in Path(__file__).parents if (parent / "src").is_dir())
    return found | {name for name in names if not name.startswith(own) and not _is_fuzzers(name)}


def _is_fuzzers(name: str) -> bool:
    path = Path(name)
    inside = any(part.startswith("fuzz-") for part in path.parts)
    return (
        (inside and "bait" not in path.name) or path.name.startswith("input.") or name in ("", ".")
    )
