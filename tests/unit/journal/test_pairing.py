"""Codes that join a place to a person: short, once, for ten minutes, and not to be guessed."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coach.clock import ManualClock
from coach.journal import Journal, one_name
from coach.pairing import GUESSES_HERE, GUESSES_IN_ALL, HOLDS, Pairing

PHONE, TABLET = "telegram:77", "page:a1b2"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def pairing(clock: ManualClock) -> Pairing:
    return Pairing(Journal(), clock)


def wrong(*codes: str) -> Iterator[str]:
    """Codes that are none of these."""
    return (f"{n:06}" for n in range(10**6) if f"{n:06}" not in codes)


def test_a_code_joins_a_place_to_the_person_who_was_told_it(pairing: Pairing) -> None:
    assert pairing.person_of(PHONE) == PHONE and not pairing.joined(PHONE)
    code = pairing.code_for("Ann")
    assert len(code) == 6 and code.isdigit()
    assert pairing.join(PHONE, f" {code[:3]} {code[3:]}.") == "ann"
    assert pairing.person_of(PHONE) == "ann" and pairing.places_of("ANN") == [PHONE]
    pairing.leave(PHONE)
    assert pairing.person_of(PHONE) == PHONE and pairing.places_of("ann") == []


def test_a_code_opens_once(pairing: Pairing) -> None:
    code = pairing.code_for("Ann")
    assert pairing.join(PHONE, code) == "ann"
    assert pairing.join(TABLET, code) is None


def test_a_code_opens_for_ten_minutes(pairing: Pairing, clock: ManualClock) -> None:
    code = pairing.code_for("Ann")
    clock.advance(HOLDS - 1)
    assert pairing.join(PHONE, code) == "ann"
    code = pairing.code_for("Ann")
    clock.advance(HOLDS)
    assert pairing.minutes_left(code) == 0
    assert pairing.join(TABLET, code) is None


def test_who_asks_again_gets_the_same_code_while_there_is_time_to_type_it(
    pairing: Pairing, clock: ManualClock
) -> None:
    code = pairing.code_for("Ann")
    assert pairing.minutes_left(code) == 10
    clock.advance(300)
    assert pairing.code_for("ann") == code and pairing.minutes_left(code) == 5
    clock.advance(250)
    fresh = pairing.code_for("Ann")
    assert fresh != code and pairing.join(PHONE, code) is None and pairing.join(PHONE, fresh) == "ann"


def test_codes_and_places_outlive_a_restart(tmp_path: Path, clock: ManualClock) -> None:
    first = Pairing(Journal.in_folder(tmp_path), clock)
    code, other = first.code_for("Ann"), first.code_for("Bob")
    assert first.join(TABLET, other) == "bob"
    again = Pairing(Journal.in_folder(tmp_path), clock)
    assert again.join(PHONE, code) == "ann" and again.person_of(TABLET) == "bob"


def test_a_place_may_guess_a_few_times(pairing: Pairing, clock: ManualClock) -> None:
    code = pairing.code_for("Ann")
    for _, guess in zip(range(GUESSES_HERE), wrong(code), strict=False):
        assert pairing.may_try(PHONE) and pairing.join(PHONE, guess) is None
    assert not pairing.may_try(PHONE)
    assert pairing.join(PHONE, code) is None, "the right one, too late"
    assert pairing.join(TABLET, code) == "ann", "another place is none the worse for it"
    clock.advance(HOLDS + 1)
    assert pairing.join(PHONE, pairing.code_for("Ann")) == "ann"


def test_waiting_ends_though_somebody_goes_on_trying(pairing: Pairing, clock: ManualClock) -> None:
    codes = wrong(pairing.code_for("Ann"))
    for _ in range(40):
        pairing.join(PHONE, next(codes))
        clock.advance(20)
    assert pairing.join(TABLET, pairing.code_for("Ann")) == "ann"
    clock.advance(HOLDS + 1)
    assert pairing.join(PHONE, pairing.code_for("Ann")) == "ann"


def test_many_places_may_not_guess_together(pairing: Pairing) -> None:
    code = pairing.code_for("Ann")
    guesses = wrong(code)
    for n in range(GUESSES_IN_ALL):
        pairing.join(f"telegram:{n}", next(guesses))
    assert pairing.join("telegram:fresh", code) is None


def test_a_code_of_ones_own_does_not_wipe_out_the_wrong_ones(pairing: Pairing) -> None:
    hers = pairing.code_for("Ann")
    guesses = wrong(hers)
    for _ in range(GUESSES_HERE - 1):
        pairing.join(PHONE, next(guesses))
    assert pairing.join(PHONE, pairing.code_for("telegram:mine")) == "telegram:mine"
    pairing.join(PHONE, next(guesses))
    assert not pairing.may_try(PHONE)


def test_guesses_outlive_a_restart(tmp_path: Path, clock: ManualClock) -> None:
    first = Pairing(Journal.in_folder(tmp_path), clock)
    guesses = wrong(first.code_for("Ann"))
    for _ in range(GUESSES_HERE):
        first.join(PHONE, next(guesses))
    assert not Pairing(Journal.in_folder(tmp_path), clock).may_try(PHONE)


def test_what_is_deleted_takes_its_places_and_codes_along(clock: ManualClock) -> None:
    journal = Journal()
    pairing = Pairing(journal, clock)
    pairing.join(PHONE, pairing.code_for("Ann"))
    code = pairing.code_for("Ann")
    journal.delete(" ANN ")
    assert pairing.person_of(PHONE) == PHONE and pairing.join(TABLET, code) is None


def test_a_code_of_tomorrow_does_not_open(clock: ManualClock) -> None:
    """The machine's clock was put back."""
    journal = Journal()
    tomorrow = ManualClock()
    tomorrow.advance(86400)
    code = Pairing(journal, tomorrow).code_for("Ann")
    assert Pairing(journal, clock).join(PHONE, code) is None


