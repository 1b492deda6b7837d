"""What is kept of people, by the command line: shown, handed on, and deleted."""

from __future__ import annotations

import argparse
import json
import sys

from assistant.settings import Settings
from coach import clock as clocks
from coach.journal import Journal


def journal_of(settings: Settings) -> Journal:
    """The journal that the settings name: a database by its address, or the file in the data folder."""
    return Journal(settings.journal_url) if settings.journal_url else Journal.in_folder(settings.data_dir)


def history(asked: argparse.Namespace, settings: Settings) -> int:
    """What was done, a line each."""
    journal = journal_of(settings)
    events = journal.events(asked.person)
    if not events:
        print(f"Nothing is noted for {asked.person} yet.")
    for event in events:
        details = ", ".join(
            f"{name} {value}" for name, value in event.data.items() if value not in (None, [], {})
        )
        print(f"{event.at.astimezone():%Y-%m-%d %H:%M}  {event.kind:14} {details[:120]}")
    return 0


def export(asked: argparse.Namespace, settings: Settings) -> int:
    """All that is kept of a person, as JSON."""
    from assistant.forgetting import forgetting

    whole = forgetting(settings, journal_of(settings)).export(asked.person)
    print(json.dumps(whole, ensure_ascii=False, indent=2))
    return 0


def retention(asked: argparse.Namespace, settings: Settings) -> int:
    """For how long things are kept: shown, and changed where days are given."""
    from assistant.forgetting import forgetting
    from coach import retention as keeping

    journal = journal_of(settings)
    wishes: tuple[tuple[keeping.What, str | None], ...] = (("words", asked.words), ("records", asked.records))
    for what, days in wishes:
        if days is None:
            continue
        _, too_few = keeping.keep_for(journal, asked.person, what, None if days == "all" else int(days))
        if too_few:
            print(f"The least for {what} is {keeping.FLOORS[what]} days, which holds now.")
    forgetting(settings, journal).tidy(clocks.from_environment().now())
    kept = keeping.retention_of(journal.profile(asked.person))
    for name, kept_days in (("own words", kept.words), ("records", kept.records)):
        print(f"{name:10} {'until deleted' if kept_days is None else f'{kept_days} days'}")
    return 0


def summary(asked: argparse.Namespace, settings: Settings) -> int:
    """A page for the doctor, a table, a bundle or the pictures, as files."""
    from spinecoach.papers import write

    for line in write(journal_of(settings), asked, clocks.from_environment().now()):
        print(line)
    return 0


def delete(asked: argparse.Namespace, settings: Settings) -> int:
    """Delete all that is kept of a person, the journal and the conversation, after asking once."""
    if not asked.yes:
        print(f"This deletes all that is kept of {asked.person}. Type yes to go on: ", end="", flush=True)
        if sys.stdin.readline().strip().lower() != "yes":
            print("Nothing was deleted.")
            return 0
    from assistant.forgetting import forgetting

    left = forgetting(settings, journal_of(settings)).forget(asked.person)
    if not left.nothing:
        what = ", ".join([*left.tables, *left.files])
        print(
            f"Not all is deleted: {what}. End other coaches on this machine and try again.", file=sys.stderr
        )
        return 1
    if left.lock:
        print(f"All is deleted but one thing: a doctor must see {asked.person} before any exercise.")
    else:
        print(f"All that was kept of {asked.person} is deleted.")
    return 0
