"""The page in a real browser: from a chart that is dropped to its recipe that comes back."""

from __future__ import annotations

import base64
import io
import json
import shutil
import socket
import threading
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

playwright = pytest.importorskip("playwright.sync_api")
uvicorn = pytest.importorskip("uvicorn")

from dreamgen_studio.studio import Studio  # noqa: E402
from dreamgen_studio.web.access import Access  # noqa: E402
from dreamgen_studio.web.server import create_app  # noqa: E402

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 180_000  # milliseconds: a machine may be busy with other tests
LOCAL_FRAMES = "--disable-features=LocalNetworkAccessChecks"
"""Pages of other sites may show what is on this machine, as one does in a test."""
DROP = """([data, name, type]) => {
    const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name, { type }));
    const told = { dataTransfer: transfer, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new DragEvent("drop", told));
}"""


@dataclass
class Seen:
    """What a browser did while a page was open."""

    page: Any
    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    errors_expected: bool = False

    def hear(self, said: Any) -> None:
        self.errors.append(f"{said.text} {said.location.get('url', '')}")

    def drop(self, data: bytes, name: str, kind: str) -> None:
        self.page.evaluate(DROP, [base64.b64encode(data).decode(), name, kind])

    def set(self, key: str, value: str) -> None:
        self.page.fill(f'[data-key="{key}"] input:not([type="range"])', value)
        with self.page.expect_response("**/api/describe"):
            self.page.keyboard.press("Escape")

    def read(self, which: str) -> str:
        self.page.click("#tab-recipe")
        text = str(self.page.inner_text(f"#{which}"))
        self.page.click("#tab-controls")
        return text

    def wait_for_text(self, which: str, text: str) -> None:
        self.wait(f"document.getElementById('{which}')?.textContent.includes({json.dumps(text)})")

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
    with serve(create_app(studio, Access(port)), listening):
        yield f"http://127.0.0.1:{port}/"
    studio.close()


@contextmanager
def serve(app: Any, listening: socket.socket) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with playwright.sync_playwright() as started:
        try:
            opened = started.chromium.launch(executable_path=found, args=[LOCAL_FRAMES])
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
    found.page.on("console", lambda said: said.type == "error" and found.hear(said))
    found.page.goto(url)
    found.page.wait_for_selector("#presets .tile")
    found.wait("document.querySelector('[data-key=steps] input')")
    yield found
    context.close()
    assert found.hosts <= {urlsplit(url).netloc, ""}  # nothing comes from elsewhere
    assert found.errors == [] or found.errors_expected


def test_a_chart_is_dropped_dreamed_masked_stopped_exported_and_its_recipe_comes_back(
    seen: Seen, tmp_path: Path
) -> None:
    page = seen.page
    chart = files("dreamgen") / "samples" / "bars.svg"
    seen.drop(chart.read_bytes(), "my chart.svg", "image/svg+xml")
    page.wait_for_selector("#sources [aria-checked=true] >> text=my chart.svg")
    page.click("#presets [data-name=psychedelic-plot]")
    seen.wait_for_text("toml", "patchwork")
    seen.set("size", "160")
    seen.set("steps", "400")

    page.keyboard.press("d")
    seen.wait("Number(document.getElementById('live').dataset.frames) >= 3")
    page.keyboard.press("s")
    # "Dream again" where it was done before it could be stopped.
    page.wait_for_selector("[data-action^=Dream]")

    page.click("[data-tool=mask]")
    box = page.locator("#brush").bounding_box()
    with page.expect_response("**/api/uploads?*"):
        page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.5)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.5, steps=5)
        page.mouse.up()
    page.click("[data-tool=mask]")
    seen.wait_for_text("command", "--mask")

    page.keyboard.press("d")
    page.wait_for_selector("[data-action='Stop and keep']")
    seen.wait("document.getElementById('words').textContent.includes('step')")
    page.keyboard.press("k")
    page.wait_for_selector("#after:not([hidden])")
    asked = seen.read("toml")
    assert 'input = "my chart.svg"' in asked
    assert 'mask = "painted-mask.png"' in asked

    page.keyboard.press("e")
    seen.errors_expected = True  # a quality that there is not
    with page.expect_download() as download:
        page.click("[data-output=webp]")
        page.fill('#actions .settings [data-name="quality"] input.number', "300")
        page.click("[data-save=webp]")
        page.wait_for_selector("#actions .settings .problem >> text=less than or equal to 100")
        page.fill('#actions .settings [data-name="quality"] input.number', "60")
        page.click("[data-save=webp]")
    saved = tmp_path / "kept.webp"
    download.value.save_as(saved)

    page.click('#sources [data-name="noise"]')
    page.click("#presets [data-name=classic]")
    seen.wait_for_text("toml", 'input = "noise"')
    seen.drop(saved.read_bytes(), "kept.webp", "image/webp")
    seen.wait_for_text("toml", "my chart.svg")
    assert _keys(seen.read("toml")) == _keys(asked)


