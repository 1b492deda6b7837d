"""Rate, edges and loudness of phrases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice import dsp


@pytest.mark.parametrize(("rate", "wanted"), [(22050, 24000), (44100, 16000), (48000, 16000), (16000, 24000)])
def test_resampling_keeps_tone_and_time(rate: int, wanted: int) -> None:
    t = np.arange(rate) / rate
    sound = (0.4 * np.sin(2 * np.pi * 440 * t) * (t > 0.25)).astype(np.float32)
    changed = dsp.resample(sound, rate, wanted)
    u = np.arange(wanted) / wanted
    assert len(changed) == wanted
    middle = (u > 0.3) & (u < 0.9)
    assert np.abs(changed - 0.4 * np.sin(2 * np.pi * 440 * u))[middle].max() < 0.01
    assert np.abs(changed[u < 0.24]).max() < 0.01


@given(st.integers(0, 8000), st.integers(0, 8000), st.floats(0.01, 0.9))
def test_trimmed_sound_begins_where_it_is_heard(lead: int, tail: int, loud: float) -> None:
    word = (loud * np.sin(np.arange(4000) * 0.3)).astype(np.float32)
    sound = np.concatenate([np.zeros(lead), word, np.zeros(tail)]).astype(np.float32)
    clip = dsp.trim(sound, 22050)
    assert 3850 <= len(clip) <= 4000 + 22050 * 0.03
    assert np.flatnonzero(np.abs(clip) > 0.1 * loud)[0] < 22050 * 0.01


def test_silence_is_trimmed_to_nothing() -> None:
    assert len(dsp.trim(np.zeros(1000, dtype=np.float32), 22050)) == 0
    assert len(dsp.trim(np.zeros(0, dtype=np.float32), 22050)) == 0


@given(st.floats(0.02, 0.9))
def test_phrases_come_out_equally_loud(loud: float) -> None:
    sound = (loud * np.sin(np.arange(8000) * 0.2)).astype(np.float32)
    even = dsp.level(sound, 22050)
    assert float(np.sqrt(np.mean(even**2))) == pytest.approx(dsp.TARGET_RMS, rel=0.05)
    assert float(np.abs(even).max()) <= dsp.PEAK + 1e-6
