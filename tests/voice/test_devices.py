"""A device that goes away pauses the session and may come back; one that is not there is done without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.understand import command, is_stop
from tests.readability import sentences, too_hard
from tests.voice.loose import FOR_GOOD, Held, hold
from tests.voice.stand_in import StandInAssistant, cue_sheet
from voice.devices import NEITHER, NO_LOUDSPEAKER, NO_MICROPHONE
from voice.exchange import InlineExchange, Reply
from voice.trouble import LINES, SAFE_END

READY = (3.0, "Ready.", True)
IN_SET = 9.0
"""A second in the middle of the set."""


@pytest.fixture
def folder(tmp_path: Path, speech_cache: Path) -> Path:
    (tmp_path / "speech").symlink_to(speech_cache)
    return tmp_path


def _lost_and_kept(held: Held, lost: float) -> None:
    """The set ended where the device went, its place was told, and nothing was counted afterwards."""
    (stopped,) = held.assistant.reports("cue_sheet_stopped")
    assert stopped == ("cue_sheet_stopped", pytest.approx(lost - held.begin, abs=0.06), "lost")
    assert not [cue for cue in held.of("cue") if cue["t"] > lost + 0.05]
    assert held.assistant.reports("cue_sheet_done") == []


@pytest.mark.parametrize("which", ["microphone", "loudspeaker"])
def test_a_device_that_goes_away_and_comes_back(folder: Path, which: str) -> None:
    span = [(IN_SET, IN_SET + 10.0)]
    held = hold(folder, READY, seconds=30.0, **{"deaf" if which == "microphone" else "mute": span})
    assert held.status == 0
    assert held.states() == [(which, "lost"), (which, "back")]
    _lost_and_kept(held, IN_SET)
    lost, back = held.said().index(LINES[f"{which} lost"]), held.said().index(LINES[f"{which} back"])
    assert lost < held.said().index("We wait.") < back, "what is lost, what the assistant says, what is back"
    assert held.of("device")[1]["t"] == pytest.approx(IN_SET + 10.0, abs=2.5)
    assert not [cue for cue in held.of("cue") if cue["t"] > IN_SET + 0.05], "nothing starts by itself"


def test_when_both_go_away_both_are_told(folder: Path) -> None:
    away = [(IN_SET, IN_SET + 15.0)]
    held = hold(folder, READY, deaf=away, mute=[(IN_SET + 0.1, IN_SET + 15.0)], seconds=30.0)
    assert sorted(held.states()[:2]) == [("loudspeaker", "lost"), ("microphone", "lost")]
    assert {LINES["microphone lost"], LINES["loudspeaker lost"]} <= set(held.said())
    _lost_and_kept(held, IN_SET)


def test_a_loss_that_is_over_is_not_spoken_of_any_more(folder: Path) -> None:
    """Both go and come back at once, while the first of them is still being told."""
    away = [(IN_SET, IN_SET + 2.5)]
    held = hold(folder, READY, deaf=away, mute=away, seconds=30.0)
    back = [event["t"] for event in held.of("device") if event["state"] == "back"]
    untrue = {LINES["microphone lost"], LINES["loudspeaker lost"]}
    lost = [event for event in held.of("say") if event["text"] in untrue]
    assert len(back) == 2 and not [event for event in lost if event["t"] > back[0]]
    assert {LINES["microphone back"], LINES["loudspeaker back"]} <= set(held.said())


def test_a_set_that_was_asked_for_before_the_loss_does_not_begin(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(InlineExchange):
        """Answers a second after it was asked."""

        waited = 0

        def replies(self) -> list[Reply]:
            self.waited = self.waited + 1 if self._replies else 0
            return super().replies() if self.waited > 50 else []

    monkeypatch.setattr("voice.run.InlineExchange", Slow)
    held = hold(folder, (3.0, "Ready.", True), deaf=[(3.4, 6.0)], seconds=25.0)
    assert held.of("turn") and held.of("cue") == []
    assert held.assistant.reports("cue_sheet_stopped") == [("cue_sheet_stopped", 0.0, "lost")]


def test_the_word_to_go_on_goes_on(folder: Path) -> None:
    held = hold(folder, READY, (25.0, "Ready.", True), deaf=[(IN_SET, IN_SET + 6.0)], seconds=40.0)
    assert [event["event"] for event in held.events if event["event"] in ("paused", "resumed")] == [
        "paused",
        "resumed",
    ]
    assert len(held.assistant.reports("cue_sheet_done")) == 1


def test_a_loudspeaker_that_is_gone_is_silent_and_captions_go_on(folder: Path) -> None:
    away = (IN_SET, IN_SET + 6.0)
    held = hold(folder, READY, (12.0, "Thank you.", True), mute=[away], seconds=30.0)
    caption = next(event for event in held.of("say") if event["text"] == "All right.")
    assert away[0] < caption["t"] < away[1]
    played = np.concatenate(held.devices.played)
    assert len(played) / 24000 < held.events[-1]["t"] - 4.0, "the seconds without a loudspeaker were not kept"
    assert np.abs(played[-24000 * 3 :]).max() == 0


@pytest.mark.parametrize("which", ["microphone", "loudspeaker"])
def test_a_device_that_stays_away_ends_the_session_safely(folder: Path, which: str) -> None:
    held = hold(
        folder,
        READY,
        seconds=SAFE_END + 60,
        after_input=0.0,
        **{"deaf" if which == "microphone" else "mute": [(IN_SET, FOR_GOOD)]},
    )
    assert held.status == 1 and which in held.told[-1] and "start again" in held.told[-1]
    assert held.states() == [(which, "lost"), (which, "gone")]
    assert held.said()[-1] == LINES[f"{which} gone"]
    assert held.events[-1]["t"] == pytest.approx(IN_SET + SAFE_END, abs=15)
    _lost_and_kept(held, IN_SET)


def test_whoever_is_at_the_keys_may_go_on_without_a_microphone(folder: Path) -> None:
    held = hold(
        folder,
        deaf=[(5.0, FOR_GOOD)],
        keys=((20.0, "ready"), (SAFE_END + 100.0, "goodbye")),
    )
    assert held.status == 0
    assert len(held.assistant.reports("cue_sheet_done")) == 1
    assert held.events[-1]["t"] > SAFE_END + 100


def test_the_same_device_is_asked_for_and_then_any(folder: Path) -> None:
    held = hold(folder, deaf=[(4.0, 30.0)], seconds=40.0, input="head")
    again = [(name, at) for way, name, at in held.devices.asked if way == "in" and at > 0]
    assert again[0][0] == again[1][0] == "Headset", "by the name it has, not by what was typed or its number"
    assert None in [name for name, _ in again]
    assert all(later - sooner >= 1.9 for (_, sooner), (_, later) in zip(again, again[2:], strict=False))


def test_without_a_microphone_keys_do(folder: Path) -> None:
    held = hold(
        folder,
        deaf=[(0.0, FOR_GOOD)],
        keys=((3.0, "ready"), (11.0, "stop"), (16.0, "goodbye")),
    )
    assert held.status == 0 and NO_MICROPHONE in held.told
    assert [c["n"] for c in held.of("cue") if c["kind"] == "count"][:2] == [1, 2]
    assert [entry[2] for entry in held.assistant.reports("cue_sheet_stopped")] == ["stop"]
    assert np.abs(np.concatenate(held.devices.played)).max() > 0.1, "the counts are spoken"


def test_a_microphone_that_turns_up_later_is_used(folder: Path) -> None:
    held = hold(
        folder,
        (8.0, "Thank you.", True),
        deaf=[(0.0, 4.0)],
        keys=(),
        seconds=12.0,
    )
    assert held.states() == [("microphone", "back")]
    assert [text for (text,) in [entry[1:2] for entry in held.assistant.reports("say")]] == ["Thank you."]


def test_without_a_loudspeaker_captions_do(folder: Path) -> None:
    held = hold(folder, READY, mute=[(0.0, FOR_GOOD)], captions=True, seconds=25.0)
    assert held.status == 0 and NO_LOUDSPEAKER in held.told
    assert [cue["kind"] for cue in held.of("cue")] == [cue["kind"] for cue in cue_sheet()["cues"]]
    assert "Well done." in held.said()


@pytest.mark.parametrize(
    ("spans", "more", "told"),
    [
        ({"deaf": [(0.0, FOR_GOOD)]}, {}, "I can't find a microphone"),
        ({"mute": [(0.0, FOR_GOOD)]}, {}, "I can't find a loudspeaker"),
        ({"deaf": [(0.0, FOR_GOOD)], "mute": [(0.0, FOR_GOOD)]}, {"keys": (), "captions": True}, NEITHER),
        ({}, {"input": "kitchen"}, 'no sound device or file "kitchen"'),
        ({}, {"output": "kitchen"}, 'no sound device or file "kitchen"'),
        ({"deaf": [(0.0, FOR_GOOD)]}, {"input": "Headset", "keys": ()}, "I can't find a microphone"),
    ],
)
def test_what_can_not_be_done_without_is_told(
    folder: Path, spans: dict[str, Any], more: dict[str, Any], told: str
) -> None:
    held = hold(folder, **spans, **more)
    assert held.status == 1 and len(held.told) == 1 and told in held.told[0]
    assert held.events == []


def test_a_key_silences_within_one_tick_and_as_words_do(folder: Path) -> None:
    by_word = hold(folder, READY, (IN_SET, "Stop.", True))
    by_key = hold(folder, READY, keys=((IN_SET, "stop"),))
    assert by_key.of("silenced")[0]["t"] <= IN_SET + 0.02 + 0.015 + 1e-6
    assert by_key.assistant.told[-3:] == [
        (*entry[:1], pytest.approx(entry[1], abs=0.05), *entry[2:])
        if entry[0] == "cue_sheet_stopped"
        else entry
        for entry in by_word.assistant.told[-3:]
    ]
    assert by_key.of("stop_heard")[0]["engine"] == "keys"


def test_a_key_stops_also_after_a_word_was_obeyed(folder: Path) -> None:
    """The word is still being heard to its end; meanwhile the coach has begun to answer."""
    held = hold(folder, READY, (IN_SET, "stop", False), keys=((IN_SET + 0.5, "stop"),))
    assert len(held.of("silenced")) == 2


def test_a_typed_line_is_as_good_as_a_spoken_one(folder: Path) -> None:
    held = hold(folder, READY, keys=((IN_SET, "How many left?"),))
    said = [entry for entry in held.assistant.reports("say") if "many" in entry[1]]
    assert said == [("say", "How many left?", pytest.approx(IN_SET - held.begin, abs=0.05))]


def test_the_key_to_end_silences_first_and_ends_twice_at_once(folder: Path) -> None:
    long = StandInAssistant(answers={})
    once = hold(folder, READY, keys=((IN_SET, "goodbye"),), seconds=60.0, assistant=long)
    assert once.of("silenced")[0]["t"] < IN_SET + 0.05
    assert IN_SET + 0.5 < once.events[-1]["t"] < IN_SET + 5 and once.status == 0
    twice = hold(folder, READY, keys=((IN_SET, "goodbye"), (IN_SET + 0.1, "goodbye")), seconds=60.0)
    assert twice.events[-1]["t"] < IN_SET + 0.2 and twice.status == 0


@pytest.mark.parametrize("line", [*LINES.values(), NO_MICROPHONE, NO_LOUDSPEAKER, NEITHER])
def test_what_the_coach_says_of_it_is_plain_and_no_command(line: str) -> None:
    assert too_hard([line]) == []
    for sentence in sentences(line):
        assert command(sentence) is None and not is_stop(sentence), sentence
