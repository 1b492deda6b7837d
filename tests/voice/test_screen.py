"""The screen says what happens, in figures that fill it; it never holds up the session."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from tests.voice.loose import hold
from voice.keys import SHOWN, Keyboard
from voice.screen import opened
from voice.screen.draw import LEAST, lay_out
from voice.screen.figures import ROWS, draw, draw_small, largest, small_width, width
from voice.screen.meter import LOUD_ROOM, Level, Meter
from voice.screen.shown import Shown, after
from voice.screen.terminal import fits

SIZES = [LEAST, (80, 24), (120, 40), (200, 60)]
LISTENING = {"event": "listening", "input": "Desk microphone", "output": "Desk speaker"}


def _seen(*events: dict[str, Any], shown: Shown | None = None) -> Shown:
    shown = shown or Shown()
    for event in events:
        shown = after(shown, event, {"back_flexion_sitting": "seated forward bend"})
    return shown


def _text(shown: Shown, size: tuple[int, int] = (80, 24), level: Level | None = None, **more: Any) -> str:
    lines = lay_out(shown, level or Level(), more.get("typing"), more.get("keys", True), *size)
    return "\n".join(line.plain for line in lines)


@pytest.mark.parametrize("digit", list("0123456789"))
def test_no_two_figures_look_alike(digit: str) -> None:
    others = [draw(other, 1) for other in "0123456789" if other != digit]
    drawn = draw(digit, 1)
    assert len(drawn) == ROWS and drawn not in others
    assert {len(line) for line in drawn} == {width(digit, 1)}
    assert {len(line) for line in draw_small(digit)} == {small_width(digit)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("caption", ["", "Slowly lean forward.", "A long account of what we do now. " * 9])
def test_all_of_it_fits_whatever_the_size(size: tuple[int, int], caption: str) -> None:
    shown = Shown(
        big="28",
        running=True,
        exercise="seated forward bend",
        set=1,
        sets=2,
        rep=3,
        reps=8,
        caption=caption,
        heard="how many left " * 20,
        microphone="Microphone of a very long name " * 5,
        loudspeaker="Speaker",
    )
    for one in (shown, Shown(big="listening", caption=caption), Shown(missing=frozenset({"microphone"}))):
        lines = lay_out(one, Level(-20, -30), None, True, *size)
        assert len(lines) == size[1]
        assert max(len(line.plain) for line in lines) <= size[0]


@pytest.mark.parametrize("size", SIZES)
def test_a_count_is_as_large_as_there_is_room_for(size: tuple[int, int]) -> None:
    shown = _seen(LISTENING, {"event": "cue", "kind": "count", "say": "Four.", "n": 4, "rep": 1})
    rows = [line for line in _text(shown, size).splitlines() if "██" in line]
    assert len(rows) >= ROWS * (1 if size == LEAST else 2)
    assert largest("4", 10, 5) == 1 and largest("4", 5, 5) == 0


def test_a_set_is_seen_with_its_numbers_and_a_stop_is_seen(tmp_path: Path, speech_cache: Path) -> None:
    (tmp_path / "speech").symlink_to(speech_cache)
    held = hold(tmp_path, (3.0, "Ready.", True), (11.0, "Stop.", True))
    until = [event["event"] for event in held.events].index("silenced")
    shown = _seen(*held.events[:until])
    assert shown.running and shown.big == "3" and shown.rep == 1 and shown.heard == "Stop."
    shown = _seen(*held.events[until : until + 2], shown=shown)
    assert shown.big == "paused" and not shown.running
    assert _seen(*held.events).big == "end"


def test_where_the_routine_stands_is_in_plain_words() -> None:
    routine = {
        "state": "running",
        "exercise": "back_flexion_sitting",
        "set": 1,
        "sets": 2,
        "rep": 1,
        "reps": 4,
    }
    text = _text(_seen(LISTENING, {"event": "routine", **routine}))
    assert "Seated forward bend  Set 1 of 2  Number 1 of 4" in text
    assert "_" not in text


def test_its_own_voice_is_not_shown_as_the_persons() -> None:
    mine = {"event": "heard", "text": "lean forward", "final": True, "own_voice": True}
    assert _seen(LISTENING, mine).heard == ""


def test_a_lost_device_is_shown_until_it_is_back() -> None:
    lost = {"event": "device", "state": "lost", "which": "microphone", "name": "Desk microphone"}
    shown = _seen(LISTENING, lost)
    assert "NO MICROPHONE" in _text(shown) and shown.big == "wait"
    back = lost | {"state": "back", "name": "Headset"}
    text = _text(_seen(back, shown=shown))
    assert "NO MICROPHONE" not in text and "Headset" in text
    assert "NO LOUDSPEAKER" in _text(_seen(LISTENING | {"output": "no loudspeaker"}))


def test_keys_and_what_is_typed_are_shown() -> None:
    text = _text(Shown())
    assert all(what in text for _, what in SHOWN)
    assert "> my leg_" in _text(Shown(), typing="my leg")
    assert "stop" not in _text(Shown(), keys=False)


def test_the_meter_shows_voice_and_room() -> None:
    meter, chance = Meter(), np.random.default_rng(1)
    for _ in range(300):
        meter.take(chance.normal(0, 20, 320).astype(np.int16))
    assert meter.level.room == pytest.approx(20 * np.log10(20 / 32768), abs=1.0)
    meter.take(chance.normal(0, 8000, 320).astype(np.int16))
    assert meter.level.now > -15 and not meter.level.loud_room
    meter.take(np.zeros(0, dtype=np.int16))
    for n in range(500):  # somebody speaks in a room with a television
        meter.take(chance.normal(0, 8000 if n % 50 < 30 else 1200, 320).astype(np.int16))
    assert LOUD_ROOM < meter.level.room < -25 and meter.level.loud_room
    assert "LOUD ROOM" in _text(_seen(LISTENING), level=meter.level)
    bar = _text(_seen(LISTENING), level=Level(-30.0, -50.0)).splitlines()[-2]
    assert bar.count("█") == 11 and bar.index("|") - bar.index("█") == 4


@pytest.mark.parametrize(
    ("console", "large"),
    [
        (Console(file=io.StringIO(), force_terminal=True, width=80, height=24), True),
        (Console(file=io.StringIO(), force_terminal=True, width=50, height=24), False),
        (Console(file=io.StringIO(), force_terminal=True, width=80, height=10), False),
        (Console(file=io.StringIO(), width=80, height=24), False),
        (
            Console(file=io.StringIO(), force_terminal=True, width=80, height=24, _environ={"TERM": "dumb"}),
            False,
        ),
        (
            Console(file=io.TextIOWrapper(io.BytesIO(), "latin-1"), force_terminal=True, width=80, height=24),
            False,
        ),
    ],
)
def test_where_there_is_no_room_lines_do(console: Console, large: bool) -> None:
    assert fits(console) == large


def test_lines_are_what_is_said_and_understood() -> None:
    out = io.StringIO()
    sentence = "A sentence that is [bold]longer[/bold] than the line of a narrow terminal."
    with opened({}, console=Console(file=out, width=40)) as seen:
        for event in (
            LISTENING,
            {
                "event": "say",
                "text": "A sentence that is [bold]longer[/bold] than the line of a narrow terminal.",
            },
            {"event": "heard", "text": "rea", "final": False},
            {"event": "heard", "text": "ready", "final": True},
            {"event": "cue", "kind": "count", "n": 1, "say": "One."},
            {"event": "heard", "text": "one", "final": True, "own_voice": True},
            {"event": "end"},
        ):
            seen.event(event)
        seen.frame(np.zeros(320, dtype=np.int16))
    assert out.getvalue().splitlines() == [
        sentence,
        "> ready",
        "  One.",
    ]


def test_it_draws_while_the_session_lasts_and_gives_the_terminal_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    drawn = threading.Event()

    class Watched(io.StringIO):
        def write(self, text: str) -> int:
            if "FORWARD" in text or "██" in text:
                drawn.set()
            return super().write(text)

    out = Watched()
    console = Console(file=out, force_terminal=True, width=80, height=24)
    with opened({}, Keyboard(lambda: ""), console) as seen:
        seen.tell("I am getting ready.")
        seen.event(LISTENING)
        assert drawn.wait(10)
        seen.tell("Something to be noted.")
        seen.event({"event": "end"})
        seen.tell("The microphone was gone for too long.")
    assert "\x1b[?1049h" in out.getvalue() and "\x1b[?1049l" in out.getvalue()[-40:]
    told = capsys.readouterr().err
    assert "getting ready" in told and "gone for too long" in told and "to be noted" not in told


def test_a_terminal_that_hangs_holds_nothing_up() -> None:
    hanging, let_go = threading.Event(), threading.Event()

    class Stuck(io.StringIO):
        def write(self, text: str) -> int:
            hanging.set()
            assert let_go.wait(20)
            return len(text)

    console = Console(file=Stuck(), force_terminal=True, width=80, height=24)
    finished = threading.Event()

    def session() -> None:
        with opened({}, console=console) as seen:
            seen.event(LISTENING)
            hanging.wait(10)
            for n in range(100):
                seen.event({"event": "cue", "kind": "count", "n": n, "say": str(n)})
                seen.frame(np.zeros(320, dtype=np.int16))
            finished.set()
            let_go.set()

    threading.Thread(target=session, daemon=True).start()
    assert finished.wait(10)
