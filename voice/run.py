"""Puts a voice session together from its options and runs it: the way in for the command line."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from assistant.client import Assistant
from coach.clock import Clock, ManualClock
from coach.manner import Manner
from voice import audio
from voice.audio.base import TICK, AudioIn
from voice.devices import check_sound, open_sound
from voice.dsp import Pcm
from voice.ears import Ears, InlineEars, ThreadedEars
from voice.echo import choose_canceller
from voice.errors import VoiceError
from voice.events import EventLog, Listener
from voice.exchange import Exchange, InlineExchange, Line, ThreadedExchange, performer
from voice.happenings import Due, Happenings
from voice.keys import NO_KEYS, Keys
from voice.options import VoiceOptions
from voice.recognisers import Recogniser, choose
from voice.recognisers.choose import spares
from voice.recognisers.steady import SteadyRecogniser
from voice.session import Session
from voice.speech import Synthesiser
from voice.speech.warming import Warmer
from voice.stop import OwnSpotter
from voice.trouble import LINES, Troubles
from voice.wake import make_wake

OnPosition = Callable[[str, str, float], "bool | None"]
"""Called with the person, the cue sheet's id and the seconds into it, at its start and at each repetition.

False says that the set is played elsewhere by now, or was stopped there: then it is silent here.
"""
SPEAKER = "speaker"
"""The kind of place that a voice session is; each process may have one of its own."""
SORRY = "Sorry, something went wrong on my side. Please say that once more."


def run_session(
    options: VoiceOptions,
    assistant: Assistant | None,
    *,
    clock: Clock | None = None,
    on_position: OnPosition | None = None,
    on_event: Listener | None = None,
    tell: Callable[[str], None] | None = None,
    recogniser: Recogniser | None = None,
    devices: audio.Backend | None = None,
    keys: Keys = NO_KEYS,
    on_frame: Callable[[Pcm], None] | None = None,
    captions: bool = False,
    others: Sequence[Callable[[], Recogniser]] = (),
    place: str = SPEAKER,
    due: Due | None = None,
) -> int:
    """Run one session, and say in one sentence on standard error what went wrong, if something did.

    Args:
        assistant: may be None where only the devices are listed.
        clock: the assistant's clock; a `ManualClock` is moved on with the session from file to file.
        on_position: where the set stands, at its start and at each repetition, to be kept for a restart.
        on_event: is given every event, for captions.
        tell: is given lines for the person (what is used, progress of a download); standard error if None.
        recogniser: one that is loaded already; else `options` decide.
        devices: how to reach microphone and loudspeaker, if not in the usual way.
        keys: the keyboard beside the voice.
        on_frame: is given each frame of the microphone, for a level meter.
        captions: whether the person sees what is said, so that a session without a loudspeaker makes sense.
        others: how to make what takes the place of a given `recogniser` if it fails.
        place: the one as which the assistant was opened.
        due: gives what a person is to be told unasked, now and then in a live session.

    Returns:
        the exit status: 0 if all went well, 2 for options that make no sense, 1 for anything else.
    """
    tell = tell or (lambda line: print(line, file=sys.stderr, flush=True))
    try:
        if options.list_devices or assistant is None:
            print(audio.list_devices(devices))
            return 0
        check_sound(options, devices)
        with ExitStack() as stack:
            _run(
                stack,
                options,
                assistant,
                clock,
                on_position,
                on_event,
                tell,
                recogniser,
                devices,
                keys,
                on_frame,
                captions,
                others,
                place,
                due,
            )
    except VoiceError as error:
        tell(str(error))
        return error.status
    return 0


def _run(
    stack: ExitStack,
    options: VoiceOptions,
    assistant: Assistant,
    clock: Clock | None,
    on_position: OnPosition | None,
    on_event: Listener | None,
    tell: Callable[[str], None],
    recogniser: Recogniser | None,
    devices: audio.Backend | None,
    keys: Keys,
    on_frame: Callable[[Pcm], None] | None,
    captions: bool,
    others: Sequence[Callable[[], Recogniser]],
    place: str,
    due: Due | None,
) -> None:
    troubles = Troubles()
    source, sink = open_sound(options, devices, troubles, clock, tell, keys=keys.there, captions=captions)
    stack.callback(source.close)
    stack.callback(sink.close)
    log = EventLog(options.events, on_event, lambda: troubles.tell("events"))
    stack.callback(log.close)
    manner = Manner().with_changes(options.manner())
    synthesiser = Synthesiser(
        sink.rate,
        voice=manner.voice,
        rate=manner.rate,
        volume=manner.volume,
        cache=options.data_dir / "speech",
    )
    stack.callback(synthesiser.close)
    synthesiser.check_voice()
    sorry = Line(SORRY, synthesiser.render(SORRY))
    lines = {kind: Line(text, synthesiser.render(text)) for kind, text in LINES.items()}
    if recogniser is None:
        recogniser = choose(options, tell)
        stack.callback(recogniser.close)
        others = spares(recogniser, options, tell)
    steady = SteadyRecogniser(recogniser, others, troubles)
    stack.callback(steady.close)
    canceller = choose_canceller(options.echo, source.name, tell)
    if canceller is not None:
        stack.callback(canceller.close)
    virtual = not source.live and not sink.live
    warmer = Warmer(synthesiser, free=lambda: exchange.idle)
    on_routine = None if virtual else warmer.aim  # where time is virtual, nothing is ever late
    others_said = Happenings(assistant, options.person, place, due)
    stack.callback(others_said.close)
    perform = performer(
        assistant,
        synthesiser,
        options.person,
        on_position,
        options.manner(),
        on_routine,
        place=place,
        on_person=others_said.follow,
    )
    ears: Ears = InlineEars(steady) if virtual else ThreadedEars(steady)
    stack.callback(ears.close)
    exchange: Exchange = InlineExchange(perform) if virtual else ThreadedExchange(perform)
    session = Session(
        person=options.person,
        source=source if source.live or virtual else Paced(source),
        sink=sink,
        spotter=OwnSpotter(),
        ears=ears,
        exchange=exchange,
        log=log,
        sorry=sorry,
        lines=lines,
        engine=recogniser.name,
        troubles=troubles,
        keys=keys,
        on_frame=on_frame,
        after_input=options.after_input,
        canceller=canceller,
        advance=clock.advance if virtual and isinstance(clock, ManualClock) else None,
        wake=make_wake(options.wake, tell) if options.wake else None,
        on_patience=steady.set_patience,
        elsewhere=others_said.taken,
        place=place,
    )
    steady.restart()
    if not virtual:
        warmer.start()
        stack.callback(warmer.close)
        others_said.start(lambda: session.free)
    session.run()


class Paced:
    """A recording that comes at the speed of life, for a loudspeaker at the other end."""

    live = False

    def __init__(self, source: AudioIn) -> None:
        self.name = source.name
        self._source = source
        self._due = time.monotonic()

    def read(self) -> Pcm | None:
        self._due += TICK
        time.sleep(max(0.0, self._due - time.monotonic()))
        return self._source.read()

    def close(self) -> None:
        self._source.close()
