"""How the coach speaks: which voice, how fast, how loud, and how what is written is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from coach.clock import ManualClock
from coach.journal import Journal
from tests.voice.coached import Coached
from tests.voice.conftest import events
from tests.voice.measure import loudness as peak
from tests.voice.measure import read
from tests.voice.recordings import RATE
from tests.voice.stand_in import ScriptedRecogniser
from voice.audio.base import OUTPUT_RATE
from voice.dsp import PEAK, envelope
from voice.exchange import sentences
from voice.options import VoiceOptions
from voice.run import run_session
from voice.speech import Synthesiser
from voice.speech.choice import Offered, choose
from voice.speech.loudness import limited, loudness
from voice.speech.spoken import spoken_form

MAC = [
    Offered("com.apple.speech.synthesis.voice.Albert", "Albert", ("en-US",), "VoiceGenderNeuter"),
    Offered("com.apple.voice.compact.it-IT.Alice", "Alice", ("it-IT",), "VoiceGenderFemale"),
    Offered("com.apple.speech.synthesis.voice.BadNews", "Bad News", ("en-US",), "VoiceGenderNeuter"),
    Offered("com.apple.voice.compact.en-GB.Daniel", "Daniel", ("en-GB",), "VoiceGenderMale"),
    Offered("com.apple.eloquence.en-GB.Eddy", "Eddy (English (UK))", ("en-GB",), "VoiceGenderMale"),
    Offered("com.apple.voice.enhanced.en-GB.Kate", "Kate (Enhanced)", ("en-GB",), "VoiceGenderFemale"),
    Offered("com.apple.voice.premium.en-US.Ava", "Ava (Premium)", ("en-US",), "VoiceGenderFemale"),
    Offered("com.apple.voice.compact.en-US.Samantha", "Samantha", ("en-US",), "VoiceGenderFemale"),
    Offered("com.apple.speech.synthesis.voice.Zarvox", "Zarvox", ("en-US",), "VoiceGenderNeuter"),
]
OLD_MAC = [
    Offered("com.apple.speech.synthesis.voice.Alex", "Alex", ("en-US",), "VoiceGenderMale"),
    Offered("com.apple.speech.synthesis.voice.anna", "Anna", ("de-DE",), "VoiceGenderFemale"),
    Offered("com.apple.speech.synthesis.voice.daniel", "Daniel", ("en-GB",), "VoiceGenderMale"),
    Offered("com.apple.speech.synthesis.voice.daniel.premium", "Daniel", ("en-GB",), "VoiceGenderMale"),
    Offered("com.apple.speech.synthesis.voice.fiona", "Fiona", ("en-scotland",), "VoiceGenderFemale"),
]
_TOKENS = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Speech\Voices\Tokens"
WINDOWS = [
    Offered(rf"{_TOKENS}\TTS_MS_DE-DE_HEDDA_11.0", "Microsoft Hedda Desktop - German", ("de-DE",), "Female"),
    Offered(
        rf"{_TOKENS}\TTS_MS_EN-US_ZIRA_11.0",
        "Microsoft Zira Desktop - English (United States)",
        ("en-US",),
        "Female",
    ),
    Offered(
        rf"{_TOKENS}\TTS_MS_EN-US_DAVID_11.0",
        "Microsoft David Desktop - English (United States)",
        ("en-US",),
        "Male",
    ),
    Offered(
        rf"{_TOKENS}\TTS_MS_EN-GB_HAZEL_11.0",
        "Microsoft Hazel Desktop - English (Great Britain)",
        ("en-GB",),
        "Female",
    ),
]
NATURAL = Offered(
    rf"{_TOKENS}\NaturalVoice_Sonia", "Microsoft Sonia (Natural) - English (United Kingdom)", ("en-GB",), None
)


@pytest.mark.parametrize(
    ("voices", "wanted", "chosen"),
    [
        (MAC, None, "com.apple.voice.premium.en-US.Ava"),
        (MAC, "man", "com.apple.voice.compact.en-GB.Daniel"),
        (MAC, "woman", "com.apple.voice.premium.en-US.Ava"),
        (MAC, "kate", "com.apple.voice.enhanced.en-GB.Kate"),
        (MAC, "nobody", None),
        (OLD_MAC, None, "com.apple.speech.synthesis.voice.daniel.premium"),
        (OLD_MAC, "woman", "com.apple.speech.synthesis.voice.fiona"),
        (WINDOWS, None, WINDOWS[3].id),
        (WINDOWS, "man", WINDOWS[2].id),
        (WINDOWS, "Zira", WINDOWS[1].id),
        ([*WINDOWS, NATURAL], None, NATURAL.id),
        ([*WINDOWS, NATURAL], "woman", NATURAL.id),
        ([WINDOWS[1]], "man", WINDOWS[1].id),
        ([MAC[1]], None, None),
        ([], None, None),
    ],
)
def test_the_best_voice_of_each_platform_is_taken(
    voices: list[Offered], wanted: str | None, chosen: str | None
) -> None:
    assert choose(voices, wanted) == chosen


def test_the_usual_voices_are_there_and_differ(synthesiser: Synthesiser, speech_cache: Path) -> None:
    said = {}
    for wanted in (None, "man", "woman"):
        made = Synthesiser(OUTPUT_RATE, voice=wanted, cache=speech_cache)
        try:
            said[wanted] = made.render("Slowly back up.")
        finally:
            made.close()
    np.testing.assert_array_equal(said[None], said["man"])
    assert len(said["woman"]) != len(said["man"]) or not np.array_equal(said["woman"], said["man"])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Call 999 now.", "Call nine nine nine now."),
        ("Or call 111 and choose option 2.", "Or call one one one and choose option 2."),
        (
            "Talk to them, day or night, on 116 123.",
            "Talk to them, day or night, on one one six, one two three.",
        ),
        ("Lifeline, on 13 11 14.", "Lifeline, on one three, one one, one four."),
        ("Call 0800 611 116.", "Call zero eight zero zero, six one one, one one six."),
        ("Call 000.", "Call zero zero zero."),
        ("It should settle in 45 minutes.", "It should settle in 45 minutes."),
        ("It was so in 2013.", "It was so in 2013."),
        ("Do it 4 times.", "Do it 4 times."),
        ("Hold for 10 s.", "Hold for 10 seconds."),
        ("Walk 1 min, then 1.5 km.", "Walk 1 minute, then 1.5 kilometres."),
        ("Rest, e.g. on a chair.", "Rest, for example on a chair."),
        ("Ask Dr. Smith at St. Mary's.", "Ask Doctor Smith at Saint Mary's."),
        ("It is in High St.", "It is in High Street"),
        ("It lasted 3:30.", "It lasted three thirty."),
        ("At 3:05 or 2:00.", "At three oh five or two o'clock."),
        ("Your pain was 3/10.", "Your pain was 3 out of 10."),
        ("Do 4-6 of them.", "Do 4 to 6 of them."),
        ("It is 50% of 38 °C.", "It is 50 percent of 38 degrees."),
        ("Go to A&E.", "Go to A and E."),
        ("2 x 10", "2 times 10"),
    ],
)
def test_what_is_written_is_said_as_people_say_it(written: str, said: str) -> None:
    assert spoken_form(written) == said


def test_a_sentence_does_not_end_at_an_abbreviation() -> None:
    text = "Rest, e.g. on a chair. Then ask Dr. Smith. Go on."
    assert sentences(text) == ["Rest, e.g. on a chair.", "Then ask Dr. Smith.", "Go on."]


PHRASES = ("one,", "four,", "six,", "Hold.", "Slowly back up.", "Put a thin pillow under your head.")


@pytest.mark.parametrize(("volume", "decibels"), [(60, 0.0), (30, -6.0), (85, 5.0)])
def test_all_phrases_are_equally_loud_at_each_volume(
    speech_cache: Path, volume: int, decibels: float
) -> None:
    made = Synthesiser(OUTPUT_RATE, volume=volume, cache=speech_cache)
    try:
        clips = [made.render(phrase) for phrase in PHRASES]
    finally:
        made.close()
    levels = [loudness(clip, OUTPUT_RATE) for clip in clips]
    assert max(levels) - min(levels) < 1.0
    assert np.mean(levels) == pytest.approx(-20.0 + decibels, abs=0.7)
    assert max(peak(clip) for clip in clips) <= PEAK


def test_a_limiter_holds_peaks_without_tearing_them() -> None:
    t = np.arange(24000) / 24000
    swell = (np.sin(2 * np.pi * 200 * t) * np.linspace(0.1, 3.0, len(t))).astype(np.float32)
    held = limited(swell, 24000)
    assert peak(held) <= PEAK
    assert np.mean(np.abs(held) > PEAK - 1e-4) < 0.02, "it is turned down, not cut off flat"
    np.testing.assert_array_equal(limited(0.1 * swell, 24000), 0.1 * swell)


def test_counts_are_heard_to_begin_on_their_first_sample(synthesiser: Synthesiser) -> None:
    """At any threshold that a listener or a microphone may have, also where they begin softly."""
    for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"):
        for form in (word, f"{word},"):
            loud = envelope(synthesiser.render(form), OUTPUT_RATE)
            for part in (0.05, 0.1, 0.2):
                onset = np.flatnonzero(loud > part * loud.max())[0] / OUTPUT_RATE
                assert onset < 0.01, (form, part, onset)


class Talks:
    """Sessions in which somebody has wishes about the voice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = Journal()
        self.told: list[str] = []

    def hold(self, *heard: tuple[float, str], **options: Any) -> tuple[int, list[dict[str, Any]], Any]:
        clock = ManualClock()
        silent, out, log = (self.folder / name for name in ("in.wav", "out.wav", "events.jsonl"))
        soundfile.write(str(silent), np.zeros(20 * RATE, dtype=np.float32), RATE)
        asked: dict[str, Any] = {
            "person": "ann",
            "input": str(silent),
            "output": str(out),
            "events": log,
            "data_dir": self.folder / "data",
        }
        status = run_session(
            VoiceOptions(**(asked | options)),
            Coached(clock, self.journal),
            clock=clock,
            recogniser=ScriptedRecogniser(*((at, text, True) for at, text in heard)),
            tell=self.told.append,
        )
        return status, events(log) if log.exists() else [], read(out) if status == 0 else None


