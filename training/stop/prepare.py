"""Gathers what the stop spotter learns from: recorded people, synthesised voices, noise.

    .venv/bin/python training/stop/prepare.py WORK --audio AUDIO

Writes one file of clips for each kind of sound into the folder WORK. Voices that are not installed are
left out, and it says so.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))
import texts

from voice.dsp import Pcm, Samples, resample, to_pcm
from voice.speech import Synthesiser

RATE = 16000
COACH = "en-gb-x-rp"
ACCENTS = ["en-us", "en-gb-x-rp", "en-gb-scotland", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029", "en-us-nyc"]
VARIANTS = [
    "",
    *(
        "m1 m2 m3 m4 m5 m6 m7 m8 f1 f2 f3 f4 f5 Andy Annie Gene Iven Jacky Lee Linda Michael Mike "
        "Mr_serious Steph Denis Hugo klatt klatt2 Alicia Andrea Antonio anika belinda benjamin boris "
        "david ed grandma grandpa john kaukovalta linda marcelo max michel miguel norbert pablo paul "
        "pedro quincy rob robert steph2 steph3 travis victor zac "
    ).split(),
]
FLITE = ["kal16", "awb", "rms", "slt"]
FESTIVAL = ["kal_diphone", "ked_diphone", "cmu_us_slt_arctic_hts"]


@dataclass
class Clip:
    """One sound; `begin` and `end` are the samples between which it is heard."""

    sound: Pcm
    speaker: str
    text: str


def save(path: Path, clips: list[Clip]) -> None:
    """All clips of a kind in one file, with who speaks and what is said."""
    lengths = [len(clip.sound) for clip in clips]
    spans = [heard(clip.sound) for clip in clips]
    np.savez(
        path,
        sound=np.concatenate([clip.sound for clip in clips]) if clips else np.zeros(0, np.int16),
        start=np.cumsum([0, *lengths]),
        begin=np.array([span[0] for span in spans]),
        end=np.array([span[1] for span in spans]),
        speaker=np.array([clip.speaker for clip in clips]),
        text=np.array([clip.text for clip in clips]),
    )
    print(f"{path.name}: {len(clips)} clips, {sum(lengths) / RATE / 60:.1f} min", flush=True)


def heard(sound: Pcm, part: float = 0.1) -> tuple[int, int]:
    """From where to where a clip is heard: above a tenth of its loudest moment, in steps of 10 ms."""
    hop = RATE // 100
    whole = sound[: len(sound) // hop * hop].astype(np.float64).reshape(-1, hop)
    if not len(whole):
        return 0, len(sound)
    loud = np.sqrt(np.mean(whole**2, axis=1))
    above = np.flatnonzero(loud > part * loud.max())
    return int(above[0]) * hop, (int(above[-1]) + 1) * hop


def recorded(audio: Path) -> dict[str, list[Clip]]:
    kinds: dict[str, list[Clip]] = {}
    with (audio / "manifest.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sound, rate = soundfile.read(audio / row["file"], dtype="int16")
            assert rate == RATE, row["file"]
            kinds.setdefault(row["file"].split("/")[0], []).append(Clip(sound, row["speaker"], row["label"]))
    return kinds


def espeak(lines: Iterable[tuple[str, str, int]]) -> list[Clip]:
    """Phrases by voices of espeak-ng at words a minute; a voice that is not there is left out."""
    todo, clips = list(lines), []
    synthesiser = Synthesiser(RATE)
    missing: set[str] = set()
    for text, voice, rate in todo:
        if voice in missing:
            continue
        synthesiser._voice = voice
        try:
            sound = synthesiser.render(text, rate)
        except Exception:
            missing.add(voice)
            continue
        clips.append(Clip(to_pcm(sound), f"espeak-{voice}", text))
    synthesiser.close()
    if missing:
        print("voices that are not here:", ", ".join(sorted(missing)))
    return clips


def program(lines: Iterable[tuple[str, str]]) -> list[Clip]:
    """Phrases by flite and festival, as far as they are installed."""

    def one(item: tuple[str, str]) -> Clip | None:
        text, voice = item
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "said.wav"
            if voice in FLITE:
                command = ["flite", "-voice", voice, "-t", text, "-o", str(path)]
                given = None
            else:
                command = ["text2wave", "-eval", f"(voice_{voice})", "-o", str(path)]
                given = text.encode()
            subprocess.run(command, input=given, capture_output=True, timeout=60)
            if not path.exists():
                return None
            sound, rate = soundfile.read(path, dtype="float32")
        return (
            Clip(to_pcm(trimmed(resample(sound, rate, RATE))), f"synth-{voice}", text) if len(sound) else None
        )

    here = [voice for voice in FLITE if shutil.which("flite")] + [
        v for v in FESTIVAL if shutil.which("text2wave")
    ]
    with ThreadPoolExecutor(2) as pool:
        return [
            clip for clip in pool.map(one, [item for item in lines if item[1] in here]) if clip is not None
        ]


def trimmed(sound: Samples) -> Samples:
    begin, end = heard(to_pcm(sound), 0.02)
    return sound[begin:end]


def prompts() -> list[Clip]:
    """Asterisk's prompts: five people in five languages, as talk from elsewhere in the room."""
    clips = []
    texts_said = _prompt_texts()
    for path in sorted(Path("/usr/share/asterisk/sounds").glob("*/**/*.g722")):
        name = path.stem
        if "stop" in texts_said.get(name, "").casefold() or path.stat().st_size < 4000:
            continue
        done = subprocess.run(
            ["ffmpeg", "-v", "error", "-f", "g722", "-i", str(path), "-ar", str(RATE), "-f", "s16le", "-"],
            capture_output=True,
        )
        sound = np.frombuffer(done.stdout, np.int16)
        if len(sound):
            clips.append(Clip(sound, f"asterisk-{path.parts[5]}", name))
    return clips


