"""Regions by the names that people give them."""

from __future__ import annotations

import pytest

from coach.triage import load


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("England", "uk"),
        ("I'm in northern ireland", "uk"),
        ("Ireland", "ireland"),
        ("the US", "us"),
        ("u.s.", "us"),
        ("New Zealand", "new_zealand"),
        ("somewhere else", "other"),
        ("it helps us", "us"),
        ("bananas", None),
    ],
)
def test_a_region_is_known_by_its_names(said: str, region: str | None) -> None:
    found = load().region_named(said)
    assert (found.id if found else None) == region
