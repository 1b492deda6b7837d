"""What a question is about: the file is checked, the order of the lists holds, and slips are put right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.understand import topics
from coach.understand.lexicon import LexiconError

SMALL = """
words:
  pain: [pain, ache]
first: {{}}
doing: {{A: ["slow exercise"]}}
particular: {{B: ["heat", "heat <pain>"], C: ["warm heat"]{more}}}
condition: {{D: ["sciatica"]}}
general: {{E: ["help"]}}
"""


def built(more: str = "") -> topics.Topics:
    return topics.build(SMALL.format(more=more))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("does heat help sciatica", "B"),
        ("does sciatica need help", "D"),
        ("is warm heat good", "C"),
        ("heat, ache and warm heat", "B"),
        ("slow exercise with heat", "A"),
        ("what will help", "E"),
        ("hello", None),
    ],
)
def test_the_earlier_list_counts_then_the_longer_phrase_then_the_first(text: str, found: str | None) -> None:
    topic = built().find(text)
    assert (topic.id if topic else None) == found


def test_general_topics_know_that_they_are() -> None:
    found = built().find("help")
    assert found is not None and found.general
    found = built().find("heat")
    assert found is not None and not found.general


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (', F: ["<nothing>"]', "particular > F"),
        (', F: [".."]', "particular > F"),
        (", F: [3]", "particular"),
        (', F: [{say: "x", never: "y"}]', "particular"),
        (', F: ["', "YAML"),
    ],
)
def test_a_slip_in_the_file_is_named(more: str, named: str) -> None:
    with pytest.raises(LexiconError) as caught:
        built(more)
    assert named in str(caught.value) and "topics.yml" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wich matress is best", "KB-MATTRESS"),
        ("is swiming ok", "KB-SWIM"),
        ("do injectons work", "KB-INJECTIONS"),
        ("what is osteoperosis", "KB-OSTEOPOROSIS"),
        ("is accupuncture any use", "KB-ACUPUNCTURE"),
    ],
)
def test_slips_of_the_pen_are_put_right(text: str, found: str) -> None:
    topic = topics.find(text)
    assert topic is not None and topic.id == found


@pytest.mark.parametrize(
    "text",
    [
        "who won the cup", "my plan for today", "do you care", "we had a row", "even so", "I can see the sea",
        "he got rid of it", "the river is wide",
    ],
)  # fmt: skip
def test_words_that_only_look_alike_lead_nowhere(text: str) -> None:
    topic = topics.find(text)
    assert topic is None or topic.general


@given(st.text(max_size=300))
def test_any_text_has_a_topic_or_none_and_always_the_same(text: str) -> None:
    found = topics.find(text)
    assert found is None or (found.id in topics.load().ids and found.rank in topics.LISTS)
    assert topics.find(text) == found
    assert all(isinstance(word, str) for word in topics.unknown(text))


def test_words_that_say_nothing_are_no_matter_and_others_are() -> None:
    assert topics.unknown("what can I do about it please") == []
    assert topics.unknown("does a copper bracelet help") == ["copper", "bracelet"]
