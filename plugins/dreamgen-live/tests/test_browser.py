"""The page in a real browser, with the camera that Chromium makes up: a pattern that moves."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import dreamgen

playwright = pytest.importorskip("playwright.sync_api")
for needed in ("av", "cv2", "uvicorn", "websockets"):
    pytest.importorskip(needed)

from dreamgen_live.recording import Recordings  # noqa: E402
from dreamgen_live.show import Show  # noqa: E402
from dreamgen_live.web.server import serve  # noqa: E402
from dreamgen_studio.web.access import Access  # noqa: E402

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 120_000  # milliseconds: a machine may be busy with other tests
FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
MEAN = """() => {
    const canvas = document.getElementById("dream");
    const levels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const lines = [0, 1, 2].map((band) => levels.filter((_, at) => at % 4 === band));
    return lines.map((each) => each.reduce((sum, level) => sum + level, 0) / each.length);
}"""


@dataclass
class Seen:
    """What a browser did while the page was open."""

    page: Any
    folder: Path
    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def wait(self, expression: str) -> None:
        # Not wait_for_function: the page's own policy forbids it to evaluate text.
        end = time.monotonic() + PATIENCE / 1000
        while not self.page.evaluate(f"() => Boolean({expression})"):
            assert time.monotonic() < end, expression
            self.page.wait_for_timeout(50)

    def wait_for_camera(self) -> None:
        # Dreams alone do not say that it runs: what a page before this one sent is dreamed on.
        self.wait("document.getElementById('lens').srcObject?.active")
        self.wait("document.getElementById('waiting').hidden")

    def wait_for_frames(self, count: int) -> None:
        now = int(self.page.get_attribute("#dream", "data-frames"))
        self.wait(f"Number(document.getElementById('dream').dataset.frames) >= {now + count}")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("live")
    live = dreamgen.live(size=128, fps=8, layer=3, octaves={"count": 2})
    show = Show(live, None, 8, Recordings(folder / "live.mp4", 128))
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    show.start()
    thread = threading.Thread(
        target=serve, args=(show, Access(port), listening, lambda: None), daemon=True
    )
    thread.start()
    yield f"http://127.0.0.1:{port}/", folder
    show.close()
    thread.join(60)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with playwright.sync_playwright() as started:
        try:
            opened = started.chromium.launch(executable_path=found, args=list(FAKE))
        except playwright.Error as problem:
            pytest.skip(f"no browser: {str(problem).splitlines()[0]}")
        yield opened
        opened.close()


@pytest.fixture
def seen(browser: Any, url: tuple[str, Path]) -> Iterator[Seen]:
    address, folder = url
    context = browser.new_context(viewport={"width": 1280, "height": 800}, permissions=["camera"])
    context.set_default_timeout(PATIENCE)
    found = Seen(context.new_page(), folder)
    found.page.on("request", lambda request: found.hosts.add(urlsplit(request.url).netloc))
    found.page.on("pageerror", lambda error: found.errors.append(str(error)))
    found.page.on("console", lambda said: said.type == "error" and found.errors.append(said.text))
    found.page.goto(address)
    found.wait_for_camera()
    found.wait_for_frames(2)
    yield found
    context.close()
    assert found.hosts <= {urlsplit(address).netloc, ""}  # nothing comes from elsewhere
    assert found.errors == []


def test_frames_arrive_and_say_how_fast(seen: Seen) -> None:
    seen.wait_for_frames(3)
    assert seen.page.inner_text("#latency").endswith(" ms")
    assert seen.page.inner_text("#fps").endswith(" / 8")
    assert seen.page.inner_text("#size").startswith("128")
    assert sum(seen.page.evaluate(MEAN)) > 30  # not black


def test_keys_change_the_state_and_the_picture(seen: Seen) -> None:
    page = seen.page
    layer = int(page.input_value("#layer"))
    page.keyboard.press("ArrowUp")
    seen.wait(f"document.getElementById('layer').value === '{layer + 1}'")
    page.keyboard.press("ArrowDown")
    seen.wait(f"document.getElementById('layer').value === '{layer}'")
    page.keyboard.press("ArrowRight")
    seen.wait("document.getElementById('channel').value === '0'")
    page.keyboard.press("ArrowRight")
    seen.wait("document.getElementById('channel').value === '1'")
    page.keyboard.press("n")
    page.keyboard.press("-")
    seen.wait("document.getElementById('strength-value').textContent === '0.9'")
    page.keyboard.press("Space")
    seen.wait("document.getElementById('freeze').ariaPressed === 'true'")
    assert page.inner_text("#badges") == "frozen"
    # Frozen, at no strength: the source itself. At full strength the dream is another picture.
    page.evaluate(SET_STRENGTH, 0)
    seen.wait("document.getElementById('strength-value').textContent === '0.0'")
    seen.wait_for_frames(25)
    page.evaluate(KEEP)
    page.evaluate(SET_STRENGTH, 2)
    seen.wait(f"({CHANGE})() > 6")
    page.keyboard.press("Space")
    seen.wait("document.getElementById('freeze').ariaPressed === 'false'")


SET_STRENGTH = """(value) => {
    const range = document.getElementById("strength");
    range.value = value;
    range.dispatchEvent(new Event("input", { bubbles: true }));
}"""
KEEP = """() => {
    const small = Object.assign(document.createElement("canvas"), { width: 32, height: 24 });
    const pen = small.getContext("2d", { willReadFrequently: true });
    window.read = () => {
        pen.drawImage(document.getElementById("dream"), 0, 0, 32, 24);
        return [...pen.getImageData(0, 0, 32, 24).data].filter((_, at) => at % 4 < 3);
    };
    window.kept = window.read();
}"""
CHANGE = """() => {
    const now = window.read();
    return now.reduce((sum, level, at) => sum + Math.abs(level - window.kept[at]), 0) / now.length;
}"""
"""The mean difference, of 255 levels, from the picture that was kept."""


def test_what_is_recorded_plays(seen: Seen) -> None:
    import av

    seen.page.keyboard.press("r")
    seen.wait("document.getElementById('record').ariaPressed === 'true'")
    assert "live.mp4" in seen.page.inner_text("#badges")
    seen.wait_for_frames(9)  # one of them may have been dreamed before, and one not be recorded yet
    seen.page.keyboard.press("r")
    seen.wait("document.getElementById('record').ariaPressed === 'false'")
    with av.open(str(seen.folder / "live.mp4")) as film:
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    assert len(frames) >= 6
    assert frames[0].shape[1] == 128
    assert frames[-1].mean() > 10


def test_another_page_sees_the_same_dream(seen: Seen) -> None:
    other = seen.page.context.new_page()
    other.goto(seen.page.url)
    Seen(other, seen.folder).wait("Number(document.getElementById('dream').dataset.frames) >= 3")
    seen.wait_for_frames(2)  # and the first one is the camera as before
    other.close()


def test_a_camera_that_vanishes_is_told_and_offered_again(seen: Seen) -> None:
    gone = "document.getElementById('lens').srcObject.getVideoTracks()[0]"
    seen.page.evaluate(f"() => {gone}.dispatchEvent(new Event('ended'))")
    seen.wait("document.getElementById('words').textContent.startsWith('the camera has gone')")
    seen.page.evaluate(NO_CAMERA)
    seen.page.click("#camera")
    seen.wait("document.getElementById('words').textContent.startsWith('there is no camera')")
    seen.wait_for_frames(2)  # of what it saw last; the sentence and the button stay over them
    assert seen.page.is_visible("#words")
    seen.page.evaluate("() => delete navigator.mediaDevices.getUserMedia")
    seen.page.click("#camera")
    seen.wait_for_camera()
    seen.wait_for_frames(2)


NO_CAMERA = """() => {
    navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException("", "NotFoundError");
    };
}"""


def test_a_camera_that_vanishes_before_it_plays_is_told_too(seen: Seen) -> None:
    seen.page.add_init_script(VANISH_EARLY)
    seen.page.reload()
    seen.wait("document.getElementById('words').textContent.startsWith('the camera has gone')")
    seen.page.wait_for_timeout(300)  # what it still does must not take the sentence back
    assert seen.page.inner_text("#words").startswith("the camera has gone")
    seen.page.click("#camera")
    seen.wait("document.getElementById('waiting').hidden")
    seen.wait_for_frames(2)


VANISH_EARLY = """(() => {
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = async function () {
        HTMLMediaElement.prototype.play = play;
        await play.call(this);
        this.srcObject.getVideoTracks()[0].dispatchEvent(new Event("ended"));
    };
})();"""


def test_nothing_overflows_and_every_control_has_a_name(seen: Seen) -> None:
    for width, height in ((390, 844), (844, 390), (1280, 800), (2560, 1300)):
        seen.page.set_viewport_size({"width": width, "height": height})
        seen.wait(f"innerWidth === {width} && innerHeight === {height}")
        assert seen.page.evaluate(OUTSIDE, [width, height]) == []
        assert seen.page.evaluate(NAMELESS) == []


OUTSIDE = """([width, height]) => [...document.querySelectorAll("button, input, select, canvas, dd")]
    .filter((each) => each.checkVisibility() && !each.closest(".controls, dialog, .waiting"))
    .concat([...document.querySelectorAll(".controls *")].filter((each) => each.checkVisibility()))
    .map((each) => [each.outerHTML.slice(0, 60), each.getBoundingClientRect()])
    .filter(([, box]) => box.left < 0 || box.right > width + 0.5)
    .map(([text]) => text)
    .concat(document.querySelector("#dream").getBoundingClientRect().bottom > height
        ? ["dream"] : [])"""
"""What would lie outside of the window: the page itself never scrolls."""
NAMELESS = """() => [...document.querySelectorAll("button, input, select, a, [role=img]")]
    .filter((each) => each.checkVisibility() && !each.closest("[aria-hidden=true]"))
    .filter((each) => !(each.labels?.length || each.ariaLabel || each.textContent.trim()))
    .map((each) => each.outerHTML)"""
"""Controls that a screen reader could not tell."""
