"""`spinecoach evaluate stop` counts right, and says in a sentence what is wrong with a folder."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from spinecoach.cli import main
from voice.dsp import Pcm, Samples
from voice.stop import Spotted
from voice.stop.scoring import LEAD, clips, heard, noise, score

RATE = 16000


class LoudStandIn:
    """Stands in for a spotter: takes for a stop whatever grows loud, once until it is restarted."""

    name = "loud"

    def __init__(self) -> None:
        self.told = False
        self.loudest = 0.0

    def set_strict(self, strict: bool) -> None:
        pass

    def restart(self) -> None:
        self.told = False

    def accept(self, frame: Pcm) -> Spotted | None:
        loud = float(np.sqrt(np.mean(frame.astype(np.float64) ** 2)))
        self.loudest = max(self.loudest, loud)
        if self.told or loud < 3000:
            return None
        self.told = True
        return Spotted(1.0, 0.0, self.name)


def tone(seconds: float, silence: float = 0.0, level: float = 0.3) -> Samples:
    t = np.arange(int(seconds * RATE)) / RATE
    sound = (level * np.sin(2 * np.pi * 440 * t)).astype(np.float32)
    return np.concatenate([np.zeros(int(silence * RATE), np.float32), sound])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, sound in {
        "stop/loud.wav": tone(0.4, silence=0.2),
        "stop/deeper/loud.flac": tone(0.4),
        "stop/soft.wav": tone(0.4, level=0.01),
        "other/soft.wav": tone(18.0, level=0.01),
        "other/loud.wav": tone(18.0),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, sound, RATE)
    return tmp_path


def test_figures(folder: Path) -> None:
    result = score(clips(folder), LoudStandIn())
    figures = result.figures()
    assert figures["clips"] == 5
    assert figures["recall"] == pytest.approx(2 / 3, abs=1e-4)
    assert [path.name for path in result.missed] == ["soft.wav"]
    assert figures["false_per_hour"] == pytest.approx(1 / (36 / 3600))
    # It is told with the first frame of the tone, and counted from the tone's end.
    assert figures["latency_p50_s"] == pytest.approx(0.02 - 0.4, abs=0.02)


def test_the_word_ends_where_it_is_last_a_tenth_as_loud() -> None:
    begin, end = heard(np.concatenate([tone(0.5, silence=0.3), tone(0.5, level=0.02)]))
    assert begin / RATE == pytest.approx(0.3, abs=0.011)
    assert end / RATE == pytest.approx(0.8, abs=0.011)


def test_noise_is_as_much_softer_as_asked(tmp_path: Path) -> None:
    (tmp_path / "clips" / "stop").mkdir(parents=True)
    (tmp_path / "noise").mkdir()
    soundfile.write(tmp_path / "clips" / "stop" / "silent but for a word.wav", tone(0.5, level=0.1), RATE)
    hiss = np.random.default_rng(1).normal(0, 0.2, 5 * RATE).astype(np.float32)
    soundfile.write(tmp_path / "noise" / "hiss.wav", hiss, RATE)

    class Lead(LoudStandIn):
        def accept(self, frame: Pcm) -> Spotted | None:
            self.frames.append(frame)
            return None

        def restart(self) -> None:
            self.frames: list[Pcm] = []

    spotter = Lead()
    score(clips(tmp_path / "clips"), spotter, noise(tmp_path / "noise", 10.0))
    before = np.concatenate(spotter.frames)[: int(LEAD * RATE)].astype(np.float64) / 32768
    word = 0.1 / np.sqrt(2)
    assert 20 * np.log10(word / np.sqrt(np.mean(before**2))) == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "There is no folder"),
        (["empty"], "holds no WAV or FLAC files"),
        ([".", "--snr", "10"], "Give --noise and --snr together"),
        ([".", "--noise", "nowhere", "--snr", "10"], "There is no folder"),
        ([".", "--threshold", "2"], "A threshold lies between 0 and 1"),
        ([".", "--engine", "microwakeword"], "needs --model"),
    ],
)
def test_bad_options_get_a_sentence(
    folder: Path,
    arguments: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "empty").mkdir()
    monkeypatch.chdir(folder)
    assert main(["evaluate", "stop", *arguments, "--data-dir", str(folder / "data")]) == 2
    said = capsys.readouterr().err
    assert words in said and "Traceback" not in said


def test_a_broken_clip_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "other" / "broken.wav").write_bytes(b"no sound")
    assert main(["evaluate", "stop", str(folder), "--data-dir", str(folder / "data")]) == 1
    assert "broken.wav is not a sound file" in capsys.readouterr().err


def test_the_command_prints_the_names_that_programs_look_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "stop", str(folder), "--json", "--data-dir", str(folder / "data")]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert {"clips", "recall", "false_per_hour", "latency_p50_s", "latency_p95_s"} <= set(figures)
    assert figures["clips"] == 5 and figures["false_per_hour"] == 0
