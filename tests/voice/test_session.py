"""A session's decisions in virtual time: real mixer, real synthesiser, words given at set seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from assistant.client import Message
from coach.clock import ManualClock
from tests.voice.conftest import events
from tests.voice.measure import Sound, loudness, onset_near, quiet_from, read
from tests.voice.recordings import RATE
from tests.voice.stand_in import ScriptedRecogniser, StandInAssistant, cue_sheet
from voice.audio.with_miniaudio import MiniaudioBackend
from voice.mixer import FADE_SECONDS
from voice.options import VoiceOptions
from voice.run import run_session

READY = (6.0, "Ready.", True)
BEGIN = 7.6
"""A second shortly before the set begins, after "Here we go."."""


@dataclass
class Run:
    """What came of a session."""

    status: int
    events: list[dict[str, Any]]
    sound: Sound
    rate: int
    assistant: StandInAssistant
    positions: list[tuple[str, str, float]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def of(self, name: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == name]

    def first(self, name: str) -> dict[str, Any]:
        return self.of(name)[0]


class Sessions:
    """Runs sessions from a silent recording with given words."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(
        self,
        *heard: tuple[float, str, bool],
        seconds: float = 12.0,
        assistant: StandInAssistant | None = None,
        **options: Any,
    ) -> Run:
        silent = self._folder / "in.wav"
        soundfile.write(str(silent), np.zeros(int(seconds * RATE), dtype=np.float32), RATE)
        out, log = self._folder / "out.wav", self._folder / "events.jsonl"
        assistant = assistant or StandInAssistant()
        positions: list[tuple[str, str, float]] = []
        told: list[str] = []
        asked: dict[str, Any] = {
            "input": str(silent),
            "output": str(out),
            "events": log,
            "person": "ann",
            "data_dir": self._folder / "data",
        } | options
        status = run_session(
            VoiceOptions(**asked),
            assistant,
            clock=ManualClock(),
            recogniser=ScriptedRecogniser(*heard),
            on_position=lambda *where: positions.append(where),
            tell=told.append,
        )
        sound, rate = read(out) if out.exists() else (np.zeros(0, dtype=np.float32), 1)
        return Run(status, events(log) if log.exists() else [], sound, rate, assistant, positions, told)


@pytest.fixture
def sessions(tmp_path: Path, speech_cache: Path) -> Sessions:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "speech").symlink_to(speech_cache)
    return Sessions(tmp_path)


def test_every_cue_is_heard_when_the_events_say(sessions: Sessions) -> None:
    run = sessions.run(READY)
    cues = run.of("cue")
    assert [(c["kind"], c["rep"], c["n"]) for c in cues if c["kind"] == "count"] == [
        ("count", rep, n) for rep in (1, 2) for n in (1, 2, 3)
    ]
    start = cues[0]["due"]
    for cue, planned in zip(cues, cue_sheet()["cues"], strict=True):
        assert cue["due"] == pytest.approx(start + planned["at"], abs=1 / run.rate)
        assert cue["t"] == cue["due"]
        heard = onset_near(run.sound, run.rate, cue["t"])
        assert heard is not None and abs(heard - cue["t"]) < 0.02, cue
    assert run.assistant.reports("cue_sheet_started") == [("cue_sheet_started", 0.0, None)]
    assert len(run.assistant.reports("cue_sheet_done")) == 1
    assert run.assistant.reports("cue_sheet_stopped") == []


def test_times_in_the_events_only_go_forward(sessions: Sessions) -> None:
    run = sessions.run(READY, (BEGIN + 4, "stop", False), (BEGIN + 5, "Stop.", True))
    times = [event["t"] for event in run.events]
    assert times == sorted(times)
    assert [run.events[0]["event"], run.events[-1]["event"]] == ["listening", "end"]


def test_the_same_session_is_the_same_to_the_sample(sessions: Sessions) -> None:
    words = (READY, (10.0, "stop", False), (10.9, "Stop.", True))
    sessions.run(*words)  # so that all phrases are kept
    first, second = sessions.run(*words), sessions.run(*words)
    assert first.events == second.events
    np.testing.assert_array_equal(first.sound, second.sound)


