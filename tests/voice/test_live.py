"""A live session on a real sound server, in real time: the device path works. Its timing is rough there."""

from __future__ import annotations

import queue
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from assistant.client import Cause, Message, ReportName
from tests.voice.pulse import Pulse, missing
from tests.voice.recordings import RATE, real_voice
from tests.voice.stand_in import ScriptedRecogniser, StandInAssistant, cue_sheet
from voice.audio.with_miniaudio import MiniaudioBackend
from voice.options import VoiceOptions
from voice.recognisers.whisper_engine import WhisperRecogniser
from voice.run import run_session
from voice.trouble import LINES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=f"no PulseAudio here ({', '.join(missing())} missing)"),
]
LONG = 60.0


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pulse]:
    with tempfile.TemporaryDirectory(prefix="pulse-") as folder:
        server = Pulse(Path(folder))
        try:
            server.start()
        except (TimeoutError, OSError) as error:
            pytest.skip(f"PulseAudio does not run here: {error}")
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server
        server.kill()


class Person:
    """Sees what happens, and does something about it on a thread of their own."""

    there = True
    typing: str | None = None

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.failed: BaseException | None = None
        self._changed = threading.Condition()
        self._keys: queue.SimpleQueue[str] = queue.SimpleQueue()

    def event(self, event: dict[str, Any]) -> None:
        with self._changed:
            self.seen.append(event)
            self._changed.notify_all()

    def read(self) -> list[str]:
        return [self._keys.get()] if not self._keys.empty() else []

    def press(self, words: str) -> None:
        self._keys.put(words)

    def sees(self, times: int = 1, **what: Any) -> None:
        """Wait until such an event has come so many times."""

        def there() -> bool:
            return sum(all(e.get(name) == value for name, value in what.items()) for e in self.seen) >= times

        with self._changed:
            assert self._changed.wait_for(there, LONG), f"{what} never came, only {self.seen}"

    def leave(self) -> None:
        self.press("goodbye")
        self.press("goodbye")

    def does(self, what: Callable[[], None]) -> threading.Thread:
        def work() -> None:
            try:
                what()
            except BaseException as error:
                self.failed = error
            finally:
                self.leave()

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        return thread


class SaysLittle(StandInAssistant):
    """Not the assistant either; it says nothing after a stop, so that silence can be measured."""

    def report(
        self, person: str, name: ReportName, at: float | None = None, cause: Cause | None = None
    ) -> list[Message]:
        super().report(person, name, at, cause)
        return [Message("", custom={"routine": {"state": "paused"}})] if name == "cue_sheet_stopped" else []


def _session(folder: Path, person: Person, recogniser: Any, assistant: StandInAssistant) -> int:
    return run_session(
        VoiceOptions(data_dir=folder, person="ann"),
        assistant,
        devices=MiniaudioBackend(["pulseaudio"]),
        recogniser=recogniser,
        on_event=person.event,
        keys=person,
        tell=lambda line: None,
    )


def test_it_speaks_hears_a_real_stop_and_falls_silent(
    tmp_path: Path,
    speech_cache: Path,
    pulse: Pulse,
    whisper: WhisperRecogniser,
    human_stops: list[Path],
) -> None:
    (tmp_path / "speech").symlink_to(speech_cache)
    clip = tmp_path / "stop.wav"
    soundfile.write(str(clip), 0.8 * real_voice(human_stops[0]), RATE)
    recording = pulse.record(tmp_path / "out.raw")
    person, assistant = Person(), SaysLittle(sheet=cue_sheet(reps=6))

    def act() -> None:
        person.sees(event="say", text="Hello.")
        person.press("ready")
        person.sees(event="cue", kind="count", times=2)
        for _ in range(3):
            pulse.run("paplay", "--device=room", str(clip))
            if any(event["event"] == "stop_heard" for event in person.seen):
                break
            threading.Event().wait(2.0)  # Whisper needs a moment
        person.sees(event="paused")
        threading.Event().wait(3.0)  # silence, to be measured

    acting = person.does(act)
    status = _session(tmp_path, person, whisper, assistant)
    acting.join(LONG)
    recording.terminate()
    recording.wait(LONG)
    assert person.failed is None, person.failed
    assert status == 0
    assert [entry[2] for entry in assistant.reports("cue_sheet_stopped")] == ["stop"]
    heard = next(event for event in person.seen if event["event"] == "stop_heard")
    assert heard["engine"] == "stop", "the spotter is there first"
    sound = np.fromfile(tmp_path / "out.raw", dtype=np.int16) / 32768
    spoken, silence = sound[: -3 * 24000], sound[-2 * 24000 :]
    assert np.abs(spoken).max() > 0.1, "the coach is heard at the loudspeaker"
    assert np.abs(silence).max() < 0.001, "and falls silent"


@pytest.mark.parametrize("how", ["pulled out", "server ends"])
def test_devices_go_away_in_a_set_and_come_back(
    tmp_path: Path, speech_cache: Path, pulse: Pulse, how: str
) -> None:
    (tmp_path / "speech").symlink_to(speech_cache)
    person, assistant = Person(), StandInAssistant(sheet=cue_sheet(reps=6))

    def act() -> None:
        person.sees(event="say", text="Hello.")
        person.press("ready")
        person.sees(event="cue", kind="count")
        pulse.pull_out() if how == "pulled out" else pulse.kill()
        person.sees(event="device", which="microphone", state="lost")
        person.sees(event="device", which="loudspeaker", state="lost")
        person.sees(event="say", text=LINES["loudspeaker lost"])  # to be read
        pulse.plug_in() if how == "pulled out" else pulse.start()
        person.sees(event="device", which="microphone", state="back")
        person.sees(event="device", which="loudspeaker", state="back")
        person.sees(event="say", text=LINES["microphone back"])
        person.press("ready")
        person.sees(event="resumed")
        person.sees(event="cue", kind="move", rep=1, times=2)

    acting = person.does(act)
    status = _session(tmp_path, person, ScriptedRecogniser(), assistant)
    acting.join(LONG)
    assert person.failed is None, person.failed
    assert status == 0
    stopped = assistant.reports("cue_sheet_stopped")[0]
    assert stopped[2] == "lost" and stopped[1] > 1.0
