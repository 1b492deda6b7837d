"""One session in several places: taken over, stopped everywhere, and never counted twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.unit.conversation.household import Household

SPEAKER, CHAT, PHONE = "speaker", "terminal", "telegram:77"
REP = 20.0


@pytest.fixture(params=["server", "data folder"])
def home(request: pytest.FixtureRequest) -> Household:
    everywhere = (SPEAKER, CHAT, PHONE) if request.param == "server" else ()
    made = Household(*everywhere, ann={})
    for place in (SPEAKER, CHAT, PHONE):
        made.at(place)
    return made


def rep_on(home: Household, place: str) -> int:
    return min(cue["rep"] for cue in home.plays(place)["cues"] if cue["rep"])


@pytest.mark.parametrize(
    "words", ["continue", "go on", "carry on here", "continue on my phone", "pick it up here please"]
)
def test_continue_takes_a_running_set_over_at_its_repetition(home: Household, words: str) -> None:
    home.in_a_set(SPEAKER)
    home.says(CHAT, "hello")
    while (home.places[SPEAKER].player.rep or 0) < 3:
        home.waits(1)
    answer = home.says(PHONE, words)
    assert "number three of four" in answer and rep_on(home, PHONE) == 3
    home.waits(REP)  # a player that hears nothing finds out when it next notes its place
    assert home.counting == [PHONE]


def test_a_place_that_is_opened_says_where_the_set_is_and_leaves_it_alone(home: Household) -> None:
    home.in_a_set(SPEAKER)
    home.waits(8)
    answer = home.opens(CHAT)
    assert "Your set runs on the speaker" in answer and "say continue" in answer
    assert home.counting == [SPEAKER] and home.phase() == "running"


def test_stop_in_one_place_stops_everywhere(home: Household) -> None:
    home.in_a_set(SPEAKER)
    home.waits(8)
    assert "Paused" in home.says(PHONE, "stop")
    if SPEAKER in home.open:
        assert home.counting == [], "the speaker heard of it at once"
    home.waits(REP)
    assert home.counting == [] and home.phase() == "paused"


def test_a_stop_said_at_the_first_place_stops_the_set_in_the_second(home: Household) -> None:
    home.in_a_set(SPEAKER)
    home.waits(8)
    home.says(PHONE, "continue")
    home.says(SPEAKER, "stop")
    home.waits(REP)
    assert home.phase() == "paused" and home.counting == []


def test_a_player_s_stop_of_a_set_that_has_left_stops_it_where_it_is(home: Household) -> None:
    home.in_a_set(SPEAKER)
    home.waits(8)
    home.says(PHONE, "continue")
    home.reports(SPEAKER, "cue_sheet_stopped", at=9.0, cause="stop")
    assert home.phase() == "paused"


@pytest.mark.parametrize(
    ("name", "details"), [("cue_sheet_done", {}), ("cue_sheet_stopped", {"at": 1.0, "cause": "lost"})]
)
def test_other_reports_of_a_set_that_has_left_count_for_nothing(
    home: Household, name: str, details: dict[str, Any]
) -> None:
    home.in_a_set(SPEAKER)
    home.waits(8)
    home.says(PHONE, "continue")
    home.reports(SPEAKER, name, **details)
    assert home.phase() == "running" and PHONE in home.counting


def test_what_happened_is_told_in_both_places(home: Household) -> None:
    home.in_a_set(SPEAKER)
    home.waits(8)
    home.says(PHONE, "continue")
    answer = home.says(SPEAKER, "what happened?")
    assert "You went on with your set in Telegram. So I fell silent here." in answer
    home.says(PHONE, "stop")
    home.says(SPEAKER, "hello")
    assert "You went on with your set here" in home.says(PHONE, "what happened")


def test_what_happened_after_a_stop_from_elsewhere(home: Household) -> None:
    home.in_a_set(SPEAKER)
    home.waits(8)
    home.says(PHONE, "stop")
    answer = home.says(SPEAKER, "why did you stop?")
    assert "You stopped the set in Telegram" in answer and "Shall we go on there?" in answer
    home.says(SPEAKER, "yes")
    assert home.counting == [SPEAKER]


def test_a_dead_speaker_s_set_goes_on_in_the_chat_at_its_repetition(home: Household) -> None:
    """J17: the battery dies."""
    home.in_a_set(SPEAKER)
    while (home.places[SPEAKER].player.rep or 0) < 2:
        home.waits(1)
    home.dies(SPEAKER)
    home.waits(120)
    answer = home.says(PHONE, "continue")
    assert "position" in answer
    home.says(PHONE, "ready")
    assert rep_on(home, PHONE) == 2


def test_after_more_than_ten_minutes_the_pain_is_asked_first(home: Household) -> None:
    home.in_a_set(SPEAKER)
    while (home.places[SPEAKER].player.rep or 0) < 2:
        home.waits(1)
    home.dies(SPEAKER)
    home.waits(11 * 60)
    assert "Any pain now?" in home.says(PHONE, "continue")
    home.says(PHONE, "2")
    home.says(PHONE, "yes")
    home.says(PHONE, "ready")
    assert rep_on(home, PHONE) == 2


def test_a_change_from_elsewhere_leaves_the_set_where_it_plays_if_that_place_hears_of_it() -> None:
    home = Household(SPEAKER, PHONE, ann={})
    home.in_a_set(SPEAKER)
    home.at(PHONE)
    home.says(PHONE, "hello")
    home.waits(3)
    assert "slower" in home.says(PHONE, "slower")
    assert home.counting == [SPEAKER] and home.plays(SPEAKER)["id"].endswith("-2")


def test_a_change_from_elsewhere_moves_the_set_if_that_place_does_not_hear_of_it() -> None:
    home = Household(ann={})
    home.in_a_set(SPEAKER)
    home.at(PHONE)
    home.says(PHONE, "hello")
    home.waits(3)
    home.says(PHONE, "slower")
    home.waits(REP)
    assert home.counting == [PHONE]


def test_continue_where_the_set_plays_is_no_news(home: Household) -> None:
    home.in_a_set(SPEAKER)
    home.waits(8)
    assert "Carry on" in home.says(SPEAKER, "continue")
    assert home.counting == [SPEAKER]


ONE, OTHER = "terminal:1", "terminal:2"


def test_of_two_terminals_one_plays_and_the_other_takes_over() -> None:
    home = Household(ONE, OTHER, ann={})
    home.in_a_set(ONE)
    home.waits(8)
    assert "Your set runs on the computer" in home.opens(OTHER)
    assert home.counting == [ONE] and home.phase() == "running"
    assert "number one of four" in home.says(OTHER, "continue")
    assert home.counting == [OTHER]
    assert "You went on with your set on the computer" in home.says(ONE, "what happened?")


def test_a_set_changed_from_another_terminal_stays_where_it_plays() -> None:
    home = Household(ONE, OTHER, ann={})
    home.in_a_set(ONE)
    home.opens(OTHER)
    home.says(OTHER, "slower")
    assert home.counting == [ONE]


@pytest.mark.parametrize("open_places", [(), (ONE, OTHER)])
def test_a_terminal_that_begins_anew_goes_on_at_once_with_the_dead_one_s_set(
    open_places: tuple[str, ...],
) -> None:
    home = Household(*open_places, ann={})
    home.in_a_set(ONE)
    while (home.places[ONE].player.rep or 0) < 2:
        home.waits(1)
    home.dies(ONE)
    home.opens(OTHER)
    assert home.phase() == "paused"
    assert "position" in home.says(OTHER, "continue")
    home.says(OTHER, "ready")
    assert rep_on(home, OTHER) == 2


class Places(RuleBasedStateMachine):
    """Whatever is said, wherever, and whoever dies: two places never count the same repetition for long."""

    which = st.sampled_from([SPEAKER, CHAT, PHONE])
    said = st.sampled_from(
        ["continue", "stop", "ready", "yes", "start seated flexion", "slower", "pause", "done", "hello"]
    )

    @initialize(everywhere=st.booleans())
    def begin(self, everywhere: bool) -> None:
        self.home = Household(*((SPEAKER, CHAT, PHONE) if everywhere else ()), ann={})
        for place in (SPEAKER, CHAT, PHONE):
            self.home.at(place)

    @rule(place=which, text=said, after=st.sampled_from([1.0, 4.0, 30.0]))
    def say(self, place: str, text: str, after: float) -> None:
        self.home.says(place, text, after=after)
        if text == "stop":
            assert self.home.phase() not in ("running", "resting")

    @rule(place=which)
    def die(self, place: str) -> None:
        heard = place in self.home.open
        self.home.dies(place)
        self.home.at(place)
        if heard:
            self.home.open.add(place)

    @rule(place=which)
    def open_one(self, place: str) -> None:
        self.home.opens(place)

    @rule(seconds=st.sampled_from([5.0, 40.0, 700.0]))
    def wait(self, seconds: float) -> None:
        self.home.waits(seconds)

    @invariant()
    def at_most_one_counts_what_is_to_be_counted(self) -> None:
        home = self.home
        if not home.states.get("ann"):
            return
        sheet = home.states["ann"]["routine"]["sheet"]
        current = sheet["id"] if sheet and home.phase() in ("running", "resting") else None
        owners = [one for one in home.counting if home.plays(one)["id"] == current]
        assert len(owners) <= 1
        if home.open:
            assert home.counting == owners

    def teardown(self) -> None:
        self.home.waits(40.0)
        self.at_most_one_counts_what_is_to_be_counted()
        assert len(self.home.counting) <= 1


TestPlaces = Places.TestCase
TestPlaces.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
