"""One page at its socket: it is sent dreams as fast as it shows them, and has its say."""

from __future__ import annotations

import asyncio
import json
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from dreamgen import BadInput

if TYPE_CHECKING:
    from dreamgen_live.show import Show

STAMP = struct.Struct("<d")
"""What a picture of the page's camera begins with: when it was taken, by the page's clock."""
SEEN = "seen"


async def attend(websocket: WebSocket, show: Show) -> None:
    """Send the state and the newest dream whenever the page has shown the one before.

    What it missed meanwhile it never gets: nothing queues up. It says ``{"press": "deeper"}``,
    ``{"set": "layer", "to": 3}`` or ``"seen"``, and sends pictures of its camera as bytes: a stamp,
    a double of 8 bytes, that comes back with the dream, and a JPEG file.
    """
    await websocket.accept()
    loop, news, seen = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
    news.set()
    seen.set()

    def tell() -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(news.set)

    with show.audience.listening(tell):
        sending = asyncio.create_task(_send(websocket, show, news, seen))
        try:
            await _hear(websocket, show, seen)
        except WebSocketDisconnect:
            pass
        finally:
            show.release(websocket)
            sending.cancel()
            with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                await sending


async def _send(websocket: WebSocket, show: Show, news: asyncio.Event, seen: asyncio.Event) -> None:
    last = 0
    while True:
        await news.wait()
        news.clear()
        shown, state = show.shown, show.state()
        is_new = shown is not None and shown.number != last
        if is_new and shown is not None:
            sender, stamp = shown.stamp or (None, None)
            # Only the page that sent the picture knows what its clock showed then.
            state |= {"number": shown.number, "stamp": stamp if sender is websocket else None}
        await websocket.send_text(json.dumps(state))
        if is_new and shown is not None:
            seen.clear()
            last = shown.number
            await websocket.send_bytes(shown.jpeg)
            await seen.wait()


async def _hear(websocket: WebSocket, show: Show, seen: asyncio.Event) -> None:
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return
        data, text = message.get("bytes"), message.get("text")
        if data is not None and len(data) > STAMP.size:
            (moment,) = STAMP.unpack(data[: STAMP.size])
            show.receive(data[STAMP.size :], moment, websocket)
        elif text == SEEN:
            seen.set()
        elif text is not None:
            problem = await run_in_threadpool(_obey, show, text)
            if problem:
                await websocket.send_text(json.dumps({"refused": problem}))


def _obey(show: Show, text: str) -> str:
    """Do what a page asks for; return one sentence if that cannot be."""
    try:
        asked: Any = json.loads(text)
        if isinstance(asked, dict) and isinstance(asked.get("press"), str):
            show.press(asked["press"])
        elif isinstance(asked, dict) and isinstance(asked.get("set"), str):
            show.set(asked["set"], asked.get("to"))
        else:
            return "a page may press a key or set a value"
    except BadInput as problem:
        return str(problem)
    except (ValueError, RecursionError):
        return "that is not JSON"
    return ""
