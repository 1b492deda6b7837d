"""What each command does. Heavy parts are imported only by the command that needs them."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.client import Assistant, Follows, Message
from assistant.settings import Settings
from coach import clock as clocks
from coach.conversation import reminded
from coach.errors import PlainError
from coach.journal import Journal
from coach.manner import Manner
from coach.naming import NOBODY
from coach.pairing import Pairing
from coach.places import address, one_of
from spinecoach import keeping
from spinecoach.keeping import journal_of

if TYPE_CHECKING:
    from assistant.local import LocalAssistant

Progress = Callable[[float, str], None]
Command = Callable[[argparse.Namespace, Settings], int]


@contextmanager
def _progress() -> Iterator[Progress]:
    """Says on standard error what is going on, with a bar where that is a terminal."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        with Bar(
            TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True), transient=True
        ) as bar:
            task = bar.add_task("I am getting ready.", total=1.0)
            yield lambda share, line: bar.update(task, completed=share, description=line)
    else:
        last: list[str] = []

        def tell(share: float, line: str) -> None:
            if line not in last:
                last.append(line)
                print(line, file=sys.stderr, flush=True)

        yield tell


@contextmanager
def _assistant(settings: Settings, clock: clocks.Clock, place: str = "terminal") -> Iterator[LocalAssistant]:
    with _progress() as tell:
        from assistant.local import LocalAssistant

        assistant = LocalAssistant(settings, clock, progress=tell, place=place)
    try:
        yield assistant
    finally:
        assistant.close()


@contextmanager
def _talking(
    asked: argparse.Namespace, settings: Settings, clock: clocks.Clock, place: str
) -> Iterator[Assistant]:
    """The coach in this process, or the one that runs at `--server`."""
    if not asked.server:
        with _assistant(settings, clock, place) as assistant:
            yield assistant
        return
    from assistant.remote import RemoteAssistant

    try:
        remote = RemoteAssistant(asked.server, settings.token, place=place)
    except ValueError as error:
        raise WrongAddress(str(error)) from None
    try:
        yield remote
    finally:
        remote.close()


class WrongAddress(PlainError, ValueError):
    """What was given as a server's address is none."""

    status = 2


def _whose(asked: argparse.Namespace, journal: Journal, place: str) -> str:
    """Whose session it is: as was asked for, else the person that a code joined this place to."""
    pairing = Pairing(journal, clocks.from_environment())
    if asked.person == NOBODY and not asked.server and pairing.joined(address(place)):
        return pairing.person_of(address(place))
    return str(asked.person)


def chat(asked: argparse.Namespace, settings: Settings) -> int:
    """A conversation in the terminal, or with a program through a pipe."""
    clock = clocks.from_environment()
    journal = journal_of(settings)
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    from spinecoach.chat import TERMINAL, Chat, converse, lines_on_screen, screen

    place = one_of(TERMINAL)
    if asked.json:
        from spinecoach.machine_chat import MachineChat

        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        with _talking(asked, settings, clock, place) as assistant:
            person = _whose(asked, journal, place)
            MachineChat(assistant, journal, clock, person, place).run(sys.stdin, sys.stdout)
        return 0
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    with _talking(asked, settings, clock, place) as assistant, screen(terminal):
        person = _whose(asked, journal, place)
        converse(Chat(assistant, journal, clock, person, lines_on_screen(terminal), place), terminal)
    return 0


def voice(asked: argparse.Namespace, settings: Settings) -> int:
    """A hands-free session, live or from file to file."""
    from voice.devices import check_sound
    from voice.errors import UsageError
    from voice.options import VoiceOptions
    from voice.run import SPEAKER, run_session

    options = VoiceOptions(
        person=asked.person,
        input=asked.input,
        output=asked.output,
        events=asked.events,
        recognizer=asked.recognizer,
        vosk_model=asked.vosk_model,
        echo=asked.echo,
        data_dir=settings.data_dir,
        list_devices=asked.devices,
        voice=asked.voice,
        rate=asked.rate,
        volume=asked.volume,
        chatty=asked.chatty,
        wake=asked.wake,
        **({"patience": asked.patience} if asked.patience is not None else {}),
    )
    if asked.devices:
        return run_session(options, _Nobody())
    try:
        # before the assistant is loaded, which takes its time
        check_sound(options, keys=sys.stdin.isatty(), captions=sys.stdout.isatty())
    except UsageError as error:
        print(str(error), file=sys.stderr)
        return 2
    files = all(name is not None and Path(name).suffix for name in (asked.input, asked.output))
    clock = clocks.ManualClock(clocks.from_environment().now()) if files else clocks.from_environment()
    journal = journal_of(settings)
    place = one_of(SPEAKER)
    options = replace(options, person=_whose(asked, journal, place))
    if options.manner() and not asked.server:
        manner = Manner().with_changes(journal.profile(options.person).get("voice"))
        journal.remember(options.person, voice=manner.with_changes(options.manner()).as_dict())

    with ExitStack() as stack:
        assistant = stack.enter_context(_talking(asked, settings, clock, place))

        def note(person: str, sheet: str, seconds: float) -> bool:
            if isinstance(assistant, Follows):
                return assistant.note(person, sheet, seconds)
            return journal.keep_place(person, sheet, seconds, clock.now())

        def due(person: str) -> Message | None:
            told = reminded.nudge(journal, clock, person, SPEAKER)
            return Message(told.text, told.buttons, custom=told.custom) if told is not None else None

        seen = {} if files else stack.enter_context(_in_sight())
        if not isinstance(assistant, Follows):
            seen["due"] = due  # else the server brings it
        return run_session(options, assistant, clock=clock, on_position=note, place=place, **seen)


