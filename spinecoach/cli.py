"""The console command: `spinecoach chat`, `voice`, `serve` and the rest."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

from assistant.settings import Settings
from coach.errors import PlainError
from coach.manner import FASTEST_SPEECH, LOUDEST, QUIETEST, SLOWEST_SPEECH
from coach.naming import NOBODY
from spinecoach import __version__
from voice.recognisers.patience import LEAST, MOST


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message[:1].upper()}{message[1:]}. Try: {self.prog} --help\n")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not LEAST <= seconds <= MOST:
        raise argparse.ArgumentTypeError(f"it lies between {LEAST:g} and {MOST:g}")
    return seconds


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-01-31") from None


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.strip().isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"give a whole number from {least} to {most}")
        return int(text)

    return number


def _days(text: str) -> str:
    if text != "all" and not (text.isdigit() and 0 < int(text) < 100_000):
        raise argparse.ArgumentTypeError('give a number of days, or "all"')
    return text


def parser() -> argparse.ArgumentParser:
    """The command line with all its commands and options."""
    common = _Parser(add_help=False)
    common.add_argument(
        "--person",
        default=os.environ.get("SPINECOACH_PERSON") or NOBODY,
        metavar="NAME",
        help="whose conversation it is",
    )
    common.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="where conversations and the journal are kept"
    )
    common.add_argument(
        "--verbose", action="store_true", help="show what otherwise goes to the log file only"
    )

    made = _Parser(
        prog="spinecoach", description="A coach for bending-forward exercises, in words and by voice."
    )
    made.add_argument("--version", action="version", version=f"spinecoach {__version__}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)

    chat = commands.add_parser("chat", parents=[common], help="a conversation in the terminal")
    chat.add_argument("--server", metavar="URL", help="the coach runs there and not in this process")
    chat.add_argument("--json", action="store_true", help="one message a line in, lines of JSON out")

    voice = commands.add_parser("voice", parents=[common], help="a hands-free session")
    voice.add_argument("--input", metavar="DEVICE|FILE", help="a microphone, or a sound file to listen to")
    voice.add_argument("--output", metavar="DEVICE|FILE", help="a loudspeaker, or a WAV file to write")
    voice.add_argument("--events", type=Path, metavar="FILE", help="where to write what happened")
    voice.add_argument(
        "--recognizer",
        default=os.environ.get("SPINECOACH_RECOGNIZER") or "auto",
        metavar="auto,vosk,whisper",
        help="what listens",
    )
    voice.add_argument("--vosk-model", type=Path, metavar="DIR", help="the folder of a Vosk model")
    voice.add_argument(
        "--wake",
        nargs="?",
        const="phrase",
        metavar="WORD",
        help='wait for "hello coach" before each session, or for a wake word: okay_nabu, alexa, hey_jarvis, '
        "hey_mycroft",
    )
    voice.add_argument(
        "--patience",
        type=_seconds,
        metavar="SECONDS",
        help="silence after which an answer counts as finished, 0.7 to 4",
    )
    voice.add_argument(
        "--echo",
        choices=["auto", "kalman", "webrtc", "speex", "system", "none"],
        default=os.environ.get("SPINECOACH_ECHO") or "auto",
        help="what keeps the coach from hearing itself",
    )
    voice.add_argument("--server", metavar="URL", help="the coach runs there and not in this process")
    voice.add_argument("--voice", metavar="man|woman|NAME", help="which voice speaks")
    voice.add_argument(
        "--rate",
        type=_between(SLOWEST_SPEECH, FASTEST_SPEECH),
        metavar="WORDS",
        help=f"words a minute, {SLOWEST_SPEECH} to {FASTEST_SPEECH}",
    )
    voice.add_argument(
        "--volume",
        type=_between(QUIETEST, LOUDEST),
        metavar="NUMBER",
        help=f"how loud, {QUIETEST} to {LOUDEST}",
    )
    voice.add_argument("--chatty", choices=["less", "normal", "more"], help="how much is said beside counts")
    voice.add_argument("--devices", action="store_true", help="list microphones and loudspeakers")

    serve = commands.add_parser("serve", parents=[common], help="the coach as a server")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, choices=range(1, 65536), default=5005, metavar="NUMBER")

    commands.add_parser("pair", parents=[common], help="a code that joins another place to the person")
    places = commands.add_parser("places", parents=[common], help="the places that are joined to the person")
    places.add_argument("--remove", metavar="PLACE", help="take this place away")

    commands.add_parser("train", parents=[common], help="train the model if its inputs changed")

    evaluate = commands.add_parser("evaluate", parents=[common], help="score a set of examples")
    evaluate.add_argument("what", choices=["nlu", "triage", "stop"])
    evaluate.add_argument("file", type=Path, help="JSON lines; for stop a folder with stop/ and other/")
    evaluate.add_argument("--pictures", type=Path, metavar="DIR", help="nlu, triage: draw what came of it")
    evaluate.add_argument("--noise", type=Path, metavar="DIR", help="stop: noise to mix in")
    evaluate.add_argument("--snr", type=float, metavar="DB", help="stop: how much louder the word is")
    evaluate.add_argument(
        "--engine",
        choices=["stop", "microwakeword", "vosk", "whisper"],
        default="stop",
        help="stop: what listens",
    )
    evaluate.add_argument(
        "--model", type=Path, metavar="PATH", help="stop: the model of an engine not our own"
    )
    evaluate.add_argument("--threshold", type=float, metavar="SCORE", help="stop: from which score on")
    evaluate.add_argument("--json", action="store_true", help="for programs")

    for name, text in (
        ("history", "what was done"),
        ("export", "all that is kept, as JSON"),
        ("delete", "delete all that is kept of the person"),
    ):
        records = commands.add_parser(name, parents=[common], help=text)
        if name == "delete":
            records.add_argument("--yes", action="store_true", help="do not ask")
    keeping = commands.add_parser("retention", parents=[common], help="for how long things are kept")
    for name, text in (("words", "own words"), ("records", "records")):
        keeping.add_argument(f"--{name}", type=_days, metavar="DAYS|all", help=f"keep {text} for so long")
    summary = commands.add_parser("summary", parents=[common], help="a page for the doctor, and its files")
    summary.add_argument(
        "--format", choices=["pdf", "csv", "fhir", "plots"], default="pdf", help="what to make (default: pdf)"
    )
    summary.add_argument("--out", type=Path, metavar="PATH", help="the file, or for plots the folder")
    summary.add_argument("--since", type=_date, metavar="DAY", help="from this day on, such as 2026-01-31")
    commands.add_parser("doctor", parents=[common], help="check this machine")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns 0 when it did what was asked, 2 for wrong usage, 1 otherwise."""
    asked = parser().parse_args(arguments)
    settings = _settings(asked)
    _pass_on(settings)
    from assistant import quiet

    quiet.setup(settings.log_file, settings.verbose)
    # to be ended by the system is no trouble: what was said is on the disk
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        from spinecoach import commands

        return commands.COMMANDS[asked.command](asked, settings)
    except (KeyboardInterrupt, BrokenPipeError):
        return 130
    except PlainError as error:
        print(str(error), file=sys.stderr)
        return error.status
    except Exception:  # the person gets a sentence, the log file gets the rest
        logging.getLogger("spinecoach").exception("%s failed", asked.command)
        print(f"Something went wrong in here. Details are in {settings.log_file}.", file=sys.stderr)
        return 1


def _settings(asked: argparse.Namespace) -> Settings:
    settings = Settings.from_environment()
    if asked.data_dir is not None:
        settings = replace(settings, data_dir=asked.data_dir.expanduser().absolute())
    return replace(settings, verbose=settings.verbose or asked.verbose, person=asked.person)


def _pass_on(settings: Settings) -> None:
    """What runs inside Rasa reads its settings from the environment."""
    os.environ["SPINECOACH_DATA_DIR"] = str(settings.data_dir)
    os.environ["SPINECOACH_VERBOSE"] = "1" if settings.verbose else ""