def _keys(toml: str) -> dict[str, Any]:
    import tomllib

    table = tomllib.loads(toml)
    # What it was made by, how it was saved, and the preset's own line are no part of the picture.
    aside = ("made", "summary", "output")
    return {key: value for key, value in table.items() if key not in aside}


def test_a_refusal_stands_beside_its_control_and_what_was_typed_stays(seen: Seen) -> None:
    steps = '[data-key="steps"]'
    seen.errors_expected = True
    seen.set("steps", "-3")
    seen.page.wait_for_selector(f"{steps} .problem:not(:empty)")
    assert "steps = -3" in seen.page.inner_text(f"{steps} .problem")
    assert seen.page.input_value(f"{steps} input.number") == "-3"
    seen.set("steps", "3")
    seen.wait(f"document.querySelector('{steps} .problem').textContent === ''")
    seen.wait_for_text("command", "--steps 3")


def test_a_click_tells_what_fires_there_and_one_more_dreams_it(seen: Seen) -> None:
    page = seen.page
    seen.set("size", "96")
    seen.set("steps", "1000")
    page.click("[data-tool=point]")
    page.click("#frame", position={"x": 100, "y": 100})
    concept = page.locator("#found [data-objective^=concept]").first
    objective = concept.get_attribute("data-objective").replace('"', "")
    concept.click()
    page.wait_for_selector("[data-action=Stop]")
    seen.wait_for_text("toml", f'objective = "{objective}"')
    page.keyboard.press("s")
    page.wait_for_selector("[data-action^=Dream]")


def test_a_film_is_scrubbed_and_a_frame_or_a_part_of_it_dreamed(seen: Seen) -> None:
    page = seen.page
    frames = [Image.new("RGB", (96, 64), colour) for colour in ("red", "lime", "blue", "white")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=500)
    seen.drop(buffer.getvalue(), "four colours.gif", "image/gif")
    page.wait_for_selector("#scrub:not([hidden])")
    page.focus("#moment")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    seen.wait("document.getElementById('time').textContent === '0:01.00 of 0:02.00'")
    seen.wait_for_text("command", "at-1.00s.png")
    seen.wait(f"({PIXEL})('before')?.join() === '0,0,254,255'")  # blue, as JPEG has it

    page.click("[data-kind=film]")
    page.click("text=From here")
    page.click("#presets [data-name=classic]")
    seen.wait_for_text("command", "dreamgen film")
    page.click("text=From here")
    seen.set("size", "64")
    seen.set("steps", "2")
    seen.wait_for_text("command", "--steps 2")
    seen.wait_for_text("command", "--from 1")
    page.evaluate("import('/static/js/state.js').then(({ ask }) => ask({ suffix: '.webm' }))")
    seen.wait_for_text("command", ".webm")
    page.keyboard.press("d")
    page.wait_for_selector("#film:not([hidden])")
    assert page.inner_text("#words").startswith("four colours-classic.webm ·")

    page.keyboard.press("/")
    page.wait_for_selector("#original:not([hidden])")
    seen.wait("!film.paused && !original.paused")
    page.keyboard.press(" ")
    seen.wait("film.paused && original.paused")
    for key, is_shown in (("Home", "blue > red + 200"), ("End", "blue < red + 20 && red > 230")):
        page.focus("#played")
        page.keyboard.press(key)
        seen.wait("Math.abs(original.currentTime - film.currentTime) < 0.05")
        seen.wait(f"(([red, green, blue]) => {is_shown})(({PIXEL})('original'))")


PIXEL = """(id) => {
    const image = document.getElementById(id);
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    canvas.getContext("2d").drawImage(image, 0, 0, 1, 1);
    return [...canvas.getContext("2d").getImageData(0, 0, 1, 1).data];
}"""
"""The mean colour of a picture on the stage."""


