"""The real synthesiser in its real process: whose library it is, what a crash costs, what is kept."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.voice.measure import loudness
from voice import dsp
from voice.audio.base import OUTPUT_RATE
from voice.errors import VoiceError
from voice.speech import Synthesiser, speakable
from voice.speech.process import SpeechProcess

linux = pytest.mark.skipif(sys.platform != "linux", reason="signals and libraries as Linux has them")


def _rms(sound: dsp.Samples) -> float:
    loud = dsp.envelope(sound, OUTPUT_RATE)
    return float(np.sqrt(np.mean(sound[loud > 0.1 * loud.max()] ** 2)))


@linux
def test_it_speaks_with_the_library_from_the_python_package(synthesiser: Synthesiser) -> None:
    about = synthesiser.about()
    loaded = {
        line.split()[-1]
        for line in Path(f"/proc/{about['pid']}/maps").read_text().splitlines()
        if "libespeak" in line
    }
    assert loaded == {about["library"]}
    assert "site-packages" in about["library"]


@linux
def test_this_process_never_loads_the_speech_library(synthesiser: Synthesiser) -> None:
    synthesiser.render("Lean forward.")
    assert "libespeak" not in Path("/proc/self/maps").read_text()


def test_phrases_begin_at_once_and_are_equally_loud(synthesiser: Synthesiser) -> None:
    phrases = ["one", "two", "three", "four", "five", "six", "Slowly back up.", "And hold."]
    clips = [synthesiser.render(phrase) for phrase in phrases]
    for clip in clips:
        onset = np.flatnonzero(np.abs(clip) > 0.02 * loudness(clip))[0] / OUTPUT_RATE
        assert onset < 0.015
    levels = [_rms(clip) for clip in clips]
    assert max(levels) / min(levels) < 1.5


def test_speed_and_voice_are_those_asked_for_each_time() -> None:
    made = SpeechProcess()
    try:
        lengths: dict[tuple[str, int], set[float]] = {}
        for _ in range(3):
            for voice, rate in (("en-gb-x-rp", 155), ("en-us", 200), ("en-gb-x-rp", 120)):
                clip = Synthesiser(22050, voice=voice, rate=rate, process=made).render("Lean forward slowly.")
                lengths.setdefault((voice, rate), set()).add(round(len(clip) / 22050, 1))
        usual, quick, slow = lengths.values()
        assert min(slow) > max(usual) and min(usual) > max(quick)
        assert all(max(found) - min(found) < 0.11 for found in lengths.values())
    finally:
        made.close()


@linux
def test_a_worker_killed_in_the_middle_of_a_phrase_is_started_again() -> None:
    process = SpeechProcess()
    made = Synthesiser(OUTPUT_RATE, process=process)
    try:
        first = made.about()["pid"]
        os.kill(first, signal.SIGSTOP)  # so that the phrase is surely under way when it is killed
        with ThreadPoolExecutor(1) as pool:
            phrase = pool.submit(made.render, "Lean forward.")
            os.kill(first, signal.SIGKILL)
            assert loudness(phrase.result(timeout=30)) > 0.1
        assert made.about()["pid"] != first
        assert process.starts == 2
    finally:
        made.close()


@linux
def test_a_worker_that_hangs_is_killed_and_started_again() -> None:
    process = SpeechProcess(patience=2.0)
    made = Synthesiser(OUTPUT_RATE, process=process)
    try:
        first = made.about()["pid"]
        os.kill(first, signal.SIGSTOP)
        assert loudness(made.render("Lean forward.")) > 0.1
        assert process.starts == 2
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)
    finally:
        made.close()


def test_a_voice_that_is_not_there_is_told_in_a_sentence(speech_cache: Path) -> None:
    made = Synthesiser(OUTPUT_RATE, voice="no-such-voice")
    try:
        with pytest.raises(VoiceError, match="no-such-voice"):
            made.render("Hello.")
    finally:
        made.close()


def test_a_phrase_is_spoken_once_and_kept(tmp_path: Path) -> None:
    first, second = SpeechProcess(), SpeechProcess()
    try:
        new = Synthesiser(OUTPUT_RATE, cache=tmp_path, process=first).render("And hold.")
        kept = Synthesiser(OUTPUT_RATE, cache=tmp_path, process=second).render("And hold.")
        np.testing.assert_array_equal(new, kept)
        assert second.starts == 0
        slower = Synthesiser(OUTPUT_RATE, rate=110, cache=tmp_path, process=first).render("And hold.")
        assert len(slower) > 1.15 * len(new)
    finally:
        first.close()


def test_a_damaged_phrase_in_the_cache_is_spoken_anew(tmp_path: Path) -> None:
    process = SpeechProcess()
    try:
        new = Synthesiser(OUTPUT_RATE, cache=tmp_path, process=process).render("And hold.")
        for path in tmp_path.rglob("*.wav"):
            path.write_bytes(b"RIFF")
        again = Synthesiser(OUTPUT_RATE, cache=tmp_path, process=process).render("And hold.")
        assert abs(len(again) - len(new)) < 0.1 * OUTPUT_RATE
    finally:
        process.close()


@pytest.mark.parametrize("nothing", ["", "   ", "...", "\U0001f600", "\n", "—", "\x00"])
def test_what_can_not_be_spoken_is_silence(nothing: str, synthesiser: Synthesiser) -> None:
    assert len(synthesiser.render(nothing)) == 0


def test_marks_and_pictures_are_not_read_out() -> None:
    assert speakable("**Well done!** \U0001f389\nNext `one`…") == "Well done! Next one…"