@pytest.mark.parametrize("more", ["Stop, it hurts.", "Stop, my leg hurts."])
def test_few_words_are_enough_to_tell_what_hurts(sessions: Sessions, more: str) -> None:
    begin = sessions.run(READY).first("cue")["due"]
    run = sessions.run(READY, (begin + 4, more, True), seconds=20.0)
    assert ("say", more, None) in run.assistant.told
    assert [entry[2] for entry in run.assistant.reports("cue_sheet_stopped")] == ["stop"]


def test_another_command_after_a_stop_is_not_swallowed(sessions: Sessions) -> None:
    begin = sessions.run(READY).first("cue")["due"]
    run = sessions.run(READY, (begin + 4, "stop", False), (begin + 6, "Go on.", True), seconds=20.0)
    assert ("say", "Go on.", None) in run.assistant.told


@pytest.mark.parametrize(("words", "cause"), [("stop", "stop"), ("hang on", "pause")])
def test_a_word_half_heard_silences_a_set_at_once(sessions: Sessions, words: str, cause: str) -> None:
    begin = sessions.run(READY).first("cue")["due"]
    whole = f"{words.capitalize()}."
    run = sessions.run(READY, (begin + 5.3, words, False), (begin + 6.3, whole, True), seconds=18.0)
    heard = next(e for e in run.of("heard") if e["text"] == words)
    silenced = run.first("silenced")["t"]
    assert silenced - heard["t"] <= FADE_SECONDS
    after = [e for e in run.of("say") if e["t"] > heard["t"]]
    assert quiet_from(run.sound, run.rate, silenced, until=after[0]["t"])
    assert not [c for c in run.of("cue") if c["t"] > heard["t"]]
    assert [e["text"] for e in after] == ["We wait."]
    _name, at, told = run.assistant.reports("cue_sheet_stopped")[0]
    assert (at, told) == (pytest.approx(5.3, abs=0.05), cause)
    assert len(run.assistant.reports("cue_sheet_stopped")) == 1
    assert not [entry for entry in run.assistant.reports("say") if words in entry[1].casefold()]
    assert bool(run.of("stop_heard")) == (cause == "stop")
    assert run.of("paused")


def test_silence_does_not_wait_for_the_assistant(sessions: Sessions) -> None:
    """The silence comes before the assistant is even asked, so nothing it does can delay it."""
    order: list[str] = []

    class Slow(StandInAssistant):
        def report(self, person: str, name: Any, at: Any = None, cause: Any = None) -> list[Message]:
            order.append(name)
            return super().report(person, name, at, cause)

    begin = sessions.run(READY).first("cue")["due"]
    run = sessions.run(READY, (begin + 3.0, "stop", False), assistant=Slow(), seconds=14.0)
    names = [e["event"] for e in run.events]
    assert names.index("stop_heard") < names.index("silenced") < names.index("paused")
    assert order[-1] == "cue_sheet_stopped"


def test_what_hurts_is_told_even_when_it_follows_a_stop(sessions: Sessions) -> None:
    begin = sessions.run(READY).first("cue")["due"]
    told = "Stop, my left leg has gone numb."
    run = sessions.run(READY, (begin + 4, "stop", False), (begin + 6, told, True), seconds=20.0)
    assert ("say", told, None) in run.assistant.told
    assert len(run.assistant.reports("cue_sheet_stopped")) == 1


def test_a_stop_with_no_set_silences_and_is_told_once(sessions: Sessions) -> None:
    said = [Message("This is a rather long account of what we do, and it goes on and on. And on again.")]
    run = sessions.run(
        (2.0, "tell me", True),
        (4.0, "stop", False),
        (5.0, "Stop.", True),
        assistant=StandInAssistant(answers={"tell me": said}),
    )
    assert run.first("silenced")["t"] <= run.first("stop_heard")["t"] + FADE_SECONDS
    assert [e for e in run.assistant.reports("say") if "top" in e[1]] == [("say", "Stop.", None)]
    assert run.assistant.reports("cue_sheet_stopped") == []
    next_said = next(e for e in run.of("say") if e["t"] > run.first("silenced")["t"])
    assert next_said["text"] == "All right."
    assert quiet_from(run.sound, run.rate, run.first("silenced")["t"], until=next_said["t"])


