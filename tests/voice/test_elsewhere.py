"""A voice session that is not alone: another place stops its set, takes it over, or goes on after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from assistant.client import Elsewhere, Message, Tell
from coach.clock import ManualClock
from coach.conversation import reminded
from coach.journal import Journal
from coach.reminders import DAYS, Reminders
from tests.voice.coached import Coached
from tests.voice.conftest import events
from tests.voice.recordings import RATE
from tests.voice.stand_in import ScriptedRecogniser, StandInAssistant, cue_sheet
from tests.voice.test_session import READY, Run, Sessions
from voice.happenings import Happenings
from voice.options import VoiceOptions
from voice.run import run_session

PHONE = "telegram:7"
STOPPED = Message("Paused.", custom={"routine": {"state": "paused"}})
TAKEN = Message(
    "We go on.", custom={"routine": {"state": "running"}, "player": PHONE, "cue_sheet": cue_sheet()}
)
SOMEBODY_ELSE = Message("Hello Bob.", custom={"person": "bob", "routine": {"state": "idle"}})


class Followed(StandInAssistant):
    """Not the assistant: tells of something that happened elsewhere when the second repetition is noted."""

    def __init__(self, happens: Elsewhere | None = None, keeps: bool = True) -> None:
        super().__init__()
        self.happens, self.keeps = happens, keeps
        self.tell: Tell | None = None
        self.people: list[str] = []

    def follow(self, person: str, tell: Tell) -> Callable[[], None]:
        self.people.append(person)
        self.tell = tell
        return lambda: None

    def note(self, person: str, sheet: str, seconds: float) -> bool:
        second = seconds == 9.0
        if second and self.happens is not None and self.tell is not None:
            self.tell(self.happens)
        return self.keeps or not second


@pytest.fixture
def sessions(tmp_path: Path, speech_cache: Path) -> Sessions:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "speech").symlink_to(speech_cache)
    return Sessions(tmp_path)


def run(tmp_path: Path, assistant: Followed, *heard: tuple[float, str, bool], seconds: float = 30.0) -> Run:
    silent, out, log = (tmp_path / name for name in ("in.wav", "out.wav", "events.jsonl"))
    soundfile.write(str(silent), np.zeros(int(seconds * RATE), dtype=np.float32), RATE)
    options = VoiceOptions(
        person="ann", input=str(silent), output=str(out), events=log, data_dir=tmp_path / "data"
    )
    status = run_session(
        options,
        assistant,
        clock=ManualClock(),
        recogniser=ScriptedRecogniser(*heard),
        on_position=assistant.note,
        tell=lambda line: None,
    )
    return Run(status, events(log), np.zeros(0, dtype=np.float32), 1, assistant)


@pytest.mark.parametrize("message", [STOPPED, TAKEN])
def test_a_set_that_is_stopped_or_taken_over_elsewhere_falls_silent(
    sessions: Sessions, tmp_path: Path, message: Message
) -> None:
    came = run(tmp_path, Followed(Elsewhere(PHONE, "stop", (message,))), READY)
    silenced = came.first("silenced")["t"]
    assert [cue["rep"] for cue in came.of("cue") if cue["rep"]][-1] == 2
    assert not [one for one in came.of("cue") + came.of("say") if one["t"] > silenced + 0.05]
    assert came.assistant.reports("cue_sheet_done") == came.assistant.reports("cue_sheet_stopped") == []


def test_a_set_that_is_no_longer_ours_stops_itself_when_it_notes_its_place(
    sessions: Sessions, tmp_path: Path
) -> None:
    came = run(tmp_path, Followed(keeps=False), READY)
    silenced = came.first("silenced")["t"]
    assert not [one for one in came.of("cue") if one["t"] > silenced + 0.05]
    assert came.assistant.reports("cue_sheet_done") == []


def test_after_a_lost_connection_the_player_asks_whether_the_set_is_still_its_own(
    sessions: Sessions, tmp_path: Path
) -> None:
    class Forgotten(Followed):
        def note(self, person: str, sheet: str, seconds: float) -> bool:
            if seconds == 2.0 and self.tell is not None:
                self.tell(Elsewhere("", standing=True, out="another sheet"))
            return seconds <= 2.0

    came = run(tmp_path, Forgotten(), READY)
    assert came.of("silenced") and [cue["rep"] for cue in came.of("cue") if cue["rep"]][-1] == 1


def test_what_is_said_elsewhere_is_not_said_here(sessions: Sessions, tmp_path: Path) -> None:
    told = Elsewhere(PHONE, "why do I bend", (Message("Bending makes room."),))
    came = run(tmp_path, Followed(told), READY)
    assert not [one for one in came.of("say") if "Bending" in one["text"]]
    assert came.assistant.reports("cue_sheet_done"), "the set goes on to its end"


def test_when_somebody_else_takes_over_the_set_ends_and_the_next_words_are_theirs(
    sessions: Sessions, tmp_path: Path
) -> None:
    assistant = Followed()
    assistant.answers["this is bob"] = [SOMEBODY_ELSE]
    people: list[str] = []
    usual = assistant.say

    def say(person: str, text: str, at: float | None = None) -> list[Message]:
        people.append(person)
        return usual(person, text, at)

    assistant.say = say  # type: ignore[method-assign]
    came = run(tmp_path, assistant, READY, (14.0, "This is Bob.", True), (22.0, "Why do I bend?", True))
    assert people == ["ann", "ann", "bob"] and assistant.people == ["ann", "bob"]
    assert came.of("silenced") and not [one for one in came.of("cue") if one["t"] > 16.0]


def test_the_chat_goes_on_where_the_speaker_broke_off(tmp_path: Path, speech_cache: Path) -> None:
    """J17: the recording ends in the middle of the set, as a battery does; "continue" elsewhere."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "speech").symlink_to(speech_cache)
    clock = ManualClock()
    coached = Coached(clock)
    silent = tmp_path / "in.wav"
    soundfile.write(str(silent), np.zeros(int(46.0 * RATE), dtype=np.float32), RATE)
    noted: list[Any] = []

    def note(person: str, sheet: str, seconds: float) -> bool:
        noted.append(seconds)
        return coached.journal.keep_place(person, sheet, seconds, clock.now())

    run_session(
        VoiceOptions(
            person="ann",
            input=str(silent),
            output=str(tmp_path / "out.wav"),
            data_dir=tmp_path / "data",
            events=tmp_path / "events.jsonl",
            after_input=0.5,
        ),
        coached,
        clock=clock,
        recogniser=ScriptedRecogniser((4.0, "start seated flexion", True), (27.0, "ready", True)),
        on_position=note,
        tell=lambda line: None,
    )
    reps = [cue["rep"] for cue in events(tmp_path / "events.jsonl") if cue["event"] == "cue" and cue["rep"]]
    assert noted and reps, "the set was on"
    clock.advance(60)
    assert "position" in " ".join(one.text for one in coached.say("ann", "continue"))
    again = [
        one.custom["cue_sheet"] for one in coached.say("ann", "ready") if "cue_sheet" in (one.custom or {})
    ]
    assert min(cue["rep"] for cue in again[0]["cues"] if cue["rep"]) == reps[-1]


