"""Time: every cue on its sample, changes at the next cue, nothing said twice and nothing left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from assistant.client import Message
from coach import library
from coach.clock import ManualClock
from tests.voice.coached import Coached
from tests.voice.conftest import events
from tests.voice.measure import Sound, onset_near, read
from tests.voice.recordings import RATE
from tests.voice.stand_in import ScriptedRecogniser, StandInAssistant, cue_sheet
from voice.exchange import Request, performer
from voice.mixer import Mixer
from voice.options import VoiceOptions
from voice.run import run_session
from voice.sheet import PlayingSheet, SpokenSheet, parse, speak
from voice.speech import Synthesiser
from voice.speech.process import SpeechProcess
from voice.speech.warming import Warmer, sheets

HOLD_OF_THREE = {"levels": {"back_flexion_sitting": 2}}
BEGIN = 30.0
"""The second at which the person says "ready": after everything that comes before has been said."""


@dataclass
class Session:
    """What came of a session with the real coach."""

    events: list[dict[str, Any]]
    sound: Sound
    rate: int
    coach: Coached

    def cues(self, kind: str | None = None) -> list[dict[str, Any]]:
        return [e for e in self.events if e["event"] == "cue" and kind in (None, e["kind"])]

    def said(self) -> list[str]:
        return [e["text"] for e in self.events if e["event"] == "say"]

    def begun(self) -> float:
        return float(self.cues()[0]["due"])


class Sessions:
    """Holds sessions from a silent recording with given words, on a virtual clock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hold(
        self,
        *heard: tuple[float, str],
        exercise: str = "seated flexion",
        seconds: float = 120.0,
        **profile: Any,
    ) -> Session:
        clock = ManualClock()
        coach = Coached(clock, **(HOLD_OF_THREE | profile))
        silent = self._folder / "in.wav"
        soundfile.write(str(silent), np.zeros(int(seconds * RATE), dtype=np.float32), RATE)
        out, log = self._folder / "out.wav", self._folder / "events.jsonl"
        script = [(6.0, f"start {exercise}"), (BEGIN, "ready"), *heard]
        status = run_session(
            VoiceOptions(
                person="ann",
                input=str(silent),
                output=str(out),
                events=log,
                data_dir=self._folder / "data",
                after_input=1.0,
            ),
            coach,
            clock=clock,
            recogniser=ScriptedRecogniser(*((at, text, True) for at, text in script)),
            tell=lambda _: None,
        )
        assert status == 0
        return Session(events(log), *read(out), coach)


@pytest.fixture
def sessions(tmp_path: Path, speech_cache: Path) -> Sessions:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "speech").symlink_to(speech_cache)
    return Sessions(tmp_path)


@pytest.fixture
def plain(sessions: Sessions) -> Session:
    """A set in which nobody says anything."""
    return sessions.hold()


def _counts(session: Session) -> list[tuple[int, int]]:
    return [(c["rep"], c["n"]) for c in session.cues("count")]


def _due(session: Session, kind: str, rep: int, n: int | None = None) -> float:
    return float(next(c["due"] for c in session.cues(kind) if (c["rep"], c["n"]) == (rep, n)))


@pytest.mark.parametrize(("word", "step"), [("count slower", 1.25), ("faster", 0.8)])
def test_another_pace_in_a_hold_holds_from_the_next_count_on(
    sessions: Sessions, plain: Session, word: str, step: float
) -> None:
    second = _due(plain, "count", 2, 1)
    changed = sessions.hold((second + 0.3, word))
    assert _counts(changed) == _counts(plain), "each count once, none twice"
    assert [c["kind"] for c in changed.cues()] == [c["kind"] for c in plain.cues()]
    assert not [c for c in changed.cues() if c.get("muted")]
    assert _due(changed, "count", 2, 1) == _due(plain, "count", 2, 1)
    assert _due(changed, "count", 2, 2) == pytest.approx(_due(plain, "count", 2, 2), abs=0.001)
    between = _due(changed, "count", 2, 3) - _due(changed, "count", 2, 2)
    assert between == pytest.approx(step, abs=0.001)
    later = _due(changed, "count", 3, 2) - _due(changed, "count", 3, 1)
    assert later == pytest.approx(step, abs=0.001)
    for count in changed.cues("count"):
        heard = onset_near(changed.sound, changed.rate, count["due"], before=0.05)
        assert heard is not None and abs(heard - count["due"]) < 0.01
    assert any("I count" in text for text in changed.said())


def test_a_pace_changed_twice_and_back_is_the_first_one(sessions: Sessions, plain: Session) -> None:
    first, second = _due(plain, "count", 1, 1), _due(plain, "count", 2, 1)
    changed = sessions.hold((first + 0.2, "slower"), (second + 0.2, "faster"))
    assert _counts(changed) == _counts(plain)
    assert _due(changed, "count", 3, 2) - _due(changed, "count", 3, 1) == pytest.approx(1.0, abs=0.001)


