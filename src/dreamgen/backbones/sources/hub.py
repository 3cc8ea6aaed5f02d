"""Pretrained weights from timm's hub: its own download and cache, with failures in one sentence."""

from __future__ import annotations

import errno
import hashlib
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

from huggingface_hub import constants

from dreamgen.errors import BadInput, DreamError

OFFER = "`--backbone bestiary` needs no download."
SHA256 = re.compile("[0-9a-f]{64}")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PATIENCE = 4.0  # seconds until the hub counts as unreachable


@contextmanager
def asking_hub(name: str) -> Iterator[None]:
    """Let timm ask the hub for ``name``, and turn whatever goes wrong into one sentence.

    BadInput for a folder that holds no network; DreamError if the hub cannot give it now. What
    arrived with another hash than the hub announced is taken out of the cache again.
    """
    reachable = name.startswith("local-dir:") or constants.HF_HUB_OFFLINE or _answers()
    start, problem = time.time(), None
    try:
        with _offline(unless=reachable):
            yield
    except DreamError:
        raise
    except Exception as error:  # the hub's client raises dozens of types, new ones each version
        problem = error
    if _drop_damaged(start):
        raise DreamError(f"The weights of {name} came damaged and were thrown away: try again.")
    if problem is not None:
        raise _failure(name, problem, reachable) from problem


def _drop_damaged(since: float) -> bool:
    """Remove files that came after ``since`` and whose SHA-256 is not the one in their name."""
    damaged = False
    for blob in Path(constants.HF_HUB_CACHE).glob("models--*/blobs/*"):
        # The cache names large files by the hash that the hub announced, but never checks it.
        if SHA256.fullmatch(blob.name) and blob.stat().st_mtime >= since - 1:
            with blob.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() == blob.name:
                    continue
            blob.unlink()
            damaged = True
    return damaged


def _answers() -> bool:
    """Say whether somebody listens at the hub's address; its own client tries for a minute."""
    if getproxies():
        return True  # only the proxy can tell
    address = urlsplit(constants.ENDPOINT)
    port = address.port or (80 if address.scheme == "http" else 443)
    try:
        socket.create_connection((address.hostname or "", port), PATIENCE).close()
    except OSError:
        return False
    return True


@contextmanager
def _offline(unless: bool) -> Iterator[None]:
    """Let the hub's client look into its cache alone."""
    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = before or not unless
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


def _failure(name: str, error: BaseException, reachable: bool) -> DreamError:
    """Turn whatever the download or the loading raised into one sentence."""
    chain = list(_causes(error))
    kinds = {kind.__name__ for cause in chain for kind in type(cause).__mro__}
    if any(isinstance(cause, OSError) and cause.errno in FULL for cause in chain):
        return DreamError(f"There is no room on the disk for the weights of {name}; {OFFER}")
    if name.startswith("local-dir:"):
        return BadInput(f"No network can be loaded from {name}: {_first_line(error)}.")
    unconnected = {"ConnectionError", "ConnectError", "NetworkError", "TimeoutException",
                   "TimeoutError", "RemoteProtocolError", "LocalEntryNotFoundError"}  # fmt: skip
    if "OfflineModeIsEnabled" in kinds and reachable:
        reason = f"The weights of {name} are not in the cache, and the hub is switched off"
    elif not reachable:
        reason = f"The hub cannot be reached for the weights of {name}"
    elif "GatedRepoError" in kinds:
        reason = f"The hub gives the weights of {name} to registered users only"
    elif kinds & {"RepositoryNotFoundError", "RemoteEntryNotFoundError", "RevisionNotFoundError"}:
        reason = f"The hub has no weights of {name}"
    elif kinds & unconnected:
        reason = f"The download of the weights of {name} broke off"
    else:
        reason = f"The weights of {name} cannot be loaded ({_first_line(error)})"
    return DreamError(f"{reason}; {OFFER}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _first_line(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0].rstrip(".: ")[:200]
