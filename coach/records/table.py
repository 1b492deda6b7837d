"""All events as a table of comma-separated values (RFC 4180, UTF-8), one row each."""

from __future__ import annotations

import csv as commas
import io
import json
from datetime import date, datetime
from typing import Any

from coach.journal import Event, Journal
from coach.records.data import Records, read

COLUMNS = ("time", "day", "kind", "what", "value", "unit", "part", "moment", "late", "words", "details")
_UNITS = {"pain": "0-10", "walk": "minutes", "goal_score": "0-10", "score": "points"}
_WHAT = ("exercise", "name", "symptom", "fact", "tier", "routine", "reason", "goal")
_VALUE = ("score", "minutes", "value", "reps", "seconds", "level")
_STEERS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet take a cell for a formula, their wide forms too."""


def csv(journal: Journal, person: str, now: datetime, since: date | None = None) -> str:
    """The table of a person's events since a day (all, if none is named), without what was taken back."""
    records = read(journal, person, now, since)
    out = io.StringIO()
    rows = commas.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for event in records.events:
        rows.writerow([_cell(value) for value in _row(event, records)])
    return out.getvalue()


def _row(event: Event, records: Records) -> list[Any]:
    data = {key: value for key, value in event.data.items() if key != "mark" and value not in (None, [], {})}
    here = event.at.astimezone(records.now.tzinfo)
    what = next((data.pop(name) for name in _WHAT if name in data), "")
    value = next((data.pop(name) for name in _VALUE if name in data), "")
    day = data.pop("day", here.date().isoformat())
    words = data.pop("words", "")
    part, moment, late = data.pop("part", ""), data.pop("moment", ""), data.pop("late", "")
    details = json.dumps(data, ensure_ascii=False, sort_keys=True) if data else ""
    unit = _UNITS.get(event.kind, next((one for one in ("reps", "seconds") if one in event.data), ""))
    return [
        here.isoformat(timespec="seconds"),
        day,
        event.kind,
        what,
        value,
        unit,
        part,
        moment,
        late,
        words,
        details,
    ]


def _cell(value: Any) -> Any:
    """A value as a spreadsheet shows it and never runs it; numbers stay numbers."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return f"'{text}" if text.lstrip(" \n").startswith(_STEERS) else text
