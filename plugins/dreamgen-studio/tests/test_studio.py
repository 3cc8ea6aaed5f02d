"""The studio with a stand-in for the process that dreams: queue, board, ends of all kinds, restarts."""

from __future__ import annotations

import base64
import json
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest

from dreamgen import BadInput
from dreamgen_studio.files import finished
from dreamgen_studio.jobs import dispatch, runner
from dreamgen_studio.jobs.child import Ended
from dreamgen_studio.jobs.job import JobState
from dreamgen_studio.request import FieldProblem, NotFound, Refused, Request
from dreamgen_studio.settings import Settings
from dreamgen_studio.studio import Studio
from dreamgen_studio.workshop import UNFINISHED

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="9"/></svg>'
JPEG = b"\xff\xd8 a small picture"
CAT = Request(source="sample:cat")


class StandIn:
    """A process that dreams at once, or as the order's seed says: hangs, crashes or waits."""

    made: list[str] = []
    alive = 0

    def __init__(self, begin: Mapping[str, Any], environment: Mapping[str, str]):
        self.events: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self.pid = 0
        self.order: dict[str, Any] = {}
        type(self).alive += 1

    def send(self, message: Mapping[str, Any]) -> None:
        if "wish" in message:
            if self.seed != 13:
                note = {"note": "octave 1 of 5, step 2 of 9"} if message["wish"] == "keep" else {}
                event = self.done() if note else {"event": "cancelled"}
                self.events.put({"id": self.order["id"], **event, **note})
            return
        self.order = dict(message)
        for event in self.make():
            self.events.put(event and {"id": message["id"], **event})

    @property
    def seed(self) -> int:
        return int(tomllib.loads(self.order["recipe"])["seed"])

    def make(self) -> Iterator[dict[str, Any] | None]:
        jpeg = base64.b64encode(JPEG).decode()
        if self.order["do"] == "layers":
            yield {"event": "failed", "problem": "there is no network besteary"}
            return
        yield {"event": "began", "size": [64, 48], "frames": 1, "keyframes": 0}
        yield {"event": "preview", "jpeg": jpeg}
        yield {"event": "step", "octave": 1, "octaves": 5, "step": 1, "steps": 9, "done": 0.25}
        if self.seed == 11:
            yield {"event": "failed", "problem": "there is not enough memory for this"}
        elif self.seed == 12:
            yield None
        elif self.seed not in (13, 14):
            yield self.done()

    def done(self) -> dict[str, Any]:
        type(self).made.append(self.order["id"])
        Path(self.order["out"]).write_bytes(b"a picture")
        facts = {"width": 64, "height": 48, "toml": self.order["recipe"]}
        return {"event": "done", **facts, "jpeg": base64.b64encode(JPEG).decode()}

    def next(self, timeout: float) -> dict[str, Any] | None:
        try:
            event = self.events.get(timeout=min(timeout, 0.02))
        except Empty:
            return None
        if event is None:
            raise Ended("killed, as the system does when memory runs out")
        return event

    def end(self) -> None:
        self.events.put(None)


@pytest.fixture
def open_studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Studio]]:
    monkeypatch.setattr(dispatch, "Child", StandIn)
    monkeypatch.setattr(runner, "LISTENING", 0.02)
    StandIn.made, StandIn.alive = [], 0
    opened: list[Studio] = []

    def open_one(start: bool = True, **settings: Any) -> Studio:
        studio = Studio(tmp_path, Settings(workers=1, **settings))
        opened.append(studio)
        if start:
            studio.start()
        return studio

    yield open_one
    for studio in opened:
        studio.close()


def seeded(number: int) -> Request:
    return Request(source="sample:cat", settings={"seed": str(number)})


def wait(studio: Studio, job: str, done: Callable[[JobState], object] | None = None) -> JobState:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        state = studio.job(job)
        if done(state) if done else state.has_ended:
            return state
        time.sleep(0.01)
    raise AssertionError(f"still {studio.job(job)}")


def test_a_dream_is_made_kept_and_listed(open_studio, tmp_path):
    studio = open_studio()
    before = studio.version("me")
    job = studio.submit("me", Request(source="sample:cat", preset="classic"))
    state = wait(studio, job)
    assert (state.state, state.result, state.size) == ("done", job, (64, 48))
    assert studio.version("me") > before
    assert studio.preview(job) == JPEG
    (made,) = studio.history("me")
    assert made.command == "dreamgen render sample:cat --preset classic -o cat-classic.png"
    assert (made.id, made.name, made.kind, made.note) == (job, "cat-classic.png", "still", "")
    assert studio.file(job).read_bytes() == b"a picture"
    assert studio.thumbnail(job) == JPEG
    assert studio.request_of(job) == Request(source="sample:cat", preset="classic")
    assert list((tmp_path / "journal").iterdir()) == []
    assert studio.rename(job, "../best of all").name == "best of all.png"