def test_a_question_in_a_set_carries_where_it_is_and_leaves_the_set_running(sessions: Sessions) -> None:
    begin = sessions.run(READY).first("cue")["due"]
    run = sessions.run(READY, (begin + 4.2, "How many left?", True), seconds=20.0)
    said = next(e for e in run.assistant.reports("say") if "many" in e[1])
    assert said[2] == pytest.approx(4.2, abs=0.05)
    answer = next(e for e in run.of("say") if e["text"] == "All right.")
    assert len(run.of("cue")) == len(cue_sheet()["cues"])
    for cue in run.of("cue"):
        if not cue.get("muted"):
            assert abs(cue["t"] - answer["t"]) > 0.1
    assert len(run.assistant.reports("cue_sheet_done")) == 1


def test_an_answer_that_ends_the_set_silences_it(sessions: Sessions) -> None:
    halt = [Message("We wait with this one.", custom={"routine": {"state": "check_in"}})]
    begin = sessions.run(READY).first("cue")["due"]
    run = sessions.run(
        READY,
        (begin + 4.2, "My leg is numb.", True),
        seconds=20.0,
        assistant=StandInAssistant(answers={"my leg is numb": halt}),
    )
    assert not [c for c in run.of("cue") if c["t"] > begin + 4.3]
    assert run.assistant.reports("cue_sheet_done") == []
    assert run.of("paused") and run.of("silenced")


def test_an_emergency_is_not_talked_away(sessions: Sessions) -> None:
    urgent = [
        Message(
            "Call for help now. Do not wait. Stay where you are until they come.",
            custom={"triage": {"tier": "emergency_now", "exercise": "stop"}},
        )
    ]
    run = sessions.run(
        (2.0, "trouble", True),
        (2.6, "Thank you.", True),
        assistant=StandInAssistant(answers={"trouble": urgent}),
    )
    assert [e["text"] for e in run.of("say")][-4:] == [
        "Call for help now.",
        "Do not wait.",
        "Stay where you are until they come.",
        "All right.",
    ]
    assert run.first("triage")["tier"] == "emergency_now"


def test_a_newer_answer_takes_the_place_of_an_older_one(sessions: Sessions) -> None:
    long = [Message("First. Second is a longer sentence. Third. Fourth. Fifth.")]
    run = sessions.run(
        (2.0, "tell me", True),
        (3.4, "Thank you.", True),
        assistant=StandInAssistant(answers={"tell me": long}),
    )
    texts = [e["text"] for e in run.of("say")]
    assert "First." in texts and "Fifth." not in texts and texts[-1] == "All right."


def test_its_own_voice_is_not_obeyed(sessions: Sessions) -> None:
    said = [Message("Please put your feet flat on the floor and stop when you feel a stretch.")]
    heard = ((2.0, "tell me", True), (4.5, "feet flat on the floor", True), (9.0, "ready to go", True))
    run = sessions.run(*heard, assistant=StandInAssistant(answers={"tell me": said}))
    echo = next(e for e in run.of("heard") if "floor" in e["text"])
    assert echo["own_voice"] is True
    assert [e[1] for e in run.assistant.reports("say")] == ["tell me", "ready to go"]


def test_where_the_set_stands_is_noted_at_each_repetition_and_at_its_end(sessions: Sessions) -> None:
    run = sessions.run(READY)
    assert run.positions == [("ann", "s1", 0.0), ("ann", "s1", 2.0), ("ann", "s1", 9.0), ("ann", "s1", 17.5)]