@pytest.mark.parametrize("place", ["", "  ", "x" * 201])
def test_a_place_has_a_name(pairing: Pairing, place: str) -> None:
    with pytest.raises(ValueError, match="place"):
        pairing.join(place, "123456")


def test_codes_come_from_a_source_that_cannot_be_foreseen(
    pairing: Pairing, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    monkeypatch.setattr(secrets, "randbelow", lambda limit: drawn.append(limit) or 42)
    assert pairing.code_for("Ann") == "000042" and drawn == [10**6]


class Households(RuleBasedStateMachine):
    """People, places, codes and time in any order, against a plain account of what must hold."""

    people = st.sampled_from(["Ann", "bob", "telegram:1"])
    places = st.sampled_from(["telegram:1", "page:x", "speaker", "whatsapp:+44 1"])

    @initialize()
    def begin(self) -> None:
        self.clock, self.journal = ManualClock(), Journal()
        self.pairing = Pairing(self.journal, self.clock)
        self.out: dict[str, tuple[str, float]] = {}
        self.owner: dict[str, str] = {}
        self.wrong: list[tuple[str, float]] = []

    def now(self) -> float:
        return self.clock.monotonic()

    @rule(person=people)
    def ask(self, person: str) -> None:
        code = self.pairing.code_for(person)
        held = self.out.get(code)
        assert held is None or held[0] == one_name(person)
        self.out = {c: kept for c, kept in self.out.items() if kept[0] != one_name(person) or c == code}
        self.out.setdefault(code, (one_name(person), self.now()))

    @rule(seconds=st.sampled_from([1, 60, 299, 601]))
    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @rule(place=places, data=st.data())
    def join(self, place: str, data: st.DataObject) -> None:
        code = data.draw(st.sampled_from([*self.out, "000000", "12345", "4827156", ""]))
        late = [one for one in self.wrong if self.now() - one[1] <= HOLDS]
        allowed = sum(one[0] == place for one in late) < GUESSES_HERE and len(late) < GUESSES_IN_ALL
        person, made = self.out.get(code, (None, 0.0))
        opens = allowed and person is not None and self.now() - made < HOLDS
        assert self.pairing.join(place, code) == (person if opens else None)
        if opens and person is not None:
            del self.out[code]
            self.owner[place] = person
        elif allowed:
            self.wrong.append((place, self.now()))

    @rule(place=places)
    def leave(self, place: str) -> None:
        self.pairing.leave(place)
        self.owner.pop(place, None)

    @rule(person=people)
    def delete(self, person: str) -> None:
        self.journal.delete(person)
        self.out = {code: kept for code, kept in self.out.items() if kept[0] != one_name(person)}
        self.owner = {place: who for place, who in self.owner.items() if who != one_name(person)}

    @rule()
    def restart(self) -> None:
        self.pairing = Pairing(self.journal, self.clock)

    @invariant()
    def every_place_has_one_person(self) -> None:
        for place in ("telegram:1", "page:x", "speaker", "whatsapp:+44 1"):
            person = self.owner.get(place, one_name(place))
            assert self.pairing.person_of(place) == person
            assert (place in self.pairing.places_of(person)) == (person != one_name(place))


TestHouseholds = Households.TestCase