def test_what_is_removed_can_be_had_back_until_the_studio_ends(open_studio, tmp_path):
    studio = open_studio()
    job, other = (studio.submit("me", seeded(number)) for number in (1, 2))
    wait(studio, other)
    studio.forget(job)
    assert [made.id for made in studio.history("me")] == [other]
    with pytest.raises(NotFound):
        studio.file(job)
    studio.bring_back(job)
    assert {made.id for made in studio.history("me")} == {job, other}
    assert studio.file(job).read_bytes() == b"a picture"
    studio.forget(job)
    studio.close()
    assert [made.id for made in open_studio().history("me")] == [other]
    assert not (tmp_path / "finished" / job).exists()


def test_of_very_many_that_are_removed_the_oldest_go_for_good(open_studio, tmp_path, monkeypatch):
    monkeypatch.setattr(finished, "MOST_FORGOTTEN", 1)
    studio = open_studio()
    jobs = [studio.submit("me", seeded(number)) for number in (1, 2)]
    wait(studio, jobs[1])
    for job in jobs:
        studio.forget(job)
    assert not (tmp_path / "finished" / jobs[0]).exists()
    with pytest.raises(NotFound, match="gone for good"):
        studio.bring_back(jobs[0])
    studio.bring_back(jobs[1])


def test_ten_visitors_at_once_all_end_and_nobody_starves(open_studio):
    studio = open_studio(start=False)
    jobs: dict[str, list[str]] = {}

    def ask(visitor: str, count: int) -> None:
        jobs[visitor] = [studio.submit(visitor, seeded(100 + n)) for n in range(count)]

    threads = [
        threading.Thread(target=ask, args=(f"visitor{n}", 20 if n == 0 else 2)) for n in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    places = sorted(studio.job(job).place for own in jobs.values() for job in own)
    assert places == list(range(1, 39))
    studio.start()
    for own in jobs.values():
        assert all(wait(studio, job).state == "done" for job in own)
    # Whoever asked for 20 has two of the first 20, as everybody else has.
    assert len(set(StandIn.made[:20]) & set(jobs["visitor0"])) == 2


def test_more_than_is_bearable_is_refused_in_one_sentence(open_studio, tmp_path):
    studio = open_studio(start=False)
    refused, accepted = [], 0
    for number in range(500):
        try:
            studio.submit(f"visitor{number % 25}", CAT)
            accepted += 1
        except Refused as problem:
            refused.append(str(problem))
    assert (accepted, len(refused)) == (200, 300)
    assert set(refused) == {"200 dreams are waiting already: try again in a while"}
    assert len(list((tmp_path / "journal").iterdir())) == 200
    assert len(list((tmp_path / "finished").iterdir())) == 200


def test_a_disk_that_is_almost_full_takes_no_more(open_studio):
    studio = open_studio(start=False, least_free=1 << 60)
    with pytest.raises(Refused, match="almost full"):
        studio.submit("me", CAT)
    with pytest.raises(Refused, match="almost full"):
        studio.receive_upload("me", "cat.png")


def test_a_network_that_is_none_is_said_to_be(open_studio):
    studio = open_studio()

    def ask() -> None:
        while studio.layers("me", "besteary") is None:
            time.sleep(0.01)

    with pytest.raises(FieldProblem, match="there is no network besteary") as refused:
        ask()
    assert refused.value.field == "backbone"


def test_what_waits_or_runs_can_be_cancelled(open_studio, tmp_path):
    studio = open_studio()
    running = studio.submit("me", seeded(14))
    wait(studio, running, lambda state: state.preview)
    waiting = studio.submit("me", CAT)
    assert (studio.job(waiting).state, studio.job(waiting).words) == ("waiting", "next")
    for job in (waiting, running, running):
        studio.cancel(job)
        assert wait(studio, job).state == "cancelled"
    assert list((tmp_path / "finished").iterdir()) == []
    assert list((tmp_path / "journal").iterdir()) == []
    with pytest.raises(NotFound):
        studio.cancel("no such job")


def test_a_dream_that_hangs_is_killed_and_the_next_one_goes_on(open_studio, monkeypatch):
    monkeypatch.setattr(runner, "PATIENCE", 0.1)
    studio = open_studio()
    hanging, after = studio.submit("me", seeded(13)), studio.submit("me", CAT)
    wait(studio, hanging, lambda state: state.preview)
    studio.cancel(hanging)
    assert wait(studio, hanging).state == "cancelled"
    assert wait(studio, after).state == "done"
    assert StandIn.alive == 2


def test_a_dream_that_takes_too_long_is_ended(open_studio):
    studio = open_studio(longest=0.1)
    state = wait(studio, studio.submit("me", seeded(14)))
    assert state.state == "failed"
    assert state.problem == "it took longer than 0.1 seconds, the most here"


def test_a_crash_takes_only_its_own_dream(open_studio, tmp_path):
    studio = open_studio()
    crash, failure, after = (studio.submit("me", seeded(number)) for number in (12, 11, 1))
    state = wait(studio, crash)
    assert state.state == "failed"
    assert state.problem == (
        "the process that made it ended (killed, as the system does when memory runs out); the next "
        "one goes on in a new one"
    )
    assert wait(studio, failure).problem == "there is not enough memory for this"
    assert wait(studio, after).state == "done"
    assert [path.name for path in (tmp_path / "finished").iterdir()] == [after]


def test_what_is_stopped_is_kept_and_dreamed_on(open_studio):
    studio = open_studio()
    job = studio.submit("me", seeded(14))
    wait(studio, job, lambda state: state.preview)
    studio.stop_and_keep(job)
    assert wait(studio, job).state == "done"
    assert studio.finished(job).note == "octave 1 of 5, step 2 of 9"
    studio.file(job).write_bytes(DRAWING)
    following = studio.continue_from("me", job)
    asked = studio.request_of(following)
    assert asked is not None
    assert asked.settings == {"seed": "14"}
    assert studio.upload("me", asked.source or "").name == "cat-dream.png"


def test_variants_are_one_dream_for_each_value(open_studio):
    studio = open_studio(start=False)
    jobs = studio.submit_variants("me", CAT, "seed", ["1", "2", "3"])
    assert [studio.request_of(job).settings["seed"] for job in jobs] == ["1", "2", "3"]
    with pytest.raises(FieldProblem) as refused:
        studio.submit_variants("me", CAT, "layer", ["3", "1.5"])
    assert refused.value.field == "layer"
    assert len(studio.jobs("me")) == 3  # all of them, or none


def test_after_a_sudden_end_what_was_finished_is_there_and_the_rest_is_listed(
    open_studio, tmp_path
):
    studio = open_studio()
    finished = studio.submit("me", CAT)
    wait(studio, finished)
    running = studio.submit("me", seeded(14))
    wait(studio, running, lambda state: state.preview)
    waiting = studio.submit("you", CAT)
    studio.close()  # what a kill leaves behind: neither job is struck out of the journal
    again = open_studio()
    assert [made.id for made in again.history("me")] == [finished]
    assert again.file(finished).read_bytes() == b"a picture"
    for job in (running, waiting):
        assert (again.job(job).state, again.job(job).problem) == ("failed", UNFINISHED)
    assert again.request_of(running) == seeded(14)
    assert [path.name for path in (tmp_path / "finished").iterdir()] == [finished]
    once_more = again.submit("me", again.request_of(waiting) or CAT)
    assert wait(again, once_more).state == "done"


def test_damaged_facts_of_a_finished_dream_do_not_stop_the_studio(open_studio, tmp_path):
    studio = open_studio()
    good, bad = studio.submit("me", seeded(1)), studio.submit("me", seeded(2))
    wait(studio, good)
    wait(studio, bad)
    studio.close()
    (tmp_path / "finished" / bad / "finished.json").write_text('{"id":')
    (tmp_path / "journal" / "x.json").write_text("[]")
    assert [made.id for made in open_studio().history("me")] == [good]


def test_two_studios_do_not_share_a_folder(open_studio, tmp_path):
    open_studio()
    with pytest.raises(BadInput, match="another studio works in"):
        Studio(tmp_path)


def test_where_it_is_shared_each_sees_only_their_own(open_studio):
    studio = open_studio(shared=True)
    mine = studio.submit("me", CAT)
    wait(studio, mine)
    assert [made.id for made in studio.history("me")] == [mine]
    assert studio.history("you") == []
    assert studio.jobs("you") == []


@pytest.mark.parametrize("name", ["../journal", "", "a/b", "..", "finished.json", "\0"])
def test_no_id_is_a_path(open_studio, name):
    studio = open_studio(start=False)
    for ask in (studio.job, studio.file, studio.thumbnail, studio.finished, studio.forget):
        with pytest.raises(NotFound):
            ask(name)
    for picture in (studio.frame, studio.wall_picture):
        with pytest.raises(NotFound):
            picture(name, 1)


def test_journal_files_hold_what_was_asked(open_studio, tmp_path):
    studio = open_studio(start=False)
    job = studio.submit("me", CAT)
    told = json.loads((tmp_path / "journal" / f"{job}.json").read_text())
    assert Request(**told["request"]) == CAT