def test_a_dream_is_named_deleted_and_had_back(seen: Seen) -> None:
    page = seen.page
    seen.set("size", "64")
    seen.set("steps", "1")
    page.keyboard.press("d")
    page.wait_for_selector("#after:not([hidden])")
    page.keyboard.press("n")
    page.fill("#actions .rename input", "my best")
    page.keyboard.press("Enter")
    page.wait_for_selector("#history [aria-label='show my best.png']")
    page.focus("#history [aria-label='show my best.png']")
    page.keyboard.press("Delete")
    page.wait_for_selector("#history [aria-label='show my best.png']", state="detached")
    page.dispatch_event("#toast >> text=Undo", "click")  # it may be fading already
    page.wait_for_selector("#history [aria-label='show my best.png']")


def test_a_dream_that_is_done_before_the_page_asks_is_shown(seen: Seen) -> None:
    seen.set("size", "64")
    seen.set("steps", "1")
    seen.page.route("**/api/state*", answer_when_all_have_ended)
    seen.page.keyboard.press("d")
    seen.page.wait_for_selector("#after:not([hidden])")
    seen.page.unroute_all(behavior="wait")


def answer_when_all_have_ended(route: Any) -> None:
    while True:
        answer = route.fetch()
        jobs = answer.json().get("jobs", [])  # none where nothing has changed
        if all(job["state"] not in ("waiting", "running") for job in jobs):
            return route.fulfill(response=answer)


def test_numbers_follow_the_time_by_formulas_and_keyframes(seen: Seen) -> None:
    page = seen.page
    page.click("[data-kind=zoom]")
    seen.set("step_size", "0.5 + 0.3*sin(2*pi*t)")
    seen.wait_for_text("toml", 'step_size = "0.5 + 0.3*sin(2*pi*t)"')
    page.click("summary >> text=Over time")
    page.click("text=Add a keyframe")
    with page.expect_response("**/api/describe"):
        page.select_option(".keyframe > select", "zoom.blend")
    seen.wait_for_text("toml", "time = 2.0")

    seen.errors_expected = True
    blend = '.keyframe [data-name="zoom.blend"] input.number'
    page.fill(blend, "9")
    page.keyboard.press("Tab")
    page.wait_for_selector("[data-key=at] .problem >> text=blend")
    page.fill(blend, "u/2")
    page.keyboard.press("Tab")
    seen.wait_for_text("toml", 'blend = "u/2"')
    page.click(".keyframe > .head > .quiet")
    seen.wait("!document.getElementById('toml').textContent.includes('time = 2.0')")


