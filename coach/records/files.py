"""Writes the papers into a folder of the person's own machine, and takes them away again."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import unicodedata
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from coach.journal import Journal, one_name
from coach.language import ENGLISH, speaking


def _nothing() -> None:
    """Nothing is to be done before drawing."""


class PaperFolder:
    """Papers in a folder, one folder below it for each person.

    Args:
        folder: where they are; made when the first paper is.
        before: called before something is drawn.
    """

    def __init__(self, folder: Path, before: Callable[[], None] = _nothing) -> None:
        self._folder, self._before = folder, before

    def of(self, person: str) -> Path:
        """The folder of a person: a name that any file system takes, and no two people share."""
        plain = unicodedata.normalize("NFKD", one_name(person)).encode("ascii", "ignore").decode()
        readable = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40]
        mark = hashlib.sha256(one_name(person).encode("utf-8", "replace")).hexdigest()[:8]
        return self._folder / (f"{readable}-{mark}" if readable else mark)

    def write(self, journal: Journal, person: str, now: datetime) -> Path:
        """Write the page, the table and the bundle; the folder they are in.

        Raises:
            OSError: if they cannot be written.
        """
        self._before()
        with speaking(ENGLISH):  # the language of the papers, whatever is spoken
            return self._write(journal, person, now)

    def _write(self, journal: Journal, person: str, now: datetime) -> Path:
        from coach import records

        folder = self.of(person)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stem = f"spinecoach-{now.date().isoformat()}"
        (folder / f"{stem}.pdf").write_bytes(records.pdf(journal, person, now))
        (folder / f"{stem}.csv").write_text(records.csv(journal, person, now), encoding="utf-8", newline="")
        bundle = json.dumps(records.fhir(journal, person, now), ensure_ascii=False, indent=1)
        (folder / f"{stem}.fhir.json").write_text(bundle, encoding="utf-8")
        return folder

    def forget(self, person: str) -> None:
        """Take away all papers of a person."""
        shutil.rmtree(self.of(person), ignore_errors=True)