def test_a_stop_after_a_change_is_reported_in_the_new_sheets_seconds(
    sessions: Sessions, plain: Session
) -> None:
    second = _due(plain, "count", 2, 1)
    changed = sessions.hold((second + 0.3, "slower"), (second + 6.0, "stop"))
    assert changed.coach.journal.events("ann", "set")[0].data["reps"] == 1
    state = [m.custom["routine"] for m in changed.coach.messages if m.custom and "routine" in m.custom][-1]
    assert state["state"] == "paused" and state["rep"] == 2


def test_after_a_pause_in_a_hold_the_repetition_begins_again_and_is_named(
    sessions: Sessions, plain: Session
) -> None:
    hold = _due(plain, "count", 2, 2)
    changed = sessions.hold((hold + 0.3, "hang on"), (hold + 8.0, "go on"), seconds=150.0)
    assert [c for c in _counts(changed) if c[0] == 2][:3] == [(2, 1), (2, 2), (2, 1)]
    assert "We go on with number two of six." in changed.said()
    assert any(c["kind"] == "prepare" and c["due"] > hold + 8 for c in changed.cues())
    assert sum(e.data["reps"] for e in changed.coach.journal.events("ann", "set")) == 6


def test_talk_slower_changes_the_words_and_not_the_beat(sessions: Sessions, plain: Session) -> None:
    hold, back = _due(plain, "count", 2, 1), _due(plain, "return", 3)
    changed = sessions.hold((hold + 0.2, "talk slower please"))
    assert [c["due"] for c in changed.cues()] == [c["due"] for c in plain.cues()]
    assert not [c for c in changed.cues() if c.get("muted")]
    assert _lasts(changed, back) > 1.08 * _lasts(plain, back)
    assert changed.coach.journal.profile("ann")["voice"]["rate"] == 135
    assert "I speak more slowly now." in changed.said()


def _lasts(session: Session, at: float) -> float:
    """Seconds from `at` to the end of what is said then."""
    sound = np.abs(session.sound[int(at * session.rate) : int((at + 2.9) * session.rate)])
    loud = np.flatnonzero(sound > 0.02)
    return float(loud[-1]) / session.rate


def test_just_count_leaves_out_how_to_move_from_the_next_repetition_on(
    sessions: Sessions, plain: Session
) -> None:
    second = _due(plain, "move", 2)
    changed = sessions.hold((second + 0.5, "just count"))
    assert [c["due"] for c in changed.cues()] == pytest.approx([c["due"] for c in plain.cues()], abs=0.001)
    third = next(c for c in changed.cues("move") if c["rep"] == 3)
    assert third["say"] == "Three."
    assert changed.coach.journal.profile("ann")["voice"]["chatty"] == "less"


TWO_SETS = {"levels": {"abdominal_curl_up": 4}}


def test_a_rest_grows_and_ends_on_demand(sessions: Sessions) -> None:
    done = (BEGIN + 25.0, "done")
    longer = sessions.hold(
        done, (BEGIN + 35.0, "longer rest please"), exercise="the curl-up", seconds=160.0, **TWO_SETS
    )
    rest, again = longer.cues("rest")[0]["due"], longer.cues("prepare")[1]["due"]
    assert again == pytest.approx(rest + 60.0 + 30.0, abs=0.001)
    assert "I add half a minute of rest." in longer.said()
    none = sessions.hold(
        done, (BEGIN + 35.0, "skip the rest"), exercise="the curl-up", seconds=210.0, **TWO_SETS
    )
    assert BEGIN + 35.0 < none.cues("prepare")[1]["due"] < BEGIN + 39.0
    assert [(c["rep"], c["n"]) for c in none.cues("count")][-1] == (10, 4)


