"""Makes the examples to learn from: a word in a room, among noise and talk, or all that without the word."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 16000
LENGTH = 2 * RATE
Sound = NDArray[np.float32]

FOREGROUND = {
    "real_other": 0.24,
    "real_speech": 0.17,
    "real_digits": 0.05,
    "tts_near": 0.16,
    "tts_talk": 0.09,
    "coach": 0.15,
    "prompts": 0.09,
    "actors": 0.09,
    "real_noise": 0.05,
}
"""What is heard where nobody says stop, and how often."""


@dataclass
class Example:
    """Two seconds of sound; `begin` and `end` say in seconds where the word is, if it is there."""

    sound: Sound
    begin: float | None
    end: float | None
    kind: str


def held_back(name: str, part: int, parts: int) -> bool:
    """Whether a speaker or a clip belongs to the part that is kept for judging."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % parts == part


class Bank:
    """The clips of one kind."""

    def __init__(self, path: Path) -> None:
        data = np.load(path)
        self.sound, self.starts = data["sound"], data["start"]
        self.begin, self.end = data["begin"], data["end"]
        self.speaker, self.text = data["speaker"], data["text"]
        self.kind = path.stem
        self.chosen = np.flatnonzero(np.diff(self.starts) > RATE // 20)  # some files hold next to nothing

    def name(self, n: int) -> str:
        """Who a clip is kept apart by: its speaker, or itself where nobody knows who it is."""
        speaker = str(self.speaker[n])
        if self.kind in ("real_stop", "real_other", "real_digits"):
            return speaker
        return f"{self.kind}-{n}" if self.kind in ("real_speech", "real_noise") else "always learnt from"

    def clip(self, n: int) -> Sound:
        sound: Sound = self.sound[self.starts[n] : self.starts[n + 1]].astype(np.float32)
        return sound

    def draw(self, rng: np.random.Generator) -> int:
        return int(rng.choice(self.chosen))


class Maker:
    """Draws examples without end.

    Args:
        keep: which of the kept-apart names may be used; given a name, says yes or no.
    """

    def __init__(self, work: Path, seed: int, keep) -> None:  # type: ignore[no-untyped-def]
        self.rng = np.random.default_rng(seed)
        self.banks = {
            path.stem: Bank(path)
            for path in sorted(work.glob("*.npz"))
            if path.stem not in ("emb", "melbank")
        }
        for bank in self.banks.values():
            bank.chosen = np.array([n for n in bank.chosen if keep(bank.name(int(n)))], dtype=int)
        self.kinds = [kind for kind in FOREGROUND if kind in self.banks and len(self.banks[kind].chosen)]
        weights = np.array([FOREGROUND[kind] for kind in self.kinds])
        self.weights = weights / weights.sum()

    def positive(self) -> Example:
        rng = self.rng
        kind = "real_stop" if rng.random() < 0.62 or "tts_stop" not in self.banks else "tts_stop"
        if kind == "tts_stop" and rng.random() < 0.12:
            kind = "tts_more"
        bank = self.banks[kind]
        n = bank.draw(rng)
        clip = bank.clip(n)
        margin = int(rng.uniform(0.01, 0.06) * RATE)
        begin, end = max(0, int(bank.begin[n]) - margin), min(len(clip), int(bank.end[n]) + margin)
        word, lead, tail = clip[begin:end], int(bank.begin[n]) - begin, end - int(bank.end[n])
        quicker = rng.uniform(0.84, 1.2)
        word = self.colour(stretch(word, quicker))
        lead, tail = int(lead / quicker), int(tail / quicker)
        known = (
            int(0.3 * RATE) if kind == "tts_more" else len(word) - tail
        )  # else the word's end is the clip's
        finish = int(rng.uniform(1.0, 1.78) * RATE)
        at = max(0, finish - known)
        sound = np.zeros(LENGTH, np.float32)
        put(sound, word, at)
        level = rms(word[lead : len(word) - tail])
        if rng.random() < 0.35 and at > RATE // 3:  # somebody talks just before
            talk = self.talk(at - int(rng.uniform(0.0, 0.35) * RATE))
            put(sound, matched(talk, level * db(rng.uniform(-6, 3))), 0)
        after = at + len(word) + int(rng.uniform(0.1, 0.4) * RATE)
        if rng.random() < 0.25 and after < LENGTH:
            put(sound, matched(self.talk(LENGTH - after), level * db(rng.uniform(-6, 3))), after)
        if rng.random() < 0.4:
            sound = self.room(sound)
        sound = self.among(sound, level, speech=True)
        start = (at + lead) / RATE
        return Example(sound, start, (at + known) / RATE, kind)

    def negative(self) -> Example:
        rng = self.rng
        kind = str(rng.choice(self.kinds, p=self.weights))
        sound = np.zeros(LENGTH, np.float32)
        at = -int(rng.uniform(0, 0.6) * RATE)
        level = 0.0
        while at < LENGTH:
            bank = self.banks[kind]
            n = bank.draw(rng)
            clip = bank.clip(n)
            if len(clip) > LENGTH:
                first = int(rng.integers(0, len(clip) - LENGTH))
                clip = clip[first : first + LENGTH + RATE // 2]
            if kind != "real_noise":
                clip = self.colour(stretch(clip, rng.uniform(0.84, 1.2)))
            loud = rms(clip) + 1e-3
            level = level or loud
            clip = clip * (level / loud) * db(rng.uniform(-4, 4))
            put(sound, clip, at)
            at += len(clip) + int(rng.uniform(-0.02, 0.5) * RATE)
        level = rms(sound) * 1.5
        if rng.random() < 0.4:
            sound = self.room(sound)
        return Example(self.among(sound, level, speech=kind != "real_noise"), None, None, kind)

    def among(self, sound: Sound, level: float, *, speech: bool) -> Sound:
        """Noise, babble, music and the coach's own voice behind it; as loud as a far or a near person."""
        rng = self.rng
        if rng.random() < 0.78:
            snr = rng.uniform(-4, 25) if rng.random() < 0.8 else rng.uniform(-4, 6)
            sound = sound + matched(self.noise(), level * db(-snr))
        if rng.random() < 0.15:
            coach = self.run("coach", LENGTH)
            if len(coach):
                sound = sound + matched(coach, level * db(rng.uniform(-28, 4)))
        loud = 32768 * db(rng.uniform(-46, -14))
        sound = sound * (loud / (level + 1e-3))
        return np.clip(np.rint(sound), -32768, 32767).astype(np.float32)

    def noise(self) -> Sound:
        rng = self.rng
        draw = rng.random()
        if draw < 0.55:
            return self.run("real_noise", LENGTH)
        if draw < 0.75:
            babble = np.zeros(LENGTH, np.float32)
            for _ in range(int(rng.integers(2, 7))):
                kind = str(rng.choice(["real_speech", "prompts", "tts_talk", "real_other"]))
                babble += matched(self.run(kind, LENGTH), db(rng.uniform(-6, 0)))
            return babble
        if draw < 0.85:
            return music(rng)
        spectrum = np.fft.rfft(rng.standard_normal(LENGTH))
        spectrum /= np.maximum(np.arange(len(spectrum)), 20) ** rng.uniform(0.0, 1.0)
        return np.fft.irfft(spectrum, LENGTH).astype(np.float32)

    def run(self, kind: str, length: int) -> Sound:
        """Clips of one kind, one after the other, until the time is filled; begun anywhere."""
        bank = self.banks.get(kind)
        if bank is None or not len(bank.chosen):
            return np.zeros(length, np.float32)
        parts: list[Sound] = []
        have = -int(self.rng.uniform(0, 0.5) * RATE)
        while have < length:
            clip = bank.clip(bank.draw(self.rng))
            if len(clip) > 2 * length:
                first = int(self.rng.integers(0, len(clip) - length))
                clip = clip[first : first + length]
            parts.append(clip)
            have += len(clip)
        return np.concatenate(parts)[-length:]

    def talk(self, length: int) -> Sound:
        kind = str(self.rng.choice(["real_other", "real_speech", "prompts", "coach", "tts_talk"]))
        return self.run(kind, max(length, RATE // 10))[-max(length, 1) :]

    def colour(self, sound: Sound) -> Sound:
        """Another microphone: its bass and treble raised or lowered."""
        rng = self.rng
        if rng.random() < 0.5:
            return sound
        spectrum = np.fft.rfft(sound)
        octaves = np.log2(np.maximum(np.arange(len(spectrum)) * RATE / max(len(sound), 1), 60) / 800)
        bend = rng.uniform(-3, 3) * octaves + rng.uniform(-1.5, 1.5) * np.abs(octaves)
        return np.fft.irfft(spectrum * db(np.clip(bend, -18, 18)), len(sound)).astype(np.float32)

    def room(self, sound: Sound) -> Sound:
        """The sound as it arrives some metres away in a room that rings for 0.15 to 0.8 s."""
        rng = self.rng
        ring = rng.uniform(0.15, 0.8)
        length = int(min(ring, 0.5) * RATE)
        tail = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / (ring * RATE))
        tail *= db(rng.uniform(-14, 2)) / np.sqrt(np.sum(tail**2))
        tail[: int(rng.uniform(0.001, 0.01) * RATE)] = 0
        tail[0] = 1.0
        size = len(sound) + length
        spectrum = np.fft.rfft(sound, size) * np.fft.rfft(tail, size)
        return np.fft.irfft(spectrum, size)[: len(sound)].astype(np.float32)


def music(rng: np.random.Generator) -> Sound:
    """Chords and beats, as from a television."""
    t = np.arange(LENGTH) / RATE
    sound = np.zeros(LENGTH)
    step = rng.uniform(0.2, 0.6)
    root = rng.uniform(80, 300)
    for n in range(int(2 / step) + 1):
        since = t - n * step
        shape = np.where(since > 0, np.exp(-np.maximum(since, 0) * rng.uniform(1, 6)), 0)
        for _ in range(3):
            pitch = root * 2 ** (int(rng.integers(0, 24)) / 12)
            for harmonic in range(1, 6):
                sound += shape * np.sin(2 * np.pi * pitch * harmonic * t) / harmonic**1.3
        if rng.random() < 0.7:
            sound += rng.standard_normal(LENGTH) * np.where(since > 0, np.exp(-np.maximum(since, 0) * 40), 0)
    return sound.astype(np.float32)


def stretch(sound: Sound, quicker: float) -> Sound:
    """Quicker and higher, or slower and lower."""
    size = max(2, int(len(sound) / quicker))
    return np.interp(np.linspace(0, len(sound) - 1, size), np.arange(len(sound)), sound).astype(np.float32)


def put(sound: Sound, clip: Sound, at: int) -> None:
    """Add a clip at a sample; what falls outside is cut off."""
    first, last = max(0, at), min(len(sound), at + len(clip))
    if last > first:
        sound[first:last] += clip[first - at : last - at]


def matched(sound: Sound, level: float) -> Sound:
    return sound * np.float32(level / (rms(sound) + 1e-3))


def rms(sound: Sound) -> float:
    return float(np.sqrt(np.mean(sound.astype(np.float64) ** 2))) if len(sound) else 0.0


def db(decibels):  # type: ignore[no-untyped-def]
    return 10 ** (decibels / 20)
