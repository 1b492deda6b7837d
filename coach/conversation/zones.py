"""Whose clock counts: the time zone is that of the machine, else of the country, else it is asked once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import tzlocal
from ruamel.yaml import YAML

from coach.conversation.clock_words import time_words
from coach.conversation.talk import Talk
from coach.understand.lexicon import DATA
from coach.understand.reminding import plain, reminder_wish
from coach.words import words

UNKNOWN = frozenset({"UTC", "Etc/UTC", "Etc/GMT", "GMT", "Universal", "Zulu", "Etc/Universal", "Etc/Zulu"})
"""The zones of machines that were never told where they are."""
NEAR = timedelta(minutes=20)
"""How far a time that is told may be from a zone's own."""


@lru_cache(maxsize=1)
def _named() -> dict[str, str]:
    """Zones by the names of places, in small letters: the cities that zones are called after, and more."""
    cities = {
        zone.rpartition("/")[2].replace("_", " ").lower(): zone
        for zone in sorted(available_timezones())
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
    }
    return {**cities, **{name: zone for zone, names in _data()["places"].items() for name in names}}


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return dict(YAML(typ="safe").load((DATA / "zones.yml").read_text("utf-8")))


def _zones(region: str | None) -> list[str]:
    return list(_data()["regions"].get(region or "", []))


def _place_told(said: str) -> str | None:
    """The place whose time somebody wants to go by, in small letters without marks; None if none is named."""
    for pattern in _data()["said"]:
        if found := re.search(f"{pattern}{_data()['end']}", said):
            return found.group(1)
    return None


def zone_named(place: str) -> str | None:
    """The zone of a place that is named, or of a zone's own name."""
    said = " ".join(place.lower().replace("_", " ").split()).strip(" .!?")
    full = next((zone for zone in available_timezones() if zone.lower() == place.strip().lower()), None)
    return full or _named().get(said.removeprefix("the "))


def told(talk: Talk) -> bool:
    """Take "my time is now New York time"; False if the text says nothing of the kind."""
    named = _place_told(plain(talk.turn.text.replace("/", " ").replace("_", " ")))
    written = re.search(r"\b([A-Z][A-Za-z]+/[A-Z][A-Za-z_/]+)\b", talk.turn.text)
    place = written.group(1) if written else named
    if place is None:
        return False
    zone = zone_named(place)
    if zone is None:
        if not re.search(r"time ?zone|\btime\b", plain(talk.turn.text)):
            return False
        talk.say("zone_unknown")
        return True
    _keep(talk, zone)
    return True


def _keep(talk: Talk, zone: str) -> None:
    talk.remember(zone=zone)
    talk.record("zone", zone=zone)
    there = talk.now.astimezone(ZoneInfo(zone))
    talk.say("zone_set", place=zone.rpartition("/")[2].replace("_", " "), time=time_words(there))


def ask(talk: Talk) -> bool:
    """Ask what time it is where the person is, if nothing tells; False if it is known, or was found out."""
    if talk.profile.get("zone") or str(tzlocal.get_localzone()) not in UNKNOWN:
        return False
    zones = _zones(talk.region)
    if len(zones) == 1:
        talk.remember(zone=zones[0])
        return False
    talk.ask("zone", "zone", "choice", words("zone_ask"), plainer=words("zone_ask_plainer"), choices=[])
    return True


def answered(talk: Talk, text: str) -> None:
    """Take what was answered to "what time is it where you are?"; what fits no zone goes by the machine's."""
    zone, time = _place_in(text), reminder_wish(text).time
    if zone is None and time is not None:
        zone = _by_time(talk.now, time, _zones(talk.region) or _zones("other"))
    talk.dialogue.ask = None
    if zone is None:
        talk.say("zone_unsure")
    zone = zone or str(tzlocal.get_localzone())
    talk.remember(zone=zone)
    talk.record("zone", zone=zone)


def names_one(text: str) -> bool:
    """Whether a text can be an answer to "what time is it where you are?"."""
    return _place_in(text) is not None or reminder_wish(text).time is not None


def _place_in(text: str) -> str | None:
    return zone_named(text) or zone_named(re.sub(r"^(i'?m |i am )?(in|near|at) ", "", text.lower()))


def _by_time(now: datetime, time: str, zones: list[str]) -> str | None:
    """The first of the zones in which it is about that time, in the morning or after noon."""
    hour, minute = map(int, time.split(":"))
    for zone in zones:
        there = now.astimezone(ZoneInfo(zone))
        for half in (0, 12):
            at = there.replace(hour=(hour + half) % 24, minute=minute)
            if min(abs(at - there), timedelta(days=1) - abs(at - there)) <= NEAR:
                return zone
    return None