REMINDER = "It is time for your exercises."


class Reminded(StandInAssistant):
    """Not the assistant: the server that it stands for sends a reminder to this speaker as soon as it may."""

    def follow(self, person: str, tell: Tell) -> Callable[[], None]:
        tell(Elsewhere("speaker", messages=(Message(REMINDER, custom={"reminder": True}),)))
        return lambda: None

    def note(self, person: str, sheet: str, seconds: float) -> bool:
        return True


def test_what_is_sent_to_the_speaker_is_said(sessions: Sessions) -> None:
    came = sessions.run(assistant=Reminded())
    assert [one["text"] for one in came.of("say")] == ["Hello.", REMINDER]


def test_a_speaker_that_sleeps_wakes_up_for_a_reminder_and_for_the_answer(sessions: Sessions) -> None:
    came = sessions.run((8.0, "later", True), seconds=20.0, assistant=Reminded(), wake="phrase")
    assert came.first("say")["text"] == REMINDER
    assert [one["wake"] for one in came.of("listening") if "wake" in one] == ["reminder"]
    assert [one[1] for one in came.assistant.reports("say")] == ["later"]
    assert came.of("device") == [], "whoever answers is listened to"


def test_a_speaker_that_nobody_answers_sleeps_again_without_a_word(sessions: Sessions) -> None:
    came = sessions.run((80.0, "secret things", True), seconds=90.0, assistant=Reminded(), wake="phrase")
    [asleep] = came.of("device")
    assert asleep["state"] == "asleep" and 55 < asleep["t"] < 75
    assert [one["text"] for one in came.of("say")] == [REMINDER]
    assert came.assistant.reports("say") == [] and "secret" not in str(came.events)


