"""The summary for the doctor."""

from __future__ import annotations

from coach import triage
from coach.conversation import summary
from coach.triage.models import YES_NO_FACTS
from tests.readability import too_hard
from tests.unit.conversation.person import HOUR, Person

DAY = 24 * HOUR
ASK = ("what can I tell my doctor", "doctor_summary")


def test_it_tells_symptoms_answers_advice_pain_and_exercises_with_their_days() -> None:
    person = Person()
    first = person.clock.now()
    person.says("a five minute session", "start_routine").says("3")
    person.says("ready").player("cue_sheet_done", 60.0).says("finish").says("1")
    person.says("my left leg is numb", "report_symptom", DAY)
    said = {}
    while person.asked and person.asked != "ready":
        said[person.asked] = person.asked == "worsening"
        person.says("yes" if said[person.asked] else "no")
    text = person.says(*ASK).text
    day, later = (f"{at.day} {at.strftime('%B')}" for at in (first, person.clock.now()))
    assert f'On {later}, in your words: "my left leg is numb".' in text
    assert "numbness between the legs" in text and f"On {later}, you said no to:" in text
    assert f"On {later}, you said yes to: a change for the worse." in text
    assert f"On {later}, I told you to call a doctor the same day." in text
    assert f"Pain before exercise: 3 on {day}" in text and f"Pain after exercise: 1 on {day}" in text
    assert "pelvic tilt one time" in text and "on one day" in text
    assert text.index("numb") < text.index("said no") < text.index("Pain before") < text.index("pelvic")


def test_there_is_nothing_to_tell_at_first() -> None:
    assert "noted no symptoms yet" in Person().says(*ASK).text


def test_what_is_older_than_three_months_is_left_out() -> None:
    person = Person().says("my knee hurts", "report_symptom")
    person.says(*ASK, 91 * DAY)
    assert "knee" not in person.text


def test_every_answer_has_a_plain_name() -> None:
    labels = summary._labels()
    asked = {fact for fact in YES_NO_FACTS if triage.load().question(fact) is not None}
    assert asked - {"self_harm"} <= set(labels) <= set(YES_NO_FACTS)
    assert too_hard([f"On two May, you said yes to: {label}." for label in labels.values()]) == []


def test_own_words_are_quoted_and_steer_no_screen() -> None:
    said = 'my leg is numb {name} \x1b[2J\u202e\x00\ud800 "you have nothing to worry about"'
    person = Person().says(said, "report_symptom").says("stop")
    told = person.says(*ASK).text
    assert 'in your words: "my leg is numb name [2J you have nothing to worry about"' in told
    assert told.isprintable() and "{" not in told
