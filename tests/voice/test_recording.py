"""A recorded session from file to file: real recogniser, real synthesiser, real mixer; the assistant is a
stand-in by name."""

from __future__ import annotations

from pathlib import Path

from assistant.client import Message
from coach.clock import ManualClock
from tests.voice.conftest import SHARED_AUDIO, events
from tests.voice.measure import onset_near, quiet_from, read
from tests.voice.recordings import Voices, make_recording, seated_flexion_session
from tests.voice.stand_in import StandInAssistant, cue_sheet
from voice.options import VoiceOptions
from voice.recognisers.whisper_engine import WhisperRecogniser
from voice.run import run_session


def test_a_session_is_walked_through_from_a_recording(
    whisper: WhisperRecogniser, voices: Voices, tmp_path: Path, speech_cache: Path
) -> None:
    clips = sorted((SHARED_AUDIO / "stop").glob("*.flac"))  # a real person's "stop" where there is one
    source = seated_flexion_session(
        tmp_path / "in.wav", voices, stop_at=20.0, stop_clip=clips[0] if clips else None
    )
    (tmp_path / "speech").symlink_to(speech_cache)
    assistant = StandInAssistant(sheet=cue_sheet(reps=6))
    out, log = tmp_path / "out.wav", tmp_path / "events.jsonl"
    status = run_session(
        VoiceOptions(input=str(source), output=str(out), events=log, data_dir=tmp_path),
        assistant,
        clock=ManualClock(),
        recogniser=whisper,
        tell=lambda _: None,
    )
    assert status == 0
    happened = events(log)
    said = [entry for entry in assistant.told if entry[0] == "say"]
    assert [entry[1].strip(" .").casefold() for entry in said] == ["start seated flexion", "ready"]

    sound, rate = read(out)
    counts = [event for event in happened if event["event"] == "cue" and event["kind"] == "count"]
    assert len(counts) >= 3
    for count in counts:
        heard = onset_near(sound, rate, count["t"])
        assert heard is not None and abs(heard - count["t"]) < 0.02, count
        assert count["t"] == count["due"]

    stop = next(event for event in happened if event["event"] == "stop_heard")
    silenced = next(event for event in happened if event["event"] == "silenced")
    assert 20.0 < stop["t"] < 21.5, "a second or so after the word, which is Whisper's pace"
    assert silenced["t"] - stop["t"] <= 0.02
    answered = next(event for event in happened if event["event"] == "say" and event["t"] > stop["t"])
    assert quiet_from(sound, rate, silenced["t"], until=answered["t"])
    assert [entry[2] for entry in assistant.reports("cue_sheet_stopped")] == ["stop"]
    assert happened[-1]["event"] == "end"


def test_nobody_there_is_no_session_gone_wrong(
    whisper: WhisperRecogniser, voices: Voices, tmp_path: Path, speech_cache: Path
) -> None:
    (tmp_path / "speech").symlink_to(speech_cache)
    assistant = StandInAssistant(answers={"": [Message("")]})
    source = make_recording(tmp_path / "in.wav", [], voices, seconds=5.0)
    status = run_session(
        VoiceOptions(input=str(source), output=str(tmp_path / "out.wav"), data_dir=tmp_path),
        assistant,
        recogniser=whisper,
        tell=lambda _: None,
    )
    assert status == 0
    assert assistant.told == [("greet", "me")]
