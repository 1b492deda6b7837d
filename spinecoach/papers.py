"""`spinecoach summary`: what is handed to a doctor, as files where the person wants them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from coach import records
from coach.errors import PlainError
from coach.journal import Journal

ENDINGS = {"pdf": "pdf", "csv": "csv", "fhir": "fhir.json"}
EMPTY = "Nothing is noted for {person} yet, so there is little to show."


class NotWritten(PlainError, OSError):
    """A file could not be written; the message says what to do."""


def write(journal: Journal, asked: argparse.Namespace, now: datetime) -> Iterator[str]:
    """Write what was asked for; a plain line for each thing done.

    Raises:
        NotWritten: if a file or folder cannot be written.
    """
    if asked.out is not None and str(asked.out) == "-":
        raise NotWritten("Name a file or a folder after --out. Papers are not written to the screen.")
    if not journal.events(asked.person):
        yield EMPTY.format(person=asked.person)
    try:
        if asked.format == "plots":
            yield from _plots(journal, asked, now)
        else:
            yield _file(journal, asked, now)
    except OSError as error:
        raise NotWritten(
            f"It cannot be written ({error.strerror}). Give another place after --out."
        ) from None


def _file(journal: Journal, asked: argparse.Namespace, now: datetime) -> str:
    out = asked.out or Path(f"spinecoach-{now.date().isoformat()}.{ENDINGS[asked.format]}")
    if out.is_dir():
        out = out / f"spinecoach-{now.date().isoformat()}.{ENDINGS[asked.format]}"
    since: date | None = asked.since
    if asked.format == "pdf":
        out.write_bytes(records.pdf(journal, asked.person, now, since))
    elif asked.format == "csv":
        out.write_text(records.csv(journal, asked.person, now, since), encoding="utf-8", newline="")
    else:
        bundle = records.fhir(journal, asked.person, now, since)
        out.write_text(json.dumps(bundle, ensure_ascii=False, indent=1), encoding="utf-8")
    return f"Written: {out}"


def _plots(journal: Journal, asked: argparse.Namespace, now: datetime) -> Iterator[str]:
    folder = asked.out or Path(f"spinecoach-{now.date().isoformat()}-plots")
    folder.mkdir(parents=True, exist_ok=True)
    name = "all"
    if asked.since is not None:
        today = records.read(journal, asked.person, now).today
        name = f"last_{max(1, (today - asked.since).days + 1)}_days"
    for plot in records.plots(journal, asked.person, now, name).values():
        (folder / f"{plot.name}.svg").write_bytes(plot.svg())
        (folder / f"{plot.name}.png").write_bytes(plot.png())
        yield f"{folder / plot.name}.svg and .png: {plot.alt}"