def test_a_speaker_on_its_own_looks_itself_for_what_is_due_once() -> None:
    clock, journal = ManualClock(datetime(2026, 3, 20, 8, 0, tzinfo=timezone.utc)), Journal()
    journal.remember("ann", zone="UTC")
    Reminders(journal, clock).keep("ann", "09:00", DAYS, "speaker")

    def due(person: str) -> Message | None:
        told = reminded.nudge(journal, clock, person, "speaker")
        return Message(told.text) if told is not None else None

    happenings = Happenings(StandInAssistant(), "bob", "speaker:1", due)
    told = []
    for person in ("ann", "ann", "bob", "ann", "ann"):
        happenings.follow(person)
        happenings.look()
        told.append(len(happenings.taken()))
        clock.advance(1800)
    assert told == [0, 0, 0, 1, 0]
    Reminders(journal, clock).keep("bob", "09:00", DAYS, "telegram")
    clock.advance(22 * 3600)
    happenings.follow("bob")
    happenings.look()
    assert happenings.taken() == [], "that one comes to the phone"


def test_half_an_emergency_at_the_last_moment_keeps_a_woken_speaker_awake(sessions: Sessions) -> None:
    came = sessions.run((59.2, "i have chest pain", False), seconds=75.0, assistant=Reminded(), wake="phrase")
    assert came.of("device") == []
    assert "chest pain" in next(one[1] for one in came.assistant.reports("say"))


def test_a_note_is_not_read_out(sessions: Sessions) -> None:
    class Noted(Reminded):
        def follow(self, person: str, tell: Tell) -> Callable[[], None]:
            tell(Elsewhere("speaker", messages=(Message("This week's note for Anna."),)))
            return lambda: None

    assert not [one for one in sessions.run(assistant=Noted()).of("say") if "Anna" in one["text"]]
    asleep = sessions.run(seconds=6.0, assistant=Noted(), wake="phrase")
    assert asleep.of("say") == []


class RemindedInBetween(Reminded):
    """Not the assistant: the reminder comes with each of the person's words."""

    def follow(self, person: str, tell: Tell) -> Callable[[], None]:
        self.tell = tell
        return lambda: None

    def say(self, person: str, text: str, at: float | None = None) -> list[Message]:
        self.tell(Elsewhere("speaker", messages=(Message(REMINDER, custom={"reminder": True}),)))
        return super().say(person, text, at)


def test_a_reminder_waits_until_a_question_is_answered(sessions: Sessions) -> None:
    ask = {"ask": {"fact": "saddle_numbness", "type": "bool"}, "routine": {"state": "screening"}}
    assistant = RemindedInBetween()
    assistant.answers["my leg is numb"] = [Message("Is it numb between your legs?", custom=ask)]
    assistant.answers["no"] = [Message("Good.", custom={"routine": {"state": "idle"}})]
    words = ((2.0, "my leg is numb", True), (12.0, "no", True))
    came = sessions.run(*words, seconds=20.0, assistant=assistant)
    [at] = [one["t"] for one in came.of("say") if one["text"] == REMINDER]
    assert at > 12.0


def test_who_has_begun_needs_no_reminder(sessions: Sessions) -> None:
    came = sessions.run(READY, seconds=40.0, assistant=RemindedInBetween())
    assert came.assistant.reports("cue_sheet_done")
    assert REMINDER not in [one["text"] for one in came.of("say")]
