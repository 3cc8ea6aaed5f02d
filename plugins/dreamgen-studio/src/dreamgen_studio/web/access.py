"""Who may ask: names of this server, a token where it is shared, and visitors told apart."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from dreamgen import BadInput

LOCAL = ("localhost", "127.0.0.1", "::1")
LOCAL_VISITOR = "local"
_ORIGIN = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?", re.IGNORECASE)
_VISITOR = re.compile(r"[\w-]{22,64}")


@dataclass(frozen=True)
class Access:
    """What a request must show.

    names: hosts that this server is asked by. addresses: any plain address of it will do too.
    token: what whoever is let in knows; empty where only this machine can ask.
    port:  the port that it listens on.
    frames: origins whose pages may show it in a frame, as https://huggingface.co.
    """

    port: int
    names: frozenset[str] = frozenset(LOCAL)
    addresses: bool = False
    token: str = ""
    frames: tuple[str, ...] = ()

    @classmethod
    def shared(
        cls,
        host: str,
        port: int,
        names: Iterable[str] = (),
        token: str = "",
        frames: Iterable[str] = (),
    ) -> Access:
        """Return the access of a server that others reach at ``host``, or by other ``names``.

        Raise BadInput for what in ``frames`` is no origin.
        """
        own = {host, socket.gethostname(), socket.getfqdn(), *LOCAL, *names}
        kept = frozenset(name.lower() for name in own if name)
        shown = tuple(map(_check_origin, frames))
        return cls(port, kept, _is_address(host), token or secrets.token_urlsafe(24), shown)

    @property
    def is_shared(self) -> bool:
        return bool(self.token)

    def write_cookie(self, name: str, value: str) -> str:
        """Return a cookie. In a frame of another site browsers send only what is marked for it,
        by HTTPS alone, and keep it apart from that of every other site's frame (CHIPS)."""
        place = "SameSite=None; Secure; Partitioned" if self.frames else "SameSite=Strict"
        return f"{name}={value}; Path=/; HttpOnly; {place}; Max-Age=31536000"

    def find_problem(self, host: str, origin: str | None, site: str | None) -> str:
        """Return one sentence if a request comes from elsewhere, or nothing.

        A page of another site can make a browser ask here: then Origin or Sec-Fetch-Site say so,
        or, if that site's name was made to lead here (DNS rebinding), the Host.
        """
        name, port = _split(host)
        if name not in self.names and not (self.addresses and _is_address(name)):
            return f"this server is not called {name[:60]!r}"
        if not self.is_shared and port != self.port:
            return f"this server does not listen on port {port}"
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return f"pages of {origin[:60]!r} may not ask anything here"
        if site == "cross-site":
            return "pages of other sites may not ask anything here"
        return ""

    def knows(self, token: str | None) -> bool:
        """Say whether a token is the one."""
        return bool(token) and hmac.compare_digest(str(token).encode(), self.token.encode())

    def visitor(self, cookie: str | None) -> tuple[str, str | None]:
        """Return who asks, and a new cookie for whom has none.

        On this machine alone all tabs are one visitor. The cookie itself is never kept.
        """
        if not self.is_shared:
            return LOCAL_VISITOR, None
        is_ours = cookie is not None and _VISITOR.fullmatch(cookie)
        known = cookie if is_ours and cookie else secrets.token_urlsafe(24)
        visitor = hashlib.sha256(known.encode()).hexdigest()[:32]
        return visitor, None if is_ours else known


def _check_origin(text: str) -> str:
    """Return an origin, as https://huggingface.co; BadInput for anything else."""
    if not _ORIGIN.fullmatch(text):
        raise BadInput(
            f"--frame-ancestors {text[:80]}: must be an origin that speaks HTTPS, "
            "as https://huggingface.co"
        )
    return text.lower()


def write_url(host: str, port: int, token: str) -> str:
    """Return the address of a server that listens on a host, with the token that lets others in."""
    name = socket.gethostname() if host in ("0.0.0.0", "::") else host
    name = f"[{name}]" if ":" in name else name
    return f"http://{name}:{port}/{f'?token={token}' if token else ''}"


def _split(host: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(f"//{host}")
        return (parts.hostname or "").lower(), parts.port or 80
    except ValueError:
        return host.lower(), None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