def test_ten_minutes_without_a_missed_or_shifted_cue(tmp_path: Path, speech_cache: Path) -> None:
    """Sets one after the other by a stand-in; the output's own samples say when each count is heard."""
    run = ten_minutes(tmp_path, speech_cache)
    cues = [e for e in run.events if e["event"] == "cue"]
    assert not [c for c in cues if c.get("muted")]
    assert len(cues) == len(run.sheets) * len(run.sheets[0]["cues"])
    counts = [c for c in cues if c["kind"] == "count"]
    assert counts[-1]["due"] - counts[0]["due"] > 540
    starts = [c["due"] for c in cues if c["kind"] == "prepare"]
    for nth, cue in enumerate(cues):
        start = starts[nth // len(run.sheets[0]["cues"])]
        planned = run.sheets[0]["cues"][nth % len(run.sheets[0]["cues"])]["at"]
        assert cue["due"] == pytest.approx(start + planned, abs=0.0001)
        assert abs(cue["t"] - cue["due"]) < 0.001
    errors = [
        heard - c["due"] for c in counts if (heard := onset_near(run.sound, run.rate, c["due"])) is not None
    ]
    assert len(errors) == len(counts)
    assert max(map(abs, errors)) < 0.01
    quarter = len(errors) // 4
    assert abs(np.median(errors[-quarter:]) - np.median(errors[:quarter])) < 0.001, "it drifts"


@dataclass
class Long:
    events: list[dict[str, Any]]
    sound: Sound
    rate: int
    sheets: list[dict[str, Any]]


def ten_minutes(folder: Path, cache: Path) -> Long:
    """A session of ten minutes from file to file, its sets from a stand-in for the assistant."""

    @dataclass
    class OneAfterTheOther(StandInAssistant):
        """Not the assistant: hands out the next set at the end of each."""

        left: int = 22

        def report(self, person: str, name: Any, at: Any = None, cause: Any = None) -> list[Message]:
            messages = super().report(person, name, at, cause)
            if name != "cue_sheet_done" or not self.left:
                return messages
            self.left -= 1
            return [Message("And the next one.", custom={"cue_sheet": self.sheet})]

    silent = folder / "in.wav"
    soundfile.write(str(silent), np.zeros(RATE * 4, dtype=np.float32), RATE)
    data = folder / "data"
    data.mkdir()
    (data / "speech").symlink_to(cache)
    out, log = folder / "out.wav", folder / "events.jsonl"
    assistant = OneAfterTheOther(sheet=cue_sheet(reps=2, hold=6))
    options = VoiceOptions(input=str(silent), output=str(out), events=log, data_dir=data, after_input=900.0)
    status = run_session(
        options, assistant, clock=ManualClock(), recogniser=ScriptedRecogniser((1.0, "ready", True))
    )
    assert status == 0
    return Long(events(log), *read(out), [assistant.sheet] * 23)


def _spoken(sheet: dict[str, Any], rate: int = 1000) -> SpokenSheet:
    parsed = parse(sheet)
    return SpokenSheet(parsed, [np.full(300, 0.1, dtype=np.float32) for _ in parsed.cues])


@pytest.mark.parametrize("late", [0.0, 0.4, 1.7, 3.2])
def test_an_answer_that_comes_late_repeats_nothing_and_loses_nothing(late: float) -> None:
    mixer = Mixer(1000)
    first = cue_sheet(reps=1, hold=6)
    playing = PlayingSheet.lay(_spoken(first), mixer, 0)
    at = 4.3
    rest = [c for c in first["cues"] if c["at"] > at]
    for factor in (0.8, 1.25):
        cues = [{**c, "at": (rest[0]["at"] - at) + (c["at"] - rest[0]["at"]) * factor} for c in rest]
        new = {**first, "id": "s2", "cues": cues, "continues": {"id": "s1", "at": at}}
        mixer = Mixer(1000)
        playing = PlayingSheet.lay(_spoken(first), mixer, 0)
        mixer.render(round((at + late) * 1000))
        joined = playing.go_on(_spoken(new), mixer)
        mixer.render(20000)
        begun = [p.label.cue for p in sorted(mixer.begun(), key=lambda p: p.start)]
        assert [(c.kind, c.n) for c in begun] == [
            (c["kind"], c["n"] if "n" in c else None) for c in first["cues"]
        ]
        assert joined.sheet.id == "s2"
        counted = [p.start for p in joined.placed if p.label.cue.kind == "count"]
        steps = np.diff(sorted(counted)) / 1000
        assert min(steps) > min(factor, 1.0) - 0.01, "no two counts come close together"
        assert max(steps) < max(factor, 1.0) + 0.03, "and none is long in coming"
        assert round(steps[-1], 2) == factor


def test_the_words_of_an_answer_do_not_wait_for_its_set(tmp_path: Path) -> None:
    """With nothing in the cache, the set is spoken while the words before it are heard."""
    asked: list[str] = []

    class Watched(Synthesiser):
        def render(self, text: str, rate: int | None = None) -> Any:
            asked.append(text)
            return super().render(text, rate)

    made = Watched(24000, cache=tmp_path)
    try:
        replies = performer(StandInAssistant(), made, "ann")(Request("say", 0, text="ready"))
        words = next(replies)
        assert [line.text for line in words.lines] == ["Here we go."] and words.more and words.sheet is None
        assert asked == ["Here we go."]
        sheet = next(replies)
        assert sheet.follows and sheet.sheet is not None and not sheet.more
    finally:
        made.close()


def test_what_is_likely_is_there_before_it_is_asked_for(tmp_path: Path) -> None:
    """After warming, the sets of the exercise that is on need no speech process any more."""
    waits = iter([False, False, True])
    made = Synthesiser(24000, cache=tmp_path)
    warmer = Warmer(made, free=lambda: next(waits, True))
    try:
        warmer.aim({"routine": None, "exercise": "hook_lying_march"})
        warmer.warm()
    finally:
        made.close()

    class Gone(SpeechProcess):
        def ask(self, request: dict[str, Any]) -> dict[str, Any]:
            raise AssertionError(f"had to be spoken now: {request}")

    cold = Synthesiser(24000, cache=tmp_path, process=Gone())
    for text in ("Paused. Take your time.", "Here we go."):
        for part in text.split(". "):
            cold.render(part if part.endswith(".") else f"{part}.")
    known = library.load()
    for variant in known.exercises["hook_lying_march"].variants:
        for raw in sheets(known, "hook_lying_march", variant):
            assert speak(parse(raw), cold).clips