@contextmanager
def _in_sight() -> Iterator[dict[str, Any]]:
    """The keyboard and the screen of a live session, as `run_session` takes them."""
    from coach import library
    from voice.keys import keyboard
    from voice.screen import opened

    names = {name: exercise.name for name, exercise in library.load().exercises.items()}
    with keyboard() as keys, opened(names, keys) as screen:
        yield {
            "keys": keys,
            "on_event": screen.event,
            "on_frame": screen.frame,
            "tell": screen.tell,
            "captions": sys.stdout.isatty(),
        }


class _Nobody:
    """Stands where an assistant would, for what needs none."""

    def say(self, person: str, text: str, at: float | None = None) -> list[Any]:
        return []

    def report(self, person: str, name: str, at: float | None = None, cause: str | None = None) -> list[Any]:
        return []

    def greet(self, person: str) -> list[Any]:
        return []

    def close(self) -> None:
        pass


def serve(asked: argparse.Namespace, settings: Settings) -> int:
    """The coach as a server, on this machine only unless a token is set."""
    from assistant.server import serve as run

    def tell(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    run(settings, host=asked.host, port=asked.port, tell=tell)
    return 0


def pair(asked: argparse.Namespace, settings: Settings) -> int:
    """A code that joins another place to the person."""
    pairing = Pairing(journal_of(settings), clocks.from_environment())
    code = pairing.code_for(asked.person)
    print(f"Your code is {' '.join(code)}. It holds for {max(1, pairing.minutes_left(code))} minutes.")
    print("In the new place type those six digits, or say: my code is, and then the digits.")
    return 0


def places(asked: argparse.Namespace, settings: Settings) -> int:
    """The places that are joined to the person, a line each; or take one away."""
    pairing = Pairing(journal_of(settings), clocks.from_environment())
    there = pairing.places_of(asked.person)
    if asked.remove is None:
        print("\n".join(there) if there else f"No place is joined to {asked.person}.")
        return 0
    if asked.remove not in there:
        print(f"{asked.remove} is not joined to {asked.person}. See: spinecoach places", file=sys.stderr)
        return 1
    pairing.leave(asked.remove)
    print(f"{asked.remove} is no longer joined to {asked.person}.")
    return 0


def train(asked: argparse.Namespace, settings: Settings) -> int:
    """Train the model if its inputs changed since the last time."""
    begun = time.monotonic()
    with _progress() as tell:
        from assistant.train import ensure_model

        trained = ensure_model(settings, progress=tell)
    print(f"The model is ready: {trained.name} ({time.monotonic() - begun:.0f} s).")
    return 0


def evaluate(asked: argparse.Namespace, settings: Settings) -> int:
    """Score a set of examples."""
    from spinecoach import evaluate as scoring

    if asked.what == "stop":
        from spinecoach import evaluate_stop

        figures, wrong = evaluate_stop.evaluate(asked, settings)
        return _shown(figures, wrong, asked.json)
    needed = ("text", "gold") if asked.what == "triage" else ("text", "intent")
    examples = scoring.rows(asked.file, *needed)
    if asked.pictures:
        from spinecoach import pictures  # before the assistant, which keeps matplotlib out of memory

        pictures.make_folder(asked.pictures)
    with _assistant(settings, clocks.SystemClock()) as assistant:
        if asked.what == "triage":
            from coach import triage

            score = scoring.triage(examples, triage.load(), assistant.parse)
        else:
            score = scoring.nlu(examples, assistant.parse)
    if asked.pictures:
        for file in pictures.draw(score, asked.pictures, asked.file.stem):
            print(f"Drawn: {file}", file=sys.stderr)
    return _shown(score.figures, score.misses, asked.json)


def _shown(figures: Mapping[str, float | None], misses: list[dict[str, Any]], as_json: bool) -> int:
    if as_json:
        print(json.dumps({**figures, "misses": misses}, ensure_ascii=False))
        return 0
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):20} {_readable(name, value)}")
    for miss in misses[:20]:
        print("  missed:", json.dumps(miss, ensure_ascii=False))
    return 0


def _readable(name: str, value: float | None) -> str:
    if value is None:
        return "nothing to count"
    return f"{value:.1%}" if 0 < value < 1 and not name.endswith(("_s", "_hour")) else f"{value:g}"


def doctor(asked: argparse.Namespace, settings: Settings) -> int:
    """Check this machine, and say what to do about what is missing."""
    from spinecoach.checkup import check

    return check(settings)


COMMANDS: dict[str, Command] = {
    "chat": chat,
    "voice": voice,
    "serve": serve,
    "pair": pair,
    "places": places,
    "train": train,
    "evaluate": evaluate,
    "history": keeping.history,
    "export": keeping.export,
    "retention": keeping.retention,
    "summary": keeping.summary,
    "delete": keeping.delete,
    "doctor": doctor,
}