def test_an_assistant_that_breaks_down_costs_a_sentence_not_the_session(sessions: Sessions) -> None:
    assistant = StandInAssistant(fails_on="boom")
    run = sessions.run((2.0, "boom", True), (9.0, "Thank you.", True), assistant=assistant)
    assert run.status == 0
    assert [e["text"] for e in run.of("say")] == [
        "Hello.",
        "Sorry, something went wrong on my side. Please say that once more.",
        "All right.",
    ]


def test_goodbye_ends_the_session_after_the_answer(sessions: Sessions) -> None:
    run = sessions.run((2.0, "Goodbye.", True), seconds=60.0)
    assert run.events[-1]["t"] < 6.0
    assert run.of("say")[-1]["text"] == "All right."


def test_a_recording_that_ends_in_a_set_lets_it_finish(sessions: Sessions) -> None:
    run = sessions.run((1.0, "Ready.", True), seconds=4.0)
    assert len(run.assistant.reports("cue_sheet_done")) == 1
    assert run.of("say")[-1]["text"] == "Well done."
    cut = sessions.run((1.0, "Ready.", True), seconds=4.0, after_input=3.0)
    assert cut.assistant.reports("cue_sheet_stopped")[0][2] == "lost"
    assert cut.events[-1]["t"] < 8.0


def test_the_assistants_clock_moves_with_the_session(tmp_path: Path, sessions: Sessions) -> None:
    clock = ManualClock()
    seen: list[float] = []

    class Watches(StandInAssistant):
        def say(self, person: str, text: str, at: float | None = None) -> list[Message]:
            seen.append(clock.monotonic())
            return super().say(person, text, at)

    sessions.run((4.0, "Thank you.", True))
    run_session(
        VoiceOptions(
            input=str(tmp_path / "in.wav"), output=str(tmp_path / "o.wav"), data_dir=tmp_path / "data"
        ),
        Watches(),
        clock=clock,
        recogniser=ScriptedRecogniser((4.0, "Thank you.", True)),
        tell=lambda _: None,
    )
    assert seen == [pytest.approx(4.0, abs=0.05)]


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        ({"input": "gone.wav"}, 1, "There is no file"),
        ({"output": "none/out.wav"}, 1, "there is no folder"),
        ({"events": Path("/dev/full")}, 1, "the disk is full"),
        ({"output": "/dev/full"}, 1, "the disk is full"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(
    sessions: Sessions, options: dict[str, Any], status: int, told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    if "/dev/full" in map(str, options.values()) and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    run = sessions.run(READY, **options)
    assert run.status == status
    assert len(run.told) == 1 and told in run.told[0]
    assert "Traceback" not in capfd.readouterr().err


def test_input_and_output_may_not_be_the_same_file(sessions: Sessions, tmp_path: Path) -> None:
    before = sessions.run(READY, output=str(tmp_path / "in.wav"))
    assert before.status == 2 and "same file" in before.told[0]
    assert loudness(read(tmp_path / "in.wav")[0]) == 0 and len(read(tmp_path / "in.wav")[0]) > 0


def test_a_live_session_on_the_null_device(tmp_path: Path, speech_cache: Path) -> None:
    """Real devices' threads and real time, on the sound system's own device without sound."""
    seen: list[dict[str, Any]] = []
    (tmp_path / "speech").symlink_to(speech_cache)
    assistant = StandInAssistant()
    status = run_session(
        VoiceOptions(data_dir=tmp_path),
        assistant,
        devices=MiniaudioBackend(["null"]),
        on_event=seen.append,
        recogniser=ScriptedRecogniser((0.3, "Ready.", True), (6.0, "stop", False), (6.3, "Goodbye.", True)),
        tell=lambda _: None,
    )
    assert status == 0
    names = [event["event"] for event in seen]
    assert names.index("cue") < names.index("stop_heard") < names.index("silenced") < names.index("end")
    assert [entry[2] for entry in assistant.reports("cue_sheet_stopped")] == ["stop"]
    assert not [event for event in seen[names.index("silenced") :] if event["event"] == "cue"]
