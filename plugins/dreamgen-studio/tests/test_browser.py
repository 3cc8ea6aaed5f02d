"""The page in a real browser: from a chart that is dropped to its recipe that comes back."""

from __future__ import annotations

import base64
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

playwright = pytest.importorskip("playwright.sync_api")
uvicorn = pytest.importorskip("uvicorn")

from dreamgen_studio.studio import Studio  # noqa: E402
from dreamgen_studio.web.access import Access  # noqa: E402
from dreamgen_studio.web.server import create_app  # noqa: E402

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 60_000  # milliseconds: a machine may be busy with other tests
DROP = """([data, name, type]) => {
    const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name, { type }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


@dataclass
class Seen:
    """What a browser did while a page was open."""

    page: Any
    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def drop(self, data: bytes, name: str, kind: str) -> None:
        self.page.evaluate(DROP, [base64.b64encode(data).decode(), name, kind])

    def set(self, key: str, value: str) -> None:
        self.page.fill(f'[data-key="{key}"] input[type="text"], [data-key="{key}"] input[type="number"]', value)
        with self.page.expect_response("**/api/describe"):
            self.page.keyboard.press("Escape")

    def read(self, which: str) -> str:
        self.page.click("#tab-recipe")
        text = str(self.page.inner_text(f"#{which}"))
        self.page.click("#tab-controls")
        return text

    def wait(self, expression: str) -> None:
        # Not wait_for_function: the page's own policy forbids it to evaluate text.
        end = time.monotonic() + PATIENCE / 1000
        while not self.page.evaluate(f"() => Boolean({expression})"):
            assert time.monotonic() < end, expression
            self.page.wait_for_timeout(50)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    studio = Studio(tmp_path_factory.mktemp("studio"))
    studio.start()
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    app = create_app(studio, Access(port))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)
    studio.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with playwright.sync_playwright() as started:
        try:
            opened = started.chromium.launch(executable_path=found)
        except playwright.Error as problem:
            pytest.skip(f"no browser: {str(problem).splitlines()[0]}")
        yield opened
        opened.close()


@pytest.fixture
def seen(browser: Any, url: str) -> Iterator[Seen]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    found = Seen(context.new_page())
    found.page.on("request", lambda request: found.hosts.add(urlsplit(request.url).netloc))
    found.page.on("pageerror", lambda error: found.errors.append(str(error)))
    found.page.on("console", lambda said: said.type == "error" and found.errors.append(said.text))
    found.page.goto(url)
    found.page.wait_for_selector("#presets .tile")
    found.wait("document.querySelector('[data-key=steps] input')")
    yield found
    context.close()
    assert found.hosts <= {urlsplit(url).netloc, ""}  # nothing comes from elsewhere
    assert found.errors == []


def test_a_chart_is_dropped_dreamed_masked_stopped_exported_and_its_recipe_comes_back(
    seen: Seen, tmp_path: Path
) -> None:
    page = seen.page
    chart = files("dreamgen") / "samples" / "bars.svg"
    seen.drop(chart.read_bytes(), "my chart.svg", "image/svg+xml")
    page.wait_for_selector("#sources [aria-checked=true] >> text=my chart.svg")
    page.click("#presets [data-name=psychedelic-plot]")
    seen.set("size", "160")
    seen.set("steps", "400")

    page.keyboard.press("d")
    seen.wait("Number(document.getElementById('live').dataset.frames) >= 3")
    page.keyboard.press("s")
    page.wait_for_selector("[data-action=Dream]")

    page.click("[data-tool=mask]")
    box = page.locator("#brush").bounding_box()
    with page.expect_response("**/api/uploads?*"):
        page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.5)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.5, steps=5)
        page.mouse.up()
    page.click("[data-tool=mask]")
    seen.wait("document.getElementById('command')?.textContent.includes('--mask')")

    page.keyboard.press("d")
    seen.wait("document.getElementById('live').dataset.job && document.querySelector('[data-action^=\"Stop and\"]')")
    seen.wait("document.getElementById('words').textContent.includes('step')")
    page.keyboard.press("k")
    page.wait_for_selector("#after:not([hidden])")
    asked = seen.read("toml")
    assert 'input = "my chart.svg"' in asked and 'mask = "painted-mask.png"' in asked

    page.keyboard.press("e")
    with page.expect_download() as download:
        page.click("#actions .grid >> text=webp")
    saved = tmp_path / "kept.webp"
    download.value.save_as(saved)

    page.click('#sources [data-name="noise"]')
    page.click("#presets [data-name=classic]")
    seen.wait("document.getElementById('toml').textContent.includes('noise')")
    seen.drop(saved.read_bytes(), "kept.webp", "image/webp")
    seen.wait("document.getElementById('toml').textContent.includes('my chart.svg')")
    assert _keys(seen.read("toml")) == _keys(asked)


def _keys(toml: str) -> dict[str, Any]:
    import tomllib

    table = tomllib.loads(toml)
    # What it was made by, and the preset's own line about itself, are no part of what is made.
    return {key: value for key, value in table.items() if key not in ("made", "summary")}
