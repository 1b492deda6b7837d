"""What people say of pain, walking, scores, other days and absences."""

from __future__ import annotations

from datetime import date

import pytest

from coach.understand import outcomes, past

FRIDAY = date(2026, 3, 20)


def days(*numbers: int) -> tuple[date, ...]:
    return tuple(date(2026, 3, number) for number in numbers)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("back three, leg five", {"back": 3, "leg": 5}),
        ("my leg is a five today", {"leg": 5}),
        ("five in my leg and two in the back", {"leg": 5, "back": 2}),
        ("my back is 3 out of 10 and my leg 5 out of ten", {"back": 3, "leg": 5}),
        ("nothing in the back, four in the leg", {"back": 0, "leg": 4}),
        ("both legs five", {"leg": 5}),
        ("leg two and a half, back one", {"leg": 3, "back": 1}),
        ("three", {}),
        ("I have had it in my leg for three weeks", {}),
        ("ten minutes on my back", {}),
        ("come back in five", {}),
        ("leg two or three", {}),
    ],
)
def test_back_and_leg_are_told_apart(text: str, parts: dict[str, int]) -> None:
    assert outcomes.pain_parts(text) == parts


@pytest.mark.parametrize(
    "text", ["my right leg hurts, a six", "my back aches, four", "my leg is five and numb"]
)
def test_a_complaint_is_no_mere_number(text: str) -> None:
    assert not outcomes.only_pain(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("I walked twelve minutes before I had to sit", 12),
        ("I can walk 10 minutes now", 10),
        ("I can only walk for about five minutes", 5),
        ("I walked for a quarter of an hour before I needed a rest", 15),
        ("I can't walk more than ten minutes", 10),
        ("I managed to walk half an hour", 30),
        ("walked ten or twelve minutes before I needed to rest", 12),
        ("I walked 30 seconds before I had to sit", 0.5),
        ("I can walk half a mile", None),
        ("I walked to the corner shop before I had to sit down", None),
    ],
)
def test_how_far_somebody_walks_before_a_rest(text: str, minutes: float | None) -> None:
    assert outcomes.walk(text) == outcomes.WalkTold(minutes)


@pytest.mark.parametrize(
    "text",
    [
        "start a ten minute walk", "I used to walk 30 minutes", "I want to walk twenty minutes",
        "how long should I walk", "my husband walked ten minutes", "I walked the dog",
        "I can't walk 10 minutes",
        "I walked ten minutes to the bus", "let's walk for ten minutes",
    ],
)  # fmt: skip
def test_other_talk_of_walking_is_no_measure(text: str) -> None:
    assert outcomes.walk(text) is None


@pytest.mark.parametrize(
    ("text", "name", "value", "fits"),
    [
        ("my Oswestry score is 34", "odi", 34, True),
        ("ODI 34%", "odi", 34, True),
        ("Oswestry of forty two percent", "odi", 42, True),
        ("my EQ-5D was minus 0.2", "eq5d", -0.2, True),
        ("EQ-5D is 7", "eq5d", 7, False),
        ("MSK-HQ 32", "mskhq", 32, True),
        ("my MSK-HQ was 57", "mskhq", 57, False),
        ("my zurich function score was 2.4", "zcq_function", 2.4, True),
        ("my oswestry score is 340", "odi", 340, False),
        ("Roland Morris score is 14", "rmdq", 14, True),
    ],
)
def test_scores_from_elsewhere(text: str, name: str, value: float, fits: bool) -> None:
    told = outcomes.score(text)
    assert told is not None
    assert (told.name, told.value, told.fits) == (name, value, fits)


def test_a_questionnaire_without_a_score_is_none() -> None:
    assert outcomes.score("start the roland questionnaire") is None
    assert outcomes.score("what is the Oswestry score") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I did my exercises yesterday", past.DoneThen(days(19), None)),
        ("I did the chair one on Tuesday evening", past.DoneThen(days(17), "back_flexion_sitting")),
        ("I did my exercises yesterday and the day before", past.DoneThen(days(18, 19), None)),
        ("I did my stretches two days ago", past.DoneThen(days(18), None)),
        ("I did my exercises every day last week", past.DoneThen(days(*range(9, 16)), None)),
        ("I've done my exercises this morning", past.DoneThen(days(20), None)),
        ("I did them on 12 March", past.DoneThen(days(12), None)),
        ("I did my exercises on Friday", past.DoneThen(days(13), None)),
        ("I forgot to say I did my routine on sunday", past.DoneThen(days(15), None)),
        ("I did them tomorrow", past.DoneThen(days(21), None)),
        ("did I do my exercises yesterday", None),
        ("I didn't do my exercises yesterday", None),
        ("I did my back in yesterday", None),
        ("I did nothing yesterday", None),
        ("I nearly did my exercises yesterday", None),
    ],
)
def test_what_was_done_on_another_day(text: str, told: past.DoneThen | None) -> None:
    assert past.done_then(text, FRIDAY) == told


@pytest.mark.parametrize(
    ("text", "first", "last", "reason"),
    [
        ("I was ill last week", 9, 15, "ill"),
        ("I'm on holiday until Sunday", 20, 22, "holiday"),
        ("I'm on holiday until Friday", 20, 27, "holiday"),
        ("I was away from Monday to Wednesday", 16, 18, "holiday"),
        ("I've been ill for three days", 18, 20, "ill"),
        ("I have been poorly since Monday", 16, 20, "ill"),
        ("I'm going on holiday next week", 23, 29, "holiday"),
        ("we were on holiday for two weeks", 7, 20, "holiday"),
        ("I had the flu on Tuesday", 17, 17, "ill"),
        ("I was in bed with a bad cold on Tuesday", 17, 17, "ill"),
        ("we weren't well last week", 9, 15, "ill"),
        ("I haven't been well since Monday", 16, 20, "ill"),
        ("I'm going away on Tuesday", 24, 24, "holiday"),
    ],
)
def test_days_ill_or_away(text: str, first: int, last: int, reason: str) -> None:
    told = past.away_then(text, FRIDAY)
    assert told is not None
    assert (told.first, told.last, told.reason) == (date(2026, 3, first), date(2026, 3, last), reason)


@pytest.mark.parametrize(
    "text",
    [
        "my husband was ill last week",
        "I am sick of this",
        "can I go on holiday",
        "if I was ill",
        "I am well",
        "I had the pain go away today",
        "I'm walking right away",
        "I'm away home",
        "I had a tooth taken away",
        "I have a cold pale leg",
        "I've got cold feet",
        "I was ill with it years ago",
        "I have been in bed with my leg",
        "I was away from my chair",
        "I was away from the screen",
        "I had a cold leg",
    ],
)
def test_other_talk_is_no_absence(text: str) -> None:
    assert past.away_then(text, FRIDAY) is None
