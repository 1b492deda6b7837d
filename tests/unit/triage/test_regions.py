"""Regions: known by the names that people give them, and each with numbers of its own only."""

from __future__ import annotations

import re

import pytest

from coach.triage import Region, load

REGIONS = load().regions()
PHONE = re.compile(r"\d(?:[\d ]*\d)?")
# What each region must say: ambulance, same day, crisis. Written out, so that no slip in the data goes by.
NUMBERS = {
    "uk": ("999", "111", "116 123"),
    "northern_ireland": ("999", None, "0808 808 8000"),
    "ireland": ("112", None, "116 123"),
    "us": ("911", None, "988"),
    "canada": ("911", "811", "988"),
    "australia": ("000", None, "13 11 14"),
    "new_zealand": ("111", "0800 611 116", "1737"),
    "eu": ("112", None, None),
    "india": ("112", None, "14416"),
    "south_africa": ("112", None, "0800 567 567"),
    "nigeria": ("112", None, None),
    "kenya": ("999", None, None),
    "jamaica": ("110", None, "888 639 5433"),
    "singapore": ("995", None, "1767"),
    "philippines": ("911", None, "1553"),
    "pakistan": ("1122", None, None),
    "other": (None, None, None),
}
# The same digits, an ambulance here and a line for advice there: (ambulance in, advice in).
SAME_DIGITS = {("new_zealand", "uk")}


def said(*sentences: str) -> set[str]:
    """The phone numbers in some sentences."""
    spoken = " ".join(sentences).replace("option 2", "")
    return set(PHONE.findall(spoken))


def ambulance(region: Region) -> set[str]:
    return {number for number in (region.emergency, region.emergency_too) if number}


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("England", "uk"),
        ("the United Kingdom", "uk"),
        ("I'm in northern ireland", "northern_ireland"),
        ("Ireland", "ireland"),
        ("the US", "us"),
        ("u.s.", "us"),
        ("New Zealand", "new_zealand"),
        ("New South Wales", "australia"),
        ("New England", "us"),
        ("London, Ontario", "canada"),
        ("South Africa", "south_africa"),
        ("I live in Spain", "eu"),
        ("the Philippines", "philippines"),
        ("Kenya", "kenya"),
        ("somewhere else", "other"),
        ("it helps us", "us"),
        ("bananas", None),
    ],
)
def test_a_region_is_known_by_its_names(said: str, region: str | None) -> None:
    found = load().region_named(said)
    assert (found.id if found else None) == region


def test_each_region_has_the_numbers_that_were_checked() -> None:
    assert {name: (one.emergency, one.urgent, one.crisis) for name, one in REGIONS.items()} == NUMBERS


@pytest.mark.parametrize("name", REGIONS)
def test_a_sentence_holds_its_own_number_and_no_other(name: str) -> None:
    region = REGIONS[name]
    assert said(region.emergency_say) == ambulance(region)
    assert said(region.net_say) == ambulance(region)
    assert said(region.urgent_say) == {number for number in (region.urgent,) if number}
    extra = {region.urgent} if region.urgent else set()
    assert said(region.crisis_say) - extra == {number for number in (region.crisis,) if number}


def test_nobody_is_sent_to_another_regions_advice_line_in_an_emergency() -> None:
    lines = {(name, line) for name, one in REGIONS.items() for line in (one.urgent, one.crisis) if line}
    shared = {
        (name, other)
        for name, region in REGIONS.items()
        for other, line in lines
        if line in said(region.emergency_say, region.net_say)
    }
    assert shared == SAME_DIGITS


def test_nobody_is_sent_to_an_advice_line_that_only_another_region_has() -> None:
    for region in REGIONS.values():
        own = {region.urgent, region.crisis}
        assert said(region.urgent_say, region.crisis_say) <= own


def test_what_was_left_out_is_not_said() -> None:
    for region in REGIONS.values():
        own = {*ambulance(region), region.urgent, region.crisis}
        spoken = said(region.emergency_say, region.urgent_say, region.crisis_say, region.net_say)
        assert spoken & (said(region.left_out or "") - own) == set()


def test_no_two_regions_go_by_one_name() -> None:
    names = [name for region in REGIONS.values() for name in {region.title.lower(), *region.also}]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", sorted(set(REGIONS) - {"other"}))
def test_how_the_numbers_were_checked_is_told(name: str) -> None:
    region = REGIONS[name]
    assert region.seen and region.read != "ours"
    assert region.crisis or "confirmed" in (region.left_out or "") or "differ" in (region.left_out or "")


def test_somewhere_else_comes_last_and_names_no_number() -> None:
    assert list(REGIONS)[-1] == "other"
    other = REGIONS["other"]
    assert said(other.emergency_say, other.urgent_say, other.crisis_say, other.net_say) == set()
