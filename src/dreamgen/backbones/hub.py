"""Pretrained weights from timm's hub: its own download and cache, with failures in one sentence."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from urllib.request import getproxies

import timm
from huggingface_hub import constants
from torch import nn

from dreamgen.backbones.architecture import check_name, create
from dreamgen.errors import BadInput, DreamError

OFFER = "`--backbone bestiary` needs no download."
PATIENCE = 4.0  # seconds until the hub counts as unreachable


def pretrained(name: str) -> nn.Module:
    """Return a timm network with its pretrained weights, downloaded once and then cached.

    name: a timm name with or without a tag, ``hf-hub:OWNER/NAME`` or ``local-dir:PATH``. BadInput
    if nobody ever published weights for it; DreamError if they cannot be had now.
    """
    check_name(name)
    if ":" not in name and not timm.list_models(f"{name.partition('.')[0]}.*", pretrained=True):
        raise BadInput(
            f"Nobody published weights of {name}: use `--weights random` or `--backbone bestiary`."
        )
    reachable = name.startswith("local-dir:") or constants.HF_HUB_OFFLINE or _answers()
    try:
        with _offline(unless=reachable):
            return create(name, pretrained=True)
    except Exception as error:  # the hub's client raises dozens of types, new ones each version
        raise _failure(name, error, reachable) from error


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
    if any(isinstance(cause, OSError) and cause.errno == errno.ENOSPC for cause in chain):
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
