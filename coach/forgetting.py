"""Everything about a person goes, by whatever way it is asked for, and what is left is looked up and told.

The core deletes what is in the journal and in the data folder. Whoever else keeps something of people, such
as the conversations, registers a part that deletes it. A safety lock stays, alone: nobody gets round what a
doctor must look at by being forgotten.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from coach import retention
from coach.journal import Journal, one_name

logger = logging.getLogger(__name__)

TELLING = 6
"""Letters from which on words are the person's own and not anybody's."""
SPEECH, EXPORTS, LOGS = "speech", "exports", "*.log*"
CHUNK = 1 << 20

EXPORT_DAYS = 7
"""Days after which a file that was handed out is cleared away."""

Part = Callable[[str], object]
"""Deletes what it keeps of a person, by name."""
Aged = Callable[[str, datetime], object]
"""Drops a person's own words from before a moment."""
Reader = Callable[[str], Any]
"""What it keeps of a person, in a form that can be written as JSON."""


@dataclass(frozen=True)
class Left:
    """What is left of a person: tables with rows, files with a trace, and the lock that stays on purpose."""

    tables: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    lock: dict[str, Any] | None = None

    @property
    def nothing(self) -> bool:
        """Whether all is gone but the lock, if there is one."""
        return not self.tables and not self.files


class Forgetting:
    """The one way to forget a person.

    Args:
        folder: the data folder; None where there is none, as for a journal in memory.
        later: patterns of files that somebody else clears when the turn is over.
    """

    def __init__(self, journal: Journal, folder: Path | None = None, later: tuple[str, ...] = ()) -> None:
        self._journal, self.folder, self._later = journal, folder, later
        self._parts: list[Part] = []
        self._aged: list[Aged] = []
        self._readers: dict[str, Reader] = {}

    def register(
        self, part: Part, aged: Aged | None = None, name: str | None = None, reader: Reader | None = None
    ) -> None:
        """Have this called with the name of everybody who is to be forgotten.

        `aged` is called where own words have grown too old, `reader` for the export, under its name.
        """
        self._parts.append(part)
        if aged is not None:
            self._aged.append(aged)
        if name is not None and reader is not None:
            self._readers[name] = reader

    def names(self, person: str) -> list[str]:
        """The names under which something may be kept: the person's places are people of their own too."""
        paired = self._journal.export(person).get("paired", [])
        return [one_name(person), *(one_name(str(row["place"])) for row in paired)]

    def forget(self, person: str) -> Left:
        """Delete all that is kept of a person, and see what is left.

        Raises:
            JournalError: if the journal cannot be written; then nothing is deleted.
        """
        names = self.names(person)
        locks = {name: lock for name in names if (lock := self._journal.profile(name).get("lock"))}
        mine = locks.get(one_name(person))
        if mine:  # a chat that was the person's is a person of its own again, and does not get round the lock
            locks.update({name: mine for name in names if name not in locks})
        marks = self._marks(names)
        for name in names:
            self._journal.delete(name, {"lock": locks[name]} if name in locks else None)
        for name in names:
            for part in (*self._parts, self._files):
                try:
                    part(name)
                except Exception:  # what could not be deleted is found below, and told
                    logger.exception("Something of a person could not be deleted.")
        if self.folder is not None:
            _shared(self.folder)
        tables = {table for name in names for table in self._left(name, name in locks)}
        found = traces(self.folder, marks - set(locks))
        files = [file for file in found if not any(fnmatch(file, pattern) for pattern in self._later)]
        return Left(tuple(sorted(tables)), tuple(files), next(iter(locks.values()), None))

    def _left(self, name: str, locked: bool) -> set[str]:
        return set(self._journal.left(name)) - ({"people"} if locked else set())

    def export(self, person: str) -> dict[str, Any]:
        """All that is kept of a person, in a form that can be written as JSON."""
        names = self.names(person)
        kept = retention.retention_of(self._journal.profile(person))
        beside = {title: read(person) for title, read in self._readers.items()}
        places = {name: self._journal.export(name) for name in names[1:]}
        return {**self._journal.export(person), "retention": asdict(kept), "places": places, **beside}

    def write_export(self, person: str) -> Path | None:
        """Write all that is kept of a person into a file; None where there is no folder for it.

        Raises:
            OSError: if it cannot be written.
        """
        file = self.export_file(person)
        if file is not None:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            whole = json.dumps(self.export(person), ensure_ascii=False, indent=2)
            file.write_text(whole + "\n", "utf-8")
        return file

    def tidy(self, now: datetime) -> None:
        """Drop of everybody what has grown older than it is to be kept."""
        for person in self._journal.people():
            gone = retention.apply(self._journal, person, now)
            words = retention.retention_of(self._journal.profile(person)).words
            for aged in self._aged if words is not None else ():
                gone += bool(aged(person, now - timedelta(days=words or 0)))
            if gone and self.folder is not None:
                shutil.rmtree(self.folder / SPEECH, ignore_errors=True)
        for file in self.folder.glob(f"{EXPORTS}/*") if self.folder is not None else ():
            if now.timestamp() - file.stat().st_mtime > EXPORT_DAYS * 86400:
                file.unlink()

    def export_file(self, person: str) -> Path | None:
        """The file into which all that is kept of a person is written for them."""
        return self.folder / EXPORTS / f"{file_name(person)}.json" if self.folder else None

    def _files(self, person: str) -> None:
        if (file := self.export_file(person)) is not None:
            for one in file.parent.glob(f"{file.stem}.*"):
                one.unlink()

    def _marks(self, names: list[str]) -> set[str]:
        """What would give the person away: their places, and their own words unless another said the same."""
        people = self._journal.people()
        mine = {word for name in names for word in _own_words(self._journal, name)}
        others = {word for name in people if name not in names for word in _own_words(self._journal, name)}
        places = {name for name in names if ":" in name}
        return {mark for mark in mine - others | places if len(mark) >= TELLING}


def traces(folder: Path | None, marks: Iterable[str]) -> list[str]:
    """The files below a folder that hold one of these words, byte for byte, as text or as JSON writes it."""
    wanted = {form for mark in marks for form in (mark.encode(), json.dumps(mark)[1:-1].encode())}
    if folder is None or not wanted:
        return []
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return [str(file.relative_to(folder)) for file in files if _holds(file, wanted)]


def file_name(person: str) -> str:
    """A name for a person's file that any system takes and that nobody else has."""
    name = one_name(person)
    plain = re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:60]
    if plain == name:
        return plain
    return f"{plain or 'person'}-{name.encode().hex()[:16]}-{len(name)}"


def _own_words(journal: Journal, name: str) -> set[str]:
    told = (
        event.data.get(retention.OWN_WORDS) for event in journal.events(name) if isinstance(event.data, dict)
    )
    return {words.strip() for words in told if isinstance(words, str)}


def _shared(folder: Path) -> None:
    """What cannot be told apart by person goes altogether; all of it is made again when it is needed."""
    shutil.rmtree(folder / SPEECH, ignore_errors=True)  # spoken sentences may hold a person's own words
    for log in folder.glob(LOGS):
        log.write_bytes(b"")


def _holds(file: Path, wanted: set[bytes]) -> bool:
    longest = max(map(len, wanted))
    try:
        with file.open("rb") as opened:
            kept = b""
            while piece := opened.read(CHUNK):
                kept = kept[-longest:] + piece
                if any(one in kept for one in wanted):
                    return True
    except OSError:
        return True  # what cannot be read cannot be said to be clean
    return False
