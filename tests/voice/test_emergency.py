"""Emergencies are acted on in any state, from half a sentence, and their answer is said in full."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.client import Cause, Message, ReportName
from assistant.local import LocalAssistant
from assistant.settings import Settings
from coach.clock import ManualClock
from coach.journal import Journal
from tests.voice.conftest import events
from tests.voice.measure import quiet_from, read
from tests.voice.recordings import VOICES, Spoken, Voices, make_recording
from tests.voice.stand_in import StandInAssistant
from tests.voice.test_session import READY, Sessions
from voice.danger import WAIT, danger_in
from voice.mixer import FADE_SECONDS
from voice.options import VoiceOptions
from voice.recognisers.settings import hearing
from voice.recognisers.whisper_engine import WhisperRecogniser
from voice.run import run_session

LEGS = "I can't feel my legs"
ANSWER = ["Call for help now.", "Do not wait.", "Stay where you are until they come."]


class Urgent(StandInAssistant):
    """Not the assistant: answers every emergency in the same words, and asks after a symptom as it does."""

    def say(self, person: str, text: str, at: float | None = None) -> list[Message]:
        if danger_in(text):
            self.told.append(("say", text, at))
            return [
                Message(" ".join(ANSWER), custom={"triage": {"tier": "emergency_now", "exercise": "stop"}})
            ]
        return super().say(person, text, at)

    def report(
        self, person: str, name: ReportName, at: float | None = None, cause: Cause | None = None
    ) -> list[Message]:
        super().report(person, name, at, cause)
        return [Message("What do you feel?", custom={"routine": {"state": "paused"}})] if cause else []


@pytest.fixture
def sessions(tmp_path: Path, speech_cache: Path) -> Sessions:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "speech").symlink_to(speech_cache)
    return Sessions(tmp_path)


@pytest.mark.parametrize("words", [LEGS, "chest pain", "call an ambulance", "I've wet myself"])
def test_half_a_sentence_is_enough_and_the_answer_is_said_in_full(sessions: Sessions, words: str) -> None:
    begin = sessions.run(READY).first("cue")["due"]
    heard = ((begin + 4, words, False), (begin + 5, f"{words}.", True))
    run = sessions.run(READY, *heard, seconds=25.0, assistant=Urgent())
    known = next(e for e in run.of("heard") if e["text"] == words)["t"]
    silenced = run.first("silenced")["t"]
    assert silenced - known <= FADE_SECONDS + 1e-6
    after = [e for e in run.of("say") if e["t"] > known]
    assert [e["text"] for e in after] == ANSWER, "and no other question before it"
    assert quiet_from(run.sound, run.rate, silenced, until=after[0]["t"])
    assert [(r[1], r[2]) for r in run.assistant.reports("cue_sheet_stopped")] == [
        (pytest.approx(4.0, abs=0.05), "symptom")
    ]
    assert not [c for c in run.of("cue") if c["t"] > known]


def test_an_emergency_whose_end_is_not_heard_is_told_as_it_is(sessions: Sessions) -> None:
    begin = sessions.run(READY).first("cue")["due"]
    run = sessions.run(READY, (begin + 4, LEGS, False), seconds=25.0, assistant=Urgent())
    assert ("say", LEGS, None) in run.assistant.told
    assert run.first("triage")["t"] == pytest.approx(begin + 4 + WAIT, abs=0.1)
    assert [e["text"] for e in run.of("say")][-3:] == ANSWER


def test_the_answer_is_not_cut_by_its_own_words_or_the_same_ones_again(sessions: Sessions) -> None:
    words = ((2.0, LEGS, True), (3.1, "call for help now", True), (3.6, LEGS, False), (4.0, LEGS, True))
    run = sessions.run(*words, seconds=15.0, assistant=Urgent())
    assert [e["text"] for e in run.of("say")][-3:] == ANSWER
    assert [r[1] for r in run.assistant.reports("say")] == [LEGS]
    assert len(run.of("silenced")) == 1


def test_it_goes_before_a_stop_that_it_follows(sessions: Sessions) -> None:
    begin = sessions.run(READY).first("cue")["due"]
    told = f"Stop, {LEGS}."
    heard = ((begin + 4, "stop", False), (begin + 4.6, f"stop {LEGS}", False), (begin + 5.5, told, True))
    run = sessions.run(READY, *heard, seconds=25.0, assistant=Urgent())
    assert [e["text"] for e in run.of("say")][-3:] == ANSWER
    assert [r[2] for r in run.assistant.reports("cue_sheet_stopped")] == ["stop"]


@pytest.mark.parametrize("before", ["tell me", "hang on", "flexion"])
def test_in_any_state(sessions: Sessions, before: str) -> None:
    long = [Message("This is a rather long account of it. It goes on and on. And on.")]
    paused = [Message("We wait.", custom={"routine": {"state": "paused"}})]
    assistant = Urgent(answers={"tell me": long, "hang on": paused})
    run = sessions.run((2.0, before, True), (3.2, LEGS, True), seconds=15.0, assistant=assistant)
    assert [e["text"] for e in run.of("say")][-3:] == ANSWER
    assert run.of("silenced")[-1]["t"] == pytest.approx(3.2, abs=0.05)


def test_while_a_phrase_is_waited_for(sessions: Sessions) -> None:
    run = sessions.run((5.0, LEGS, True), seconds=20.0, wake="phrase", assistant=Urgent())
    assert [e["text"] for e in run.of("say")] == ANSWER


@pytest.mark.parametrize("words", ["no chest pain", "I can feel my legs", "how many left", "my knee aches"])
def test_what_is_none_is_taken_for_none(words: str) -> None:
    assert not danger_in(words)


def test_every_emergency_of_the_grammar_is_one() -> None:
    assert [phrase for phrase in hearing().emergencies if not danger_in(phrase)] == []


@pytest.mark.parametrize("voice", VOICES[:2])
def test_heard_for_real_in_a_hold(
    tmp_path: Path,
    speech_cache: Path,
    voices: Voices,
    trained: Settings,
    whisper: WhisperRecogniser,
    voice: str,
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "speech").symlink_to(speech_cache)
    Journal.in_folder(home).remember("Ann", consent=1.0, region="uk", screened=4e9)
    lines = [
        Spoken(2.0, "start seated flexion"),
        Spoken(26.0, "ready", VOICES[1]),
        Spoken(45.0, LEGS, voice),
    ]
    recording = make_recording(tmp_path / "in.wav", lines, voices, seconds=50.0)
    log, out, clock = tmp_path / "events.jsonl", tmp_path / "out.wav", ManualClock()
    options = VoiceOptions(
        person="Ann", input=str(recording), output=str(out), events=log, data_dir=home, after_input=30.0
    )
    with LocalAssistant(replace(trained, data_dir=home), clock, place="speaker") as assistant:
        assert run_session(options, assistant, clock=clock, recogniser=whisper) == 0
    happened = events(log)
    told = next(e for e in happened if e["event"] == "triage")
    assert told["tier"] == "emergency_now" and 45.0 < told["t"] < 49.0
    silenced = [e["t"] for e in happened if e["event"] == "silenced" and e["t"] > 45.0]
    assert silenced and not [e for e in happened if e["event"] == "cue" and e["t"] > silenced[0]]
    said = [e["text"] for e in happened if e["event"] == "say" and e["t"] > 45.0]
    assert said[0] == "Call 999 now." and said[-1] == "You did the right thing to tell me."
    sound, rate = read(out)
    first = next(e["t"] for e in happened if e["event"] == "say" and e["t"] > 45.0)
    assert quiet_from(sound, rate, silenced[0] + 0.03, first)
