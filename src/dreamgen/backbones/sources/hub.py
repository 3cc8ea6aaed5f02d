"""Downloads of weights by timm's and torchvision's own code, with failures in one sentence."""

from __future__ import annotations

import errno
import hashlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit
from urllib.request import getproxies

from huggingface_hub import constants

from dreamgen.errors import BadInput, DreamError

OFFER = "give a file of them as --weights, or take `--backbone bestiary`, which needs no download"
SHA256 = re.compile("[0-9a-f]{64}")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PATIENCE = 4.0  # seconds until a server counts as unreachable
_ONE_AT_A_TIME = threading.RLock()
_cache_only: ContextVar[bool] = ContextVar("cache_only", default=False)
_silent: ContextVar[bool] = ContextVar("silent", default=False)


class _WouldDownloadError(Exception):
    """Raised in place of a download, inside :func:`offline`."""


@contextmanager
def offline() -> Iterator[None]:
    """Let backbones load only what is in the caches; anything else is a DreamError."""
    token = _cache_only.set(True)
    try:
        yield
    finally:
        _cache_only.reset(token)


@contextmanager
def downloads_shown(shown: bool) -> Iterator[None]:
    """Let downloads show how far they are, or not."""
    token = _silent.set(not shown)
    try:
        yield
    finally:
        _silent.reset(token)


@contextmanager
def download_from_hub(name: str) -> Iterator[None]:
    """Let timm ask the hub for ``name``, and turn any failure into one sentence.

    BadInput for a folder that holds no network; DreamError if the hub cannot give it now. What
    arrived with another hash than the hub announced is taken out of the cache again.
    """
    cached = name.startswith("local-dir:") or constants.HF_HUB_OFFLINE or _cache_only.get()
    reachable = cached or _is_reachable(constants.ENDPOINT)
    start, problem = time.time(), None
    try:
        with _stay_offline(hub=not reachable, everything=_cache_only.get()), _hide_bars():
            yield
    except DreamError:
        if not _drop_damaged(start):
            raise
        raise _tell_damaged(name) from None
    except Exception as error:  # the hub's client raises dozens of types, new ones each version
        problem = error
    if _drop_damaged(start):
        raise _tell_damaged(name)
    if problem is not None:
        raise _make_error(name, problem, reachable) from problem


def download(url: str, name: str, offer: str = OFFER) -> Path:
    """Return where torch's cache keeps ``url``, fetched if it is not there yet.

    torch checks the hash in the file's name, and keeps no damaged file. DreamError, in one
    sentence that ends with ``offer``, if it cannot be had now.
    """
    import torch

    file = Path(urlsplit(url).path).name
    place = Path(torch.hub.get_dir(), "checkpoints", file)
    if place.exists():
        return place
    reachable = _cache_only.get() or _is_reachable(url)
    digest = torch.hub.HASH_REGEX.search(file)
    try:
        if _cache_only.get():
            raise _WouldDownloadError
        if not reachable:
            raise ConnectionError
        place.parent.mkdir(parents=True, exist_ok=True)
        torch.hub.download_url_to_file(
            url, str(place), digest[1] if digest else None, progress=not _silent.get()
        )
    except Exception as error:
        if "invalid hash" in str(error):
            raise _tell_damaged(name) from error
        server = urlsplit(url).hostname or url
        raise _make_error(name, error, reachable, server, offer) from error
    return place


def _tell_damaged(name: str) -> DreamError:
    return DreamError(f"the weights of {name} came damaged and were thrown away: try again")


@contextmanager
def _stay_offline(hub: bool, everything: bool) -> Iterator[None]:
    """Let the hub's client look only into its cache, and timm's downloads of an address fail.

    Both know no other way than a module's variable: one thread at a time changes it.
    """
    import timm.models._hub

    if not (hub or everything):
        yield
        return

    def refuse(*_: object, **__: object) -> None:
        raise _WouldDownloadError

    block = patch.object(timm.models._hub, "download_url_to_file", refuse)
    offline_hub = patch.object(constants, "HF_HUB_OFFLINE", True)
    with _ONE_AT_A_TIME, offline_hub, block if everything else nullcontext():
        yield


@contextmanager
def _hide_bars() -> Iterator[None]:
    """Inside :func:`downloads_shown`, let the hub's client show nothing, unless the user has it so."""
    from huggingface_hub import utils

    asked = constants.HF_HUB_DISABLE_PROGRESS_BARS is not None
    if asked or not _silent.get() or utils.are_progress_bars_disabled():
        yield
        return
    with _ONE_AT_A_TIME:  # the client's bars are switched for all threads
        utils.disable_progress_bars()
        try:
            yield
        finally:
            utils.enable_progress_bars()


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


def _is_reachable(url: str) -> bool:
    """Return whether a server answers at an address; the hub's own client tries for a minute."""
    if getproxies():
        return True  # only the proxy can tell
    address = urlsplit(url)
    port = address.port or (80 if address.scheme == "http" else 443)
    try:
        socket.create_connection((address.hostname or "", port), PATIENCE).close()
    except OSError:
        return False
    return True


def _make_error(
    name: str, error: BaseException, reachable: bool, server: str = "hub", offer: str = OFFER
) -> DreamError:
    """Turn an error of downloading or loading into one sentence."""
    chain = list(_walk_causes(error))
    kinds = {kind.__name__ for cause in chain for kind in type(cause).__mro__}
    if any(isinstance(cause, OSError) and cause.errno in FULL for cause in chain):
        return DreamError(f"there is no room on the disk for the weights of {name}; {offer}")
    if name.startswith("local-dir:"):
        return BadInput(f"no network can be loaded from {name}: {_first_line(error)}")
    return DreamError(f"{_explain(name, error, kinds, reachable, server)}; {offer}")


def _explain(name: str, error: BaseException, kinds: set[str], reachable: bool, server: str) -> str:
    unconnected = {"ConnectionError", "ConnectError", "NetworkError", "TimeoutException",
                   "TimeoutError", "RemoteProtocolError", "LocalEntryNotFoundError"}  # fmt: skip
    absent = {"RepositoryNotFoundError", "RemoteEntryNotFoundError", "RevisionNotFoundError"}
    server = f"the {server}" if server == "hub" else server
    if _cache_only.get() and kinds & {*unconnected, "OfflineModeIsEnabled", "_WouldDownloadError"}:
        return f"the weights of {name} are not in the cache and would have to be downloaded"
    if "OfflineModeIsEnabled" in kinds and reachable:
        return f"the weights of {name} are not in the cache, and the hub is switched off"
    if not reachable:
        return f"{server} cannot be reached for the weights of {name}"
    if "GatedRepoError" in kinds:
        return f"{server} gives the weights of {name} to registered users only"
    if kinds & absent or getattr(error, "code", None) == 404:
        return f"{server} has no weights of {name}"
    if kinds & unconnected:
        return f"the download of the weights of {name} broke off"
    return f"the weights of {name} cannot be loaded ({_first_line(error)})"


def _walk_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _first_line(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0].rstrip(".: ")[:200]
