"""The JSON API: what it answers, and how it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("httpx")
from starlette.testclient import TestClient

from dreamgen import Session
from dreamgen_studio.catalogue import Catalogue
from dreamgen_studio.settings import Settings
from dreamgen_studio.studio import Studio
from dreamgen_studio.web.access import Access
from dreamgen_studio.web.server import create_app

PORT = 8765
CHART = (files("dreamgen") / "samples" / "bars.svg").read_bytes()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    # It is not started: what is asked for waits, and so every answer is known.
    studio = Studio(tmp_path_factory.mktemp("studio"), Settings(most_bytes=1 << 20))
    app = create_app(studio, Access(PORT))
    yield TestClient(app, base_url=f"http://127.0.0.1:{PORT}")
    studio.close()


def upload(client: TestClient, data: bytes = CHART, name: str = "my chart.svg") -> dict[str, Any]:
    answer = client.post("/api/uploads", params={"name": name}, content=data)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_the_page_names_nothing_elsewhere_and_everything_it_names_is_there(
    client: TestClient,
) -> None:
    import re

    page = client.get("/").text
    named = re.findall(r'(?:src|href)="([^"#][^"]*)"', page)
    assert named
    assert all(each.startswith("/static/") for each in named)
    main = client.get("/static/js/main.js").text
    modules = [f"/static/js/{each}" for each in re.findall(r'"\./(\w+\.js)"', main)]
    assert all(client.get(each).status_code == 200 for each in [*named, *modules])


def test_the_catalogue_shows_what_is_installed(client: TestClient) -> None:
    found = client.get("/api/catalogue").json()
    assert "classic" in [preset["name"] for preset in found["presets"]]
    (blur,) = (
        each
        for each in found["components"]
        if (each["kind"], each["name"]) == ("regulariser", "blur")
    )
    assert blur["order"] == ["start", "end"]
    assert blur["schema"]["properties"]["start"]["default"] == 1.5
    outputs = {kind: [each["suffix"] for each in some] for kind, some in found["outputs"].items()}
    assert {".png", ".html"} <= set(outputs["still"])
    assert {".gif", ".mp4"} <= set(outputs["zoom"])


def test_presets_have_pictures_but_those_of_other_networks(client: TestClient) -> None:
    picture = files("dreamgen_studio") / "presets" / "classic.jpg"
    assert client.get("/api/presets/classic").content == picture.read_bytes()
    assert client.get("/api/presets/transformer").status_code == 204
    assert client.get("/api/presets/..%2Fsecret").status_code == 204


def test_a_preset_of_a_plugin_has_its_picture_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session()
    catalogue = Catalogue(session)
    assert catalogue.presets()
    (tmp_path / "classic.jpg").write_bytes(b"its own picture")
    beside = (None, tmp_path / "classic.toml")
    monkeypatch.setattr(session.registry, "find_preset", lambda name: beside)
    assert catalogue.preset_picture("classic") == b"its own picture"


def test_an_upload_is_described_by_its_own_name(client: TestClient) -> None:
    kept = upload(client)
    assert (kept["kind"], kept["has_recipe"]) == ("drawing", False)
    found = client.post("/api/describe", json={"source": kept["id"], "preset": "classic"}).json()
    assert found["recipe"]["input"] == "my chart.svg"
    assert found["command"].startswith("dreamgen render 'my chart.svg' --preset classic")
    picture = client.get(f"/api/pictures/{kept['id']}")
    assert picture.headers["content-type"] == "image/jpeg"


def test_a_job_waits_and_is_cancelled(client: TestClient) -> None:
    asked = {"source": "sample:cat", "preset": "classic", "settings": {"size": "64"}}
    job = client.post("/api/jobs", json=asked).json()["id"]
    state = client.get("/api/state", params={"version": -1}).json()
    assert [each["state"] for each in state["jobs"] if each["id"] == job] == ["waiting"]
    assert client.get("/api/state", params={"version": state["version"]}).json() == {
        "version": state["version"]
    }
    assert client.get(f"/api/jobs/{job}/preview").status_code == 204
    client.post(f"/api/jobs/{job}/cancel")
    state = client.get("/api/state", params={"version": -1}).json()
    assert [each["state"] for each in state["jobs"] if each["id"] == job] == ["cancelled"]


def test_a_recipe_in_a_file_becomes_a_request_that_gives_it_again(client: TestClient) -> None:
    import io

    from PIL import Image, PngImagePlugin

    chart = upload(client)
    asked = {
        "source": chart["id"], "preset": "psychedelic-plot",
        "settings": {"seed": "7", "effects": '["bleed(3)"]', "octaves.count": "2"},
    }  # fmt: skip
    before = client.post("/api/describe", json=asked).json()
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("dreamgen", before["toml"])
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48)).save(buffer, "PNG", pnginfo=texts)
    dream = upload(client, buffer.getvalue(), "dream.png")
    assert dream["has_recipe"]
    request = client.get(f"/api/requests/{dream['id']}").json()
    assert request["source"] == chart["id"]
    after = client.post("/api/describe", json=request).json()
    assert {**after["recipe"], "summary": ""} == {**before["recipe"], "summary": ""}


@pytest.mark.parametrize(
    ("asked", "key", "words"),
    [
        ({"source": "sample:cat", "settings": {"steps": "-3"}}, "steps", "0"),
        (
            {"source": "sample:cat", "settings": {"objective": "chanel(3, 1)"}},
            "objective",
            "channel",
        ),
        ({"source": "/etc/passwd"}, "source", "upload"),
        ({"source": "sample:cat", "preset": "clasic"}, "preset", "classic"),
    ],
)
def test_a_refusal_is_one_sentence_about_one_key(
    client: TestClient, asked: dict[str, Any], key: str, words: str
) -> None:
    answer = client.post("/api/describe", json=asked)
    found = answer.json()
    assert answer.status_code == 400
    assert found["key"] == key
    assert words in found["problem"]
    assert "\n" not in found["problem"]
    assert "Traceback" not in found["problem"]


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff", b"[" * 100_000, b'{"settings": 3}'])
def test_what_is_no_request_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/describe", content=body)
    assert answer.status_code == 400
    assert answer.json()["problem"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/finished/none/file",
        "/api/jobs/none/preview",
        "/api/requests/up-none",
        "/api/pictures/sample:dog",
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_upload_beyond_the_bound_is_refused_and_not_kept(client: TestClient) -> None:
    before = client.get("/api/uploads").json()
    answer = client.post("/api/uploads", params={"name": "a.png"}, content=bytes(2 << 20))
    assert answer.status_code in (400, 413)
    assert client.get("/api/uploads").json() == before


@pytest.mark.parametrize(
    ("path", "asked", "sentence"),
    [
        (
            "/api/jobs",
            {"sorce": "sample:cat"},
            "the request has no key 'sorce' (did you mean source?): "
            "it takes source, preset, settings, mask, kind, at, suffix",
        ),
        (
            "/api/jobs",
            {"source": "sample:cat", "kind": "opera"},
            "kind = 'opera' must be 'still', 'zoom' or 'film'",
        ),
        (
            "/api/finished/none/export",
            {"sufix": ".png"},
            "the request has no key 'sufix' (did you mean suffix?): it takes suffix, settings",
        ),
    ],
)
def test_a_key_that_there_is_not_is_named_with_what_is_allowed(
    client: TestClient, path: str, asked: dict[str, Any], sentence: str
) -> None:
    answer = client.post(path, json=asked)
    assert answer.status_code == 400
    assert answer.json()["problem"] == sentence


def test_frames_of_a_film_are_shown_and_saved(client: TestClient) -> None:
    import io

    from PIL import Image

    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:], duration=500)
    clip = upload(client, buffer.getvalue(), "clip.webp")
    assert (clip["kind"], clip["seconds"], clip["rate"]) == ("video", 1.0, 2.0)
    shown = client.get(f"/api/uploads/{clip['id']}/frame", params={"at": 0.7})
    assert shown.headers["content-type"] == "image/jpeg"
    saved = client.get(f"/api/uploads/{clip['id']}/still", params={"at": 0.7})
    assert "clip-at-0.70s.png" in saved.headers["content-disposition"]
    red, _, blue = Image.open(io.BytesIO(saved.content)).convert("RGB").getpixel((5, 5))
    assert red < 8 < 240 < blue
    for at in ("-1", "nan", "soon", "inf", "1e9"):
        answer = client.get(f"/api/uploads/{clip['id']}/frame", params={"at": at})
        assert answer.json()["problem"] == "at must be seconds, from 0 to 360,000"
    assert client.get("/api/uploads/up-none/frame").status_code == 404
