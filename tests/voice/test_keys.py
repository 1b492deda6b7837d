"""Keys become words, on a terminal for real; a stop is always one key away."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.understand import command
from voice.keys import NO_KEYS, SHOWN, WORDS, Keyboard


def _words(*typed: str) -> list[str]:
    presses = iter(typed)
    keyboard = Keyboard(lambda: next(presses))
    return [words for _ in typed for words in keyboard.read()]


@pytest.mark.parametrize("key", [" ", "s", "S", "\r", "\n", "\x1b"])
def test_many_keys_stop(key: str) -> None:
    assert _words(key) == ["stop"]


def test_each_key_says_what_the_coach_understands() -> None:
    for key, said in WORDS.items():
        if said not in ("louder", "softer"):
            assert command(said) is not None, key
    shown = {name for names, _ in SHOWN for name in names.split()} - {"space", "t"}
    assert shown <= set(WORDS)


def test_arrows_and_unknown_keys_mean_nothing() -> None:
    assert _words("\x1b[A", "\x1bOP", "x", "", "é") == []


def test_a_line_is_typed_and_sent() -> None:
    assert _words("t", "my leg is num", "b", "a\x7f", "\n", "p") == ["my leg is numb", "pause"]


def test_escape_stops_in_the_middle_of_a_line_and_an_empty_line_stops() -> None:
    assert _words("t", "some", "\x1b", "n") == ["stop", "next"]
    assert _words("t", "\n") == ["stop"]
    presses = iter(["t", "so", ""])
    keyboard = Keyboard(lambda: next(presses))
    seen = []
    for _ in range(3):
        keyboard.read()
        seen.append(keyboard.typing)
    assert seen == ["", "so", "so"]


def test_a_key_that_is_held_down_counts_once() -> None:
    clock = ManualClock()
    keyboard = Keyboard(lambda: "n", clock.monotonic)
    said = []
    for wait in (0.5, 0.05, 0.05, 0.7):
        said += keyboard.read()
        clock.advance(wait)
    assert said == ["next"]
    assert keyboard.read() == ["next"], "let go and pressed again"


def test_no_keyboard_says_nothing() -> None:
    assert NO_KEYS.read() == [] and not NO_KEYS.there and NO_KEYS.typing is None


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal as POSIX has it")
def test_on_a_real_terminal_and_it_is_left_as_it_was() -> None:
    import pty
    import termios

    code = (
        "import sys\n"
        "from voice.keys import keyboard\n"
        "with keyboard() as keys:\n"
        "    print('there', keys.there, flush=True)\n"
        "    said = []\n"
        "    while len(said) < 3:\n"
        "        said += keys.read()\n"
        "    print(said, flush=True)\n"
    )
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=slave,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "there True\n"
    os.write(master, b"sg ")  # no Enter is pressed
    assert process.stdout.readline() == "['stop', 'go on', 'stop']\n"
    assert process.wait(20) == 0
    assert termios.tcgetattr(slave) == before
    os.close(master)
    os.close(slave)


def test_where_input_is_no_terminal_there_are_no_keys() -> None:
    code = "from voice.keys import keyboard\nwith keyboard() as keys: print(keys.there)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == "False\n"
