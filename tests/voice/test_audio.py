"""Files as microphone and loudspeaker, devices, and a plain sentence for all that can be wrong with them."""

from __future__ import annotations

import contextlib
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.voice.measure import read
from voice import audio
from voice.audio.base import FRAME, INPUT_RATE, find
from voice.audio.files import FileIn, FileOut
from voice.audio.live import FrameQueue
from voice.audio.with_miniaudio import MiniaudioBackend
from voice.dsp import Pcm
from voice.errors import VoiceError


def _frames(source: audio.AudioIn) -> Pcm:
    found = []
    while (frame := source.read()) is not None:
        assert frame.shape == (FRAME,) and frame.dtype == np.int16
        found.append(frame)
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int16)


@pytest.mark.parametrize(
    ("suffix", "rate", "channels"),
    [
        (".wav", 16000, 1),
        (".flac", 44100, 2),
        (".wav", 8000, 1),
    ],
)
def test_a_recording_of_any_kind_comes_as_frames(
    tmp_path: Path, suffix: str, rate: int, channels: int
) -> None:
    tone = (0.3 * np.sin(2 * np.pi * 300 * np.arange(rate) / rate)).astype(np.float32)
    soundfile.write(str(tmp_path / f"in{suffix}"), np.stack([tone] * channels, axis=1), rate)
    sound = _frames(audio.open_input(str(tmp_path / f"in{suffix}"))) / 32768
    assert len(sound) == INPUT_RATE
    expected = 0.3 * np.sin(2 * np.pi * 300 * np.arange(INPUT_RATE) / INPUT_RATE)
    assert np.abs(sound - expected)[800:-800].max() < 0.02


def test_an_empty_recording_is_over_at_once(tmp_path: Path) -> None:
    soundfile.write(str(tmp_path / "in.wav"), np.zeros(0, dtype=np.float32), 16000)
    assert audio.open_input(str(tmp_path / "in.wav")).read() is None


def test_what_is_written_is_what_was_given(tmp_path: Path) -> None:
    out = FileOut(tmp_path / "out.wav", rate=16000)
    sound = np.random.default_rng(0).uniform(-0.5, 0.5, 16000 * 3).astype(np.float32)
    given = iter(np.split(sound, 150))
    out.start(lambda count: next(given))
    for _ in range(150):
        out.pump()
    out.close()
    written, rate = read(tmp_path / "out.wav")
    assert rate == 16000
    np.testing.assert_allclose(written, sound, atol=1 / 30000)


def test_a_session_that_is_cut_off_leaves_a_whole_file(tmp_path: Path) -> None:
    out = FileOut(tmp_path / "out.wav", rate=16000)
    out.start(lambda count: np.full(count, 0.25, dtype=np.float32))
    for _ in range(120):
        out.pump()
    written, _ = read(tmp_path / "out.wav")  # never closed
    assert len(written) == 2 * 16000 and written.min() > 0.24
    out.close()


def test_wrong_files_are_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("this is no sound")
    wrong = {"gone.wav": "There is no file", "text.wav": "not a sound file", ".": "is a folder"}
    for name, told in wrong.items():
        with pytest.raises(VoiceError, match=told):
            FileIn(tmp_path / name)
    with pytest.raises(VoiceError, match="there is no folder"):
        FileOut(tmp_path / "none" / "out.wav")
    with pytest.raises(VoiceError, match="it is a folder"):
        FileOut(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told_in_a_sentence() -> None:
    with pytest.raises(VoiceError, match="the disk is full"):
        FileOut(Path("/dev/full"))


def test_a_name_that_is_neither_file_nor_device_is_told() -> None:
    null = MiniaudioBackend(["null"])
    with pytest.raises(VoiceError, match=r'no sound device or file "kitchen".*--devices'):
        audio.open_input("kitchen", null)
    assert "NULL Capture Device" in audio.list_devices(null)


def test_a_machine_without_a_microphone_is_told() -> None:
    elsewhere = MiniaudioBackend(["wasapi" if sys.platform != "win32" else "alsa"])
    with pytest.raises(VoiceError, match=r"can't find a microphone.*--input"):
        audio.open_input(None, elsewhere)
    with pytest.raises(VoiceError, match=r"can't find a loudspeaker.*--output"):
        audio.open_output(None, elsewhere)
    assert "none found" in audio.list_devices(elsewhere)


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("1", 1),
        ("usb", 1),
        ("USB Headset", 1),
        ("built-in", 0),
        ("x", None),
    ],
)
def test_devices_are_found_by_number_or_part_of_the_name(wanted: str, number: int | None) -> None:
    assert find(wanted, ["Built-in Microphone", "USB Headset", "USB Headset 2"]) == number


def test_sound_of_any_length_comes_out_in_frames() -> None:
    frames, sound = FrameQueue(), np.arange(2000, dtype=np.int16)
    for part in np.split(sound, [3, 500, 501, 1999]):
        frames.put(part.tobytes())
    got = np.concatenate([frames.get() for _ in range(2000 // FRAME)])
    np.testing.assert_array_equal(got, sound[: len(got)])


def test_devices_are_listed_by_one_thread_at_a_time() -> None:
    null = MiniaudioBackend(["null"])
    inside, most = [0], [0]
    met = threading.Barrier(2, timeout=0.2)

    class Listing:
        def get_captures(self) -> list[dict[str, Any]]:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            with contextlib.suppress(threading.BrokenBarrierError):
                met.wait()  # where both could come in at once, they meet here
            inside[0] -= 1
            return []

        get_playbacks = get_captures

    null._devices = Listing()
    both = [threading.Thread(target=one) for one in (null.inputs, null.outputs)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert most[0] == 1
