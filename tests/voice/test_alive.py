"""How a loss is noticed, and that looking for a device holds nothing up."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

from coach.clock import ManualClock
from tests.voice.loose import LooseDevices
from voice.audio.attempts import EVERY, Attempts
from voice.audio.live import FIRST_PATIENCE, NO_FRAME, PATIENCE, FrameQueue, Pulled
from voice.audio.steady import SteadyIn, SteadyOut
from voice.errors import DeviceLost
from voice.trouble import Troubles

FRAMES = np.zeros(640, dtype=np.int16).tobytes()


def test_a_microphone_that_gives_nothing_for_long_is_lost() -> None:
    clock = ManualClock()
    frames = FrameQueue(clock.monotonic)
    clock.advance(FIRST_PATIENCE - 0.1)
    assert len(frames.get()) == 0, "it may take its time to begin"
    frames.put(FRAMES)
    assert len(frames.get()) and len(frames.get())
    clock.advance(PATIENCE - 0.1)
    assert frames.get() is NO_FRAME
    clock.advance(0.2)
    with pytest.raises(DeviceLost, match="microphone"):
        frames.get()


def test_what_the_system_says_is_believed_at_once_but_nothing_that_came_is_thrown_away() -> None:
    frames = FrameQueue(ManualClock().monotonic)
    frames.put(FRAMES)
    frames.alive.stop()
    assert len(frames.get()) and len(frames.get())
    with pytest.raises(DeviceLost):
        frames.get()


def test_a_loudspeaker_that_takes_nothing_for_long_is_lost() -> None:
    clock = ManualClock()
    pulled = Pulled(clock.monotonic)
    clock.advance(100)  # opened long before the session began
    pulled.start(lambda count: np.ones(count, dtype=np.float32))
    pulled.alive.check()
    assert pulled.take(10).sum() == 10
    clock.advance(PATIENCE + 0.1)
    with pytest.raises(DeviceLost, match="loudspeaker"):
        pulled.alive.check()


def test_a_device_that_takes_long_to_open_holds_nothing_up() -> None:
    clock, opening, finish = ManualClock(), threading.Event(), threading.Event()
    closed: list[Any] = []

    class Device:
        def close(self) -> None:
            closed.append(self)

    def open_(tries: int) -> Device:
        opening.set()
        assert finish.wait(10)
        return Device()

    attempts: Attempts[Any] = Attempts(open_, clock.monotonic, live=True)
    assert attempts.poll() is None and not opening.is_set(), "not at once"
    clock.advance(EVERY + 0.1)
    assert attempts.poll() is None
    assert opening.wait(10)
    clock.advance(EVERY + 0.1)
    assert attempts.poll() is None, "and not twice at a time"
    attempts.close()
    finish.set()
    worker = next((t for t in threading.enumerate() if t.name == "opening sound"), None)
    if worker is not None:
        worker.join(10)
    assert len(closed) == 1, "what opens after the end is closed again"


def test_silence_takes_the_place_of_a_lost_microphone_second_for_second() -> None:
    clock, troubles = ManualClock(), Troubles()
    devices = LooseDevices(clock, [(0.0, 5.0)], [], 100.0)
    source = SteadyIn(devices, None, None, troubles, clock.monotonic, live=False)
    for _ in range(400):
        frame = source.read()
        assert frame is not None and len(frame) == 320
        clock.advance(0.02)
    assert [trouble.kind for trouble in troubles.taken()] == ["microphone back"]
    assert source.name == "Desk microphone"


def test_the_stream_goes_on_in_time_without_a_loudspeaker_and_is_given_out_once() -> None:
    clock, troubles = ManualClock(), Troubles()
    devices = LooseDevices(clock, [], [(1.0, 4.0)], 100.0)
    first = devices.open_output(None)
    sink = SteadyOut(devices, first, None, troubles, clock.monotonic, live=False)
    given = [0]

    def pull(count: int) -> Any:
        given[0] += count
        return np.zeros(count, dtype=np.float32)

    sink.start(pull)
    for _ in range(500):
        sink.pump()
        clock.advance(0.02)
    assert given[0] / 24000 == pytest.approx(10.0, abs=0.1)
    before = given[0]
    first._pull(480)  # a device that was given up and still asks gets silence, none of the stream
    assert given[0] == before
    assert [trouble.kind for trouble in troubles.taken()] == ["loudspeaker lost", "loudspeaker back"]
