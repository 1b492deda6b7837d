"""Whose midnight counts: the time zone of a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import tzlocal


def zone_of(profile: Mapping[str, Any]) -> tzinfo:
    """The zone that is known of a person (`zone`, such as "Europe/London"), else that of the machine.

    A name that means nothing here counts as none.
    """
    name = profile.get("zone")
    if isinstance(name, str) and name:
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            pass  # ZoneInfoNotFoundError is a KeyError
    return tzlocal.get_localzone()
