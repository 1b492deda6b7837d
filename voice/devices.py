"""Which microphone and loudspeaker a session gets, and what it does without them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from coach.clock import Clock, ManualClock
from voice import audio
from voice.audio.base import AudioIn, AudioOut
from voice.audio.live import NoDevice, no_loudspeaker, no_microphone
from voice.audio.steady import SteadyIn, SteadyOut
from voice.errors import UsageError, VoiceError
from voice.options import VoiceOptions
from voice.trouble import Troubles

NEITHER = (
    "I can find neither a microphone nor a loudspeaker. Plug one in, or talk with me in writing: "
    "spinecoach chat."
)
NO_MICROPHONE = "I can't use a microphone here, so you tell me with the keys. I speak the counts."
NO_LOUDSPEAKER = "I can't use a loudspeaker here, so you read what I say on this screen."


def check_sound(
    options: VoiceOptions, devices: audio.Backend | None = None, *, keys: bool = True, captions: bool = True
) -> None:
    """See that what the session needs is there, before anything is loaded. Opens nothing.

    Args: as of `open_sound`.

    Raises:
        UsageError: if `--input` and `--output` name the same file.
        VoiceError: if one of them is not there, or what would take its place is not.
    """
    given, written = options.input, options.output
    if given and written and audio.is_file(given) and Path(given).resolve() == Path(written).resolve():
        raise UsageError("--input and --output name the same file. Choose another name for the output.")
    if given is not None:
        audio.check_input(given, devices)
    if written is not None:
        audio.check_output(written, devices)
    if given is not None and written is not None:
        return
    found = devices or audio.backend()
    deaf, mute = (given is None and not found.inputs()), (written is None and not found.outputs())
    if deaf and mute:
        raise NoDevice(NEITHER)
    if deaf and not keys:
        raise no_microphone()
    if mute and not captions:
        raise no_loudspeaker()


def open_sound(
    options: VoiceOptions,
    devices: audio.Backend | None,
    troubles: Troubles,
    clock: Clock | None,
    tell: Callable[[str], None],
    *,
    keys: bool,
    captions: bool,
) -> tuple[AudioIn, AudioOut]:
    """Open both ends. What is a device may go away and come back, and may be missing at the start.

    Args:
        clock: a `ManualClock` if time is virtual.
        keys: whether a keyboard can do without a microphone.
        captions: whether a screen can do without a loudspeaker.

    Raises:
        VoiceError: if an end can't be opened and nothing takes its place.
    """
    live = not isinstance(clock, ManualClock)
    now = clock.monotonic if clock is not None else time.monotonic
    files = [name is not None and audio.is_file(name) for name in (options.input, options.output)]
    found = devices or (None if all(files) else audio.backend())
    source, deaf = _opened(lambda: audio.open_input(options.input, found))
    if deaf is not None and (options.input is not None or (options.output is not None and not keys)):
        raise deaf
    sink, mute = _opened(lambda: audio.open_output(options.output, found))
    if deaf is not None and mute is not None:
        raise NoDevice(NEITHER) if isinstance(mute, NoDevice) else mute
    for one, wrong, helped in ((sink, deaf, keys), (source, mute, captions and options.output is None)):
        if wrong is not None and not helped:
            if one is not None:
                one.close()
            raise wrong
        if wrong is not None:
            tell(str(wrong))
            tell(NO_MICROPHONE if wrong is deaf else NO_LOUDSPEAKER)
    if found is not None:
        ways = [f"I listen to {source.name}" if source else "", f"I speak on {sink.name}" if sink else ""]
        tell(f"Sound goes through {found.name}: {', '.join(way for way in ways if way)}.")
        if not files[0]:
            name = source.name if source is not None and options.input is not None else None
            source = SteadyIn(found, source, name, troubles, now, live)
        if not files[1]:
            name = sink.name if sink is not None and options.output is not None else None
            sink = SteadyOut(found, sink, name, troubles, now, live)
    assert source is not None and sink is not None
    return source, sink


E = TypeVar("E", AudioIn, AudioOut)


def _opened(opening: Callable[[], E]) -> tuple[E | None, VoiceError | None]:
    try:
        return opening(), None
    except VoiceError as error:
        return None, error
