"""What the page does with a view: in a headless browser, with a stand-in for the kernel's model."""

from __future__ import annotations

import json
import shutil

import pytest
import traitlets

pytest.importorskip("anywidget", reason="anywidget is not installed here")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed here")

from dreamgen import studio_widget  # noqa: E402
from dreamgen.notebook.view import DreamView  # noqa: E402

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPEN = """async ([code, css, state]) => {
    document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
    const hearers = [];
    window.sent = [];
    window.model = {
        get: (name) => name === "picture" ? Uint8Array.from(state[name]) : state[name],
        set: (name, value) => { state[name] = value; },
        save_changes: () => hearers.forEach((hear) => hear()),
        send: (message) => window.sent.push(message),
        on: (names, hear) => hearers.push(hear),
        off: (names, hear) => hearers.splice(hearers.indexOf(hear), 1),
    };
    window.tell = (values) => { Object.assign(state, values); hearers.forEach((hear) => hear()); };
    window.hearers = hearers;
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const { default: widget } = await import(address);
    window.end = widget.render({ model: window.model, el: document.body });
}"""


@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no browser is installed here")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def show(browser):
    pages = []

    def open_view(view, **state):
        page = browser.new_page()
        pages.append(page)
        page.errors = []
        page.on("pageerror", lambda problem: page.errors.append(str(problem)))
        page.route(
            "**/*", lambda route: route.fulfill(body="<html></html>", content_type="text/html")
        )
        page.goto("http://localhost/")
        traits = {
            name: list(value) if isinstance(value, bytes) else value
            for name, value in view.get_state().items()
            if not name.startswith("_") and is_plain(value)
        }
        page.evaluate(OPEN, [view._esm, view._css, traits | state])
        return page

    yield open_view
    for page in pages:
        assert page.errors == []
        page.close()


def is_plain(value):
    try:
        json.dumps(list(value) if isinstance(value, bytes) else value)
    except TypeError:
        return False
    return not isinstance(value, traitlets.HasTraits)


RUNNING = {"state": "running", "width": 64, "height": 48, "share": 0.42, "seconds_left": 7.2}


def test_progress_is_told_to_eyes_and_to_screen_readers(show):
    page = show(DreamView(), **RUNNING, words="octave 2 of 5, step 3 of 16")
    assert page.inner_text(".dreamgen-words") == "octave 2 of 5, step 3 of 16 · 7 s left"
    bar = page.get_by_role("progressbar")
    assert bar.get_attribute("aria-valuenow") == "42"
    assert page.get_by_role("status").inner_text() == "the dream is being made"


def test_the_button_asks_to_stop_and_says_if_nobody_hears_it(show):
    page = show(DreamView(), **RUNNING, words="octave 2 of 5")
    page.get_by_role("button", name="Stop and keep").press("Enter")
    assert page.evaluate("sent") == [{"ask": "stop"}]
    page.wait_for_function(
        "document.querySelector('.dreamgen-words').textContent.includes('interrupt')"
    )
    page.evaluate("tell({ state: 'stopping' })")
    assert page.inner_text(".dreamgen-words") == "stops at the next step"
    assert page.get_by_role("button", name="Stop and keep").is_disabled()


def test_a_finished_dream_has_its_recipe_folded(show):
    page = show(DreamView(), **RUNNING)
    page.evaluate("tell({ state: 'done', words: 'made in 3.0 s', recipe: 'seed = <1>' })")
    assert page.get_by_role("progressbar").count() == 0
    assert page.get_by_role("button", name="Stop and keep").count() == 0
    assert not page.locator("pre").is_visible()
    page.locator("summary").press("Enter")
    assert page.inner_text("pre") == "seed = <1>"


def test_a_view_that_is_taken_away_hears_no_more(show):
    page = show(DreamView(), **RUNNING)
    assert page.evaluate("hearers.length") > 0
    page.evaluate("end()")
    assert page.evaluate("hearers.length") == 0


def test_the_studio_says_what_is_chosen_and_dreams_it(show):
    page = show(studio_widget("noise", controls=["steps", "colour", "objective"]))
    page.get_by_label("preset").select_option("classic-photo")
    assert "2015" in page.inner_text(".dreamgen-summary")
    page.get_by_label("colour").select_option("hue")
    page.get_by_label("steps").fill("7")
    page.get_by_label("steps").press("Enter")
    assert page.evaluate("[model.get('preset'), model.get('values'), sent]") == [
        "classic-photo",
        {"steps": "7", "colour": "hue"},
        [{"ask": "dream"}],
    ]
    page.evaluate("tell({ state: 'running', width: 64, height: 48 })")
    assert page.get_by_role("button", name="Dream", exact=True).is_disabled()


def test_a_dropped_file_is_sent_in_pieces(show):
    page = show(studio_widget("noise"))
    page.set_input_files(
        "input[type=file]",
        {"name": "a b.png", "mimeType": "image/png", "buffer": b"x" * (2**20 + 1)},
    )
    page.wait_for_function("sent.length === 2")
    assert page.evaluate("sent") == [
        {"ask": "upload", "name": "a b.png", "first": True, "last": False},
        {"ask": "upload", "name": "a b.png", "first": False, "last": True},
    ]
