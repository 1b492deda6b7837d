"""The coach's voice is taken out of what is heard, the person's is not, whatever way the sound takes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.voice.recordings import real_voice
from voice.audio.base import FRAME, INPUT_RATE, OUTPUT_RATE
from voice.audio.room import Acoustics, Room, track
from voice.dsp import Samples, to_float, to_pcm
from voice.echo import CleanEar, EchoCanceller, choose_canceller
from voice.echo.choose import HALF_DUPLEX
from voice.echo.engines import KalmanCanceller
from voice.echo.tape import Tape
from voice.errors import UsageError
from voice.mixer import Mixer
from voice.speech import Synthesiser

TALK = (
    "Lie on your back, with your knees bent and your feet flat. Breathe out, and bring one knee towards your "
    "chest. Hold it there with both hands, and let your shoulders rest on the floor. Now the other leg. "
)
SECONDS = 14.0
LEARNED = slice(int(6 * INPUT_RATE), int(13 * INPUT_RATE))


@pytest.fixture(scope="module")
def coach_talks(synthesiser: Synthesiser) -> Samples:
    once = synthesiser.render(TALK)
    return np.tile(once, 1 + int(SECONDS * OUTPUT_RATE) // len(once))


def _session(
    canceller: EchoCanceller | None, acoustics: Acoustics, voice: Samples, person: Samples | None = None
) -> Samples:
    """What comes out of the canceller while the coach talks."""
    room = Room(track([], SECONDS) if person is None else person, acoustics)
    mixer = Mixer(OUTPUT_RATE)
    mixer.schedule(voice, 0)
    ear = CleanEar(mixer, canceller, ducks=False)
    room.mouth.start(mixer.render)
    frames = []
    while True:
        room.mouth.pump()
        frame = room.ear.read()
        if frame is None:
            return to_float(np.concatenate(frames))
        frames.append(ear.clean(frame))


def _level(sound: Samples) -> float:
    return 10 * float(np.log10(np.mean(sound.astype(np.float64) ** 2) + 1e-12))


@pytest.mark.parametrize(
    ("acoustics", "least"),
    [
        (Acoustics(echo_db=0), 30),
        (Acoustics(echo_db=20, gain_db=-24), 30),
        (Acoustics(delay=0.0), 30),
        (Acoustics(delay=0.3), 30),
        (Acoustics(drift=30), 25),
        (Acoustics(drift=100), 20),
        (Acoustics(drive=3), 20),
    ],
    ids=["equal", "louder", "at once", "late", "30 ppm", "100 ppm", "bent"],
)
def test_the_coachs_voice_is_taken_out(acoustics: Acoustics, least: float, coach_talks: Samples) -> None:
    before = _session(None, acoustics, coach_talks)[LEARNED]
    after = _session(KalmanCanceller(), acoustics, coach_talks)[LEARNED]
    assert _level(before) - _level(after) > least


def test_a_voice_without_an_echo_passes_unharmed(coach_talks: Samples, human_stops: list[Path]) -> None:
    """From file to file the coach speaks, and nothing of it is heard."""
    said = [(2.0 * n + 1.0, real_voice(clip)) for n, clip in enumerate(human_stops[:6])]
    person = track(said, SECONDS)
    acoustics = Acoustics(echo_db=None)
    before = _session(None, acoustics, coach_talks, person)
    after = _session(KalmanCanceller(), acoustics, coach_talks, person)
    assert _likeness(before, after) > 0.9
    assert _likeness(before[LEARNED], after[LEARNED]) > 0.97


@pytest.mark.parametrize(("echo_db", "least"), [(-10, 0.95), (0, 0.9), (10, 0.8)])
def test_a_voice_over_the_coach_is_kept(
    echo_db: float, least: float, coach_talks: Samples, human_stops: list[Path]
) -> None:
    said = [(2.0 * n + 5.0, real_voice(clip)) for n, clip in enumerate(human_stops[:4])]
    person = track(said, SECONDS)
    alone = _session(None, Acoustics(echo_db=None), coach_talks, person)[LEARNED]
    after = _session(KalmanCanceller(), Acoustics(echo_db=echo_db), coach_talks, person)[LEARNED]
    assert _likeness(alone, after) > least


def _likeness(wanted: Samples, found: Samples) -> float:
    """Correlation of two sounds, one of which may be a little later."""
    size = 1 << (2 * len(wanted) - 1).bit_length()
    cross = np.fft.irfft(np.fft.rfft(found, size) * np.conj(np.fft.rfft(wanted, size)), size)
    return float(cross[: INPUT_RATE // 20].max() / np.sqrt(np.sum(wanted**2) * np.sum(found**2)))


def test_silence_of_the_coach_leaves_every_sample_as_it_was() -> None:
    canceller = KalmanCanceller()
    sound = to_pcm(np.random.default_rng(1).normal(0, 0.05, 100 * FRAME).astype(np.float32))
    silent = np.zeros(FRAME, dtype=np.int16)
    out = np.concatenate([canceller.clean(frame, silent) for frame in sound.reshape(-1, FRAME)])
    late = int(np.argmax(np.correlate(out[:2000].astype(float), sound[:1000].astype(float), "valid")))
    assert late <= 0.005 * INPUT_RATE
    np.testing.assert_array_equal(out[late:], sound[: len(sound) - late])


def test_the_first_frame_of_a_tape_goes_with_the_first_frame_heard() -> None:
    tape = Tape(OUTPUT_RATE)
    sound = np.sin(np.arange(24000) / 20).astype(np.float32) * 0.5
    frames = []
    for start in range(0, len(sound), 480):
        tape.put(sound[start : start + 480])
        frames.append(tape.take())
    assert all(frame.any() for frame in frames)
    assert np.abs(np.diff(to_float(np.concatenate(frames)))).max() < 0.05, "no clicks"


def test_a_tape_that_is_behind_or_ahead_falls_in_step_by_whole_frames() -> None:
    tape = Tape(INPUT_RATE)

    def put(n: int) -> None:
        tape.put(np.full(FRAME, n / 1000, dtype=np.float32))

    def taken() -> int:
        return round(float(tape.take()[0]) / 32.768)

    assert taken() == 0, "silence where nothing was given out yet"
    for n in range(1, 6):
        put(n)
    assert [taken() for _ in range(3)] == [1, 2, 3]
    for n in range(6, 250):
        put(n)
        last = taken()
    assert last == 249, "what was too much was left out"


@pytest.mark.parametrize(
    ("wanted", "microphone", "name", "told"),
    [
        ("auto", "USB microphone", "kalman", []),
        ("auto", "alsa_input.echo-cancel.monitor", None, []),
        ("kalman", "alsa_input.echo-cancel.monitor", "kalman", []),
        ("webrtc", "USB microphone", "webrtc", []),
        ("system", "USB microphone", None, []),
        ("none", "USB microphone", None, [HALF_DUPLEX]),
    ],
)
def test_which_canceller_is_used(wanted: str, microphone: str, name: str | None, told: list[str]) -> None:
    lines: list[str] = []
    canceller = choose_canceller(wanted, microphone, lines.append)
    assert (canceller.name if canceller else None) == name
    assert lines == told


def test_a_canceller_that_is_not_here_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyaec", None)
    with pytest.raises(UsageError, match=r"--echo auto, or install the package pyaec"):
        choose_canceller("speex", "USB microphone", lambda _: None)
    with pytest.raises(UsageError, match="no echo canceller"):
        choose_canceller("magic", "USB microphone", lambda _: None)