def test_a_song_makes_a_zoom_whose_numbers_can_follow_it(seen: Seen) -> None:
    pytest.importorskip("av")
    pytest.importorskip("dreamgen_music")
    song = io.BytesIO()
    with wave.open(song, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\0\0\0\x40" * 6000)
    seen.page.click("#presets [data-name=pulse]")  # it cannot do without one, and says so
    seen.errors_expected = True
    seen.page.wait_for_selector("#problem >> text=--music FILE")
    seen.drop(song.getvalue(), "my song.wav", "audio/wav")
    seen.wait("document.getElementById('toml')?.textContent.includes('music(')")
    assert "dreamgen zoom sample:cat --preset pulse" in seen.read("command")
    assert seen.page.inner_text("#problem") == ""

    seen.page.click("[data-kind=still]")  # of which it is the first moment
    seen.wait_for_text("command", "dreamgen render")
    assert not seen.page.locator("[data-key=curves]").evaluate(
        "each => each.closest('details').hidden"
    )


def test_what_a_dream_had_to_do_without_is_said(seen: Seen) -> None:
    seen.page.click("#presets [data-name=psychedelic-plot]")
    seen.set("size", "64")
    seen.set("steps", "1")
    seen.page.keyboard.press("d")
    seen.page.wait_for_selector("#after:not([hidden])")
    seen.page.wait_for_selector("#warned >> text=nothing is kept there as text")
    seen.page.click("#presets [data-name=classic]")


SUMS = (
    "(0.2 + beat)*channel(6, 12) + 0.5*layer(3)",
    "(2*u**2)*layer(3) - layer(2)",
    "neuron(6, 3, x=0.5 + u/4)",
    "layer",
    "channel(6, 98) + 0.5*layer(3)",
    "ramp(0, 1)*channel(layer3.1, 4) - 2.5*neuron(stage4, 7, x=0.25)",
    "concept([owl, rose], arrange=nearest) + 1e-05*layer(2)",
    """style("my picture.jpg", depths=["10%", 3]) - stay(2)""",
    "zoom(ramp(1, 2), x=-0.5) + rotate(15)",
    """guide('it is a "cat".png', places=same)""",
)
"""As recipes write them."""


def test_the_page_reads_and_writes_expressions_as_recipes_do(seen: Seen) -> None:
    from dreamgen import Recipe

    orders = {
        each["name"]: each["order"]
        for each in seen.page.evaluate("() => fetch('/api/catalogue').then((r) => r.json())")[
            "components"
        ]
    }
    back = seen.page.evaluate(
        """async ([sums, orders]) => {
            const { readSum, writeSum } = await import("/static/js/expressions.js");
            return sums.map((each) => writeSum(readSum(each, orders)));
        }""",
        [SUMS, orders],
    )
    for before, after in zip(SUMS, back, strict=True):
        one, two = (
            _arguments(Recipe(objective=text).objective, orders) for text in (before, after)
        )
        assert one == two


def _arguments(terms: Any, orders: dict[str, list[str]]) -> list[Any]:
    """Return a sum with every parameter by its name."""
    return [
        (
            term.weight,
            term.call.use,
            {**dict(zip(orders[term.call.use], term.call.args, strict=False)), **term.call.params},
        )
        for term in terms
    ]


def test_in_the_frame_of_a_site_that_is_named_it_opens_with_its_token(
    browser: Any, tmp_path: Path
) -> None:
    # Browsers take localhost for as safe as HTTPS, so its cookies may be Secure.
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    access = Access.shared("127.0.0.1", port, frames=["https://huggingface.co"])
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    frame = f'<iframe src="http://localhost:{port}/" width="1000" height="700"></iframe>'
    context.route("https://*/", lambda route: route.fulfill(content_type="text/html", body=frame))
    with serve(create_app(Studio(tmp_path), access), listening):
        page = context.new_page()
        page.goto("https://huggingface.co/")
        inside = page.frame_locator("iframe")
        inside.get_by_label("Token").fill(access.token)
        inside.get_by_role("button").click()
        inside.locator("#presets .tile").first.wait_for()
        page.goto("https://elsewhere.example/")
        page.wait_for_timeout(500)
        assert inside.locator("form, #presets").count() == 0
    context.close()


def test_nothing_overflows_and_every_control_has_a_name(seen: Seen) -> None:
    for width in (390, 1280, 2560):
        seen.page.set_viewport_size({"width": width, "height": 900})
        seen.wait(f"innerWidth === {width}")
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        assert seen.page.evaluate(NAMELESS) == []


def test_text_has_contrast_in_light_and_dark(seen: Seen) -> None:
    for scheme in ("light", "dark"):
        seen.page.emulate_media(color_scheme=scheme)
        found = seen.page.evaluate(CONTRAST)
        assert {name: ratio for name, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_that_keeps_anybody_out(seen: Seen, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT
    seen.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour is on its way
    seen.page.evaluate(axe)
    for step in ("[data-kind=zoom]", "[data-kind=still]", "[data-tool=point]", "#tab-recipe"):
        seen.page.click(step)
        faults = seen.page.evaluate("() => axe.run()")["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in faults] == []


NAMELESS = """() => [...document.querySelectorAll("button, input, select, a, summary, [role=img]")]
    .filter((each) => each.checkVisibility() && !each.closest("[aria-hidden=true]"))
    .filter((each) => !(each.labels?.length || each.ariaLabel || each.title
        || each.textContent.trim() || each.ariaLabelledByElements?.length))
    .map((each) => each.outerHTML)"""
"""Controls that a screen reader could not tell."""
CONTRAST = """() => {
    const light = (colour) => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
        const pen = canvas.getContext("2d");
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((each) => each / 255)
            .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (one, two) => {
        const [low, high] = [light(one), light(two)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const probe = document.body.appendChild(document.createElement("i"));
    const colour = (name) => {
        probe.style.color = `var(--${name})`;
        return getComputedStyle(probe).color;
    };
    const pairs = ["ink bg", "ink panel", "ink field", "soft panel", "soft bg", "accent panel",
        "on-accent accent", "bad panel"];
    return Object.fromEntries(pairs.map((pair) => [pair, ratio(...pair.split(" ").map(colour))]));
}"""
"""The contrast of the page's colours as WCAG 2 defines it: 4.5 is enough for text of any size."""