def actors() -> list[Clip]:
    """The Dutch actors of the game Fish Fillets: lively talk, as in a play on television.

    The Czech ones are left for judging.
    """
    clips = []
    for path in sorted(Path("/usr/share/games/fillets-ng/sound").glob("**/nl/**/*.ogg")):
        sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
        clips.append(Clip(to_pcm(resample(sound.mean(axis=1), rate, RATE)), "actors-nl", path.stem))
    return clips


def _prompt_texts() -> dict[str, str]:
    said: dict[str, str] = {}
    for path in Path("/usr/share/doc").glob("asterisk-core-sounds-en*/core-sounds-en.txt*"):
        raw = subprocess.run(["zcat", "-f", str(path)], capture_output=True).stdout.decode("utf-8", "replace")
        for line in raw.splitlines():
            name, _, text = line.partition(":")
            said[name.strip().split("/")[-1]] = text
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--audio", type=Path, required=True)
    parser.add_argument("--only", help="kinds with commas, to make a part anew")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    draw = random.Random(7)
    only = set(args.only.split(",")) if args.only else None

    def wanted(kind: str) -> bool:
        return only is None or kind in only

    if wanted("recorded"):
        for kind, clips in recorded(args.audio).items():
            save(args.work / f"real_{kind}.npz", clips)
    voices = [f"{accent}+{variant}".rstrip("+") for accent in ACCENTS for variant in VARIANTS]
    speeds = [110, 130, 155, 180, 210]
    if wanted("stops"):
        lines = [
            (t, v, draw.choice(speeds))
            for v in voices
            for t in (texts.STOPS[0], *draw.sample(texts.STOPS, 3))
        ]
        more = [(t, v) for t in texts.STOPS for v in (*FLITE, *FESTIVAL)]
        save(args.work / "tts_stop.npz", espeak(lines) + program(more))
        lines = [(t, v, draw.choice(speeds)) for v in voices for t in draw.sample(texts.STOPS_AND_MORE, 1)]
        more = [(t, v) for t in texts.STOPS_AND_MORE for v in (*FLITE, *FESTIVAL)]
        save(args.work / "tts_more.npz", espeak(lines) + program(more))
    if wanted("near"):
        near = texts.near()
        lines = [(t, v, draw.choice(speeds)) for t in near for v in draw.sample(voices, 14)]
        more = [(t, v) for t in near for v in (*FLITE, *FESTIVAL)]
        save(args.work / "tts_near.npz", espeak(lines) + program(more))
    if wanted("talk"):
        said = texts.requests()
        lines = [
            (t, draw.choice(voices), draw.choice(speeds)) for t in draw.sample(said, min(1500, len(said)))
        ]
        more = [(t, draw.choice(FLITE)) for t in draw.sample(said, min(800, len(said)))]
        save(args.work / "tts_talk.npz", espeak(lines) + program(more))
    if wanted("coach"):
        coach = texts.coach_lines()
        others = [f"en-gb-x-rp+{v}" for v in ("f2", "f3", "m3", "m7")] + [
            "en-us",
            "en-us+f3",
            "en-gb-scotland",
        ]
        lines = [(t, COACH, draw.choice([130, 155, 155, 155, 180])) for t in coach]
        lines += [(t, draw.choice(others), 155) for t in coach]
        save(args.work / "coach.npz", espeak(lines))
    if wanted("prompts"):
        save(args.work / "prompts.npz", prompts())
    if wanted("actors"):
        save(args.work / "actors.npz", actors())


if __name__ == "__main__":
    main()