@pytest.fixture
def talks(tmp_path: Path, speech_cache: Path) -> Talks:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "speech").symlink_to(speech_cache)
    return Talks(tmp_path)


def _line(events: list[dict[str, Any]], text: str, sound: Any) -> np.ndarray[Any, Any]:
    """The second and a half from the beginning of a line."""
    samples, rate = sound
    at = next(e["t"] for e in events if e["event"] == "say" and e["text"] == text)
    cut: np.ndarray[Any, Any] = samples[round(at * rate) : round((at + 1.5) * rate)]
    return cut


def test_louder_holds_for_the_very_answer_and_for_the_next_session(talks: Talks) -> None:
    _, first, sound = talks.hold((8.0, "louder please"))
    assert [e["text"] for e in first if e["event"] == "say"][-1] == "I speak up now."
    assert talks.journal.profile("ann")["voice"]["volume"] == 75
    before = _line(first, "Hello again.", sound)
    assert peak(_line(first, "I speak up now.", sound)) > 1.2 * peak(before)
    _, second, louder = talks.hold()
    gain = peak(_line(second, "Hello again.", louder)) / peak(before)
    assert 20 * np.log10(gain) == pytest.approx(3.0, abs=0.1)


def test_what_the_command_line_says_goes_before_what_is_kept(talks: Talks) -> None:
    talks.journal.remember("ann", voice={"rate": 220, "volume": 60, "voice": None, "chatty": "normal"})
    _, kept, quick = talks.hold()
    _, told, slow = talks.hold(rate=110)
    greeting = 'You can say "start seated bend", or tell me what you feel.'
    ends = [_length(happened, greeting, sound) for happened, sound in ((kept, quick), (told, slow))]
    assert ends[1] > 1.4 * ends[0]


def _length(happened: list[dict[str, Any]], text: str, sound: Any) -> float:
    samples, rate = sound
    at = next(e["t"] for e in happened if e["event"] == "say" and e["text"] == text)
    return float(np.flatnonzero(np.abs(samples[round(at * rate) :]) > 0.01)[-1]) / rate


def test_a_voice_that_is_not_here_is_told_with_those_that_are(talks: Talks) -> None:
    status, happened, _ = talks.hold(voice="Nobody")
    assert status == 1 and happened == []
    assert len(talks.told) == 1 and 'no voice "Nobody" here' in talks.told[0]


def test_a_voice_kept_on_another_machine_leaves_the_usual_one(talks: Talks) -> None:
    talks.journal.remember("ann", voice={"voice": "com.apple.voice.premium.en-US.Ava"})
    status, happened, _ = talks.hold()
    assert status == 0 and [e for e in happened if e["event"] == "say"]
