"""Somebody who writes in another language: a line in it, the number to call, danger acted on at once."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from ruamel.yaml import YAML

from coach.understand.tongues import DENIALS, heard, is_foreign_stop, tongues
from tests.unit.conversation.person import Person

ROOT = Path(__file__).parents[3]
SAID = {
    "de": (
        "Ich habe Schmerzen im Rücken",
        "Ich habe starke Schmerzen in der Brust",
        "Ich habe keine Brustschmerzen",
    ),
    "fr": ("J'ai mal au dos et à la jambe", "Je ne peux pas respirer", None),
    "it": ("Mi fa male la gamba, parla italiano?", "Non riesco a respirare", None),
    "pt": ("Minha perna está dormente", "Tenho dor no peito", "Não tenho dor no peito"),
    "nl": ("Ik heb pijn in mijn rug", "Ik kan niet ademen", "Ik heb geen pijn op de borst"),
    "pl": ("Boli mnie noga i plecy", "Nie mogę oddychać", None),
    "tr": ("Bacağım çok ağrıyor", "Nefes alamıyorum", None),
    "ru": ("У меня болит спина", "Я не могу дышать", "У меня не болит сердце"),
    "el": ("Με πονάει η πλάτη", "Με πονάει το στήθος", None),
    "ar": ("ساقي تؤلمني", "لا أستطيع التنفس", None),
    "hi": ("मेरी पीठ में दर्द है", "सीने में दर्द है", "सीने में दर्द नहीं है"),
    "zh": ("我的腿很痛", "我胸口痛", None),
    "ja": ("足がしびれます", "胸が痛いです", None),
    "ko": ("다리가 저려요", "가슴이 아파요", None),
    "vi": ("Tôi bị đau lưng", "Tôi bị đau ngực", None),
}
FOREIGN = re.compile(
    r"c'est|che esercizi|s'il vous|dzień|heute|feierabend|j'ai|je ne|allo|bahnhof|wo wo|[\u0400-\uffff]",
    re.IGNORECASE,
)
"""What is in another language among the sentences that the model learns from."""


def english_sentences() -> list[str]:
    found = set()
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in YAML(typ="safe").load(path.read_text("utf-8"))["nlu"]:
            for line in block.get("examples", "").splitlines():
                text = re.sub(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})", r"\1", line.removeprefix("- "))
                if not FOREIGN.search(text):
                    found.add(text)
    return sorted(found)


def slips(text: str, rng: Random) -> str:
    """The text as it is typed in a hurry."""
    signs = list(text)
    for _ in range(1 + len(text) // 12):
        at = rng.randrange(max(1, len(signs)))
        kind = rng.randrange(4)
        if kind == 0 and signs:
            del signs[at]
        elif kind == 1:
            signs.insert(at, rng.choice("abcdefghijklmnopqrstuvwxyz"))
        elif kind == 2 and at + 1 < len(signs):
            signs[at], signs[at + 1] = signs[at + 1], signs[at]
        elif signs:
            signs[at] = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return "".join(signs)


def test_there_is_an_example_of_every_language() -> None:
    assert {one.id for one in tongues()} == set(SAID)


@pytest.mark.parametrize("name", sorted(SAID))
def test_one_line_in_their_own_language_with_the_number(name: str) -> None:
    text, _, denied = SAID[name]
    told = heard(text)
    assert told is not None and told.id == name and told.danger(text) is None
    person = (
        Person(region="eu").says("start seated flexion", "start_exercise").says("ready").says(text, after=9.0)
    )
    assert person.text == f"{told.speaks} {told.emergency.format(number='112')}"
    assert person.phase == "paused"
    assert told.local in Person(region="other").says(text).text
    if denied is not None:
        assert not Person(region="eu").says(denied).emergency


@pytest.mark.parametrize("name", sorted(SAID))
@pytest.mark.parametrize("language", ["en", "es"])
def test_danger_in_another_language_is_acted_on_at_once(name: str, language: str) -> None:
    danger = SAID[name][1]
    told = heard(danger)
    assert told is not None and told.id == name
    person = Person(region="eu", language=language).says("start seated flexion", "start_exercise")
    person.says("ready").says(danger, after=9.0)
    assert person.emergency and person.text.startswith(told.now.format(number="112"))
    assert person.phase == "finished" and person.journal.profile("p")["lock"]["tier"] == "emergency_now"


def test_every_language_has_its_dangers_and_its_gaps() -> None:
    for one in tongues():
        assert {"chest_pain", "self_harm", "bladder_change"} <= {fact for fact, _ in one.dangers}
        assert "{number}" in one.now and "{number}" in one.emergency and one.speaks and one.local
        assert one.script or len(one.words) > 20
    assert DENIALS


def test_english_is_never_taken_for_another_language_whatever_the_slips() -> None:
    rng = Random(5)
    lines = english_sentences()
    assert len(lines) > 12_000
    taken = [
        (text, one.id) for text in rng.sample(lines, 4000) if (one := heard(slips(text, rng))) is not None
    ]
    assert taken == []


@pytest.mark.parametrize(
    "text",
    [
        "et tu brute",
        "tu parles",
        "hello",
        "die",
        "me",
        "no",
        "was war",
        "Guten Tag",
        "mal",
        "bonjour",
        "gesundheit",
        "",
        "🙂",
        "1234",
    ],
)
def test_in_doubt_it_stays_quiet(text: str) -> None:
    assert heard(text) is None


def test_a_stop_is_a_stop_among_foreign_words() -> None:
    person = Person().says("start seated flexion", "start_exercise").says("ready").says("stop", after=6.0)
    assert person.phase == "paused"


@pytest.mark.parametrize(
    "text",
    [
        "arrête",
        "Arrête, arrête!",
        "aufhören",
        "Stopp!",
        "ferma",
        "стоп",
        "停",
        "停止！",
        "やめて",
        "그만",
        "توقف",
        "रुको",
        "dur",
    ],
)
def test_a_word_for_stop_halts_a_set_in_any_language(text: str) -> None:
    assert Person().in_a_set().says(text).phase == "paused"


@pytest.mark.parametrize(
    "text", ["halt the war", "during the week", "a bus stop", "basta pasta", "genoa", "", "!"]
)
def test_other_words_are_no_foreign_stop(text: str) -> None:
    assert not is_foreign_stop(text)
