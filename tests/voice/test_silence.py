"""Silence: two check-ins and a safe end, minutes of it in virtual time."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.client import Message
from coach.understand import command, is_stop
from tests.readability import grade
from tests.voice.stand_in import StandInAssistant, cue_sheet
from tests.voice.test_session import READY, Run, Sessions
from voice.exchange import sentences
from voice.room_noise import TOO_LOUD
from voice.waiting import Plan, Situation, Waiting, plans

ASKED = [Message("Is there numbness?", custom={"ask": {"fact": "saddle_numbness", "type": "bool"}})]


@pytest.fixture
def sessions(tmp_path: Path, speech_cache: Path) -> Sessions:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "speech").symlink_to(speech_cache)
    return Sessions(tmp_path)


def said(run: Run, plan: Plan) -> list[tuple[int, float]]:
    """Which prompts of a plan were said, and when: the first sentence of each stands for it."""
    prompts = [*plan.checks, plan.end]
    firsts = [sentences(prompt.say)[0] for prompt in prompts]
    lasts = [sentences(prompt.say)[-1] for prompt in prompts]
    texts = [(event["text"], event["t"]) for event in run.of("say")]
    return [(n, t) for text, t in texts for n in range(3) if text == firsts[n] and lasts[n] in dict(texts)]


@pytest.mark.parametrize(("situation", "word"), [("paused", "hang on"), ("asked", "odd")])
def test_two_check_ins_and_a_safe_end(sessions: Sessions, situation: str, word: str) -> None:
    paused = [Message("We wait.", custom={"routine": {"state": "paused"}})]
    assistant = StandInAssistant(answers={"odd": ASKED, "hang on": paused})
    run = sessions.run((2.0, word, True), seconds=1200.0, assistant=assistant)
    plan = plans()[situation]
    waits = [*[check.after for check in plan.checks], plan.end.after]
    prompts = said(run, plan)
    assert [n for n, _ in prompts] == [0, 1, 2]
    before = next(event["t"] for event in run.of("say") if event["t"] > 2.0)
    for (_, t), wait in zip(prompts, waits, strict=True):
        assert wait <= t - before < wait + 15.0, "counted from the end of what was said last"
        before = t
    assert run.status == 0 and run.events[-1]["event"] == "end"
    assert run.events[-1]["t"] < before + 15.0
    assert not run.of("cue")


@pytest.mark.parametrize("situation", ["asked", "ready", "paused", "idle"])
def test_the_waits_of_each_situation(situation: Situation) -> None:
    waiting, plan = Waiting(), plans()[situation]
    said = [(t, p) for t in range(1200) if (p := waiting.tick(float(t), situation, False)) is not None]
    waits = [check.after for check in plan.checks] + [plan.end.after]
    assert [t for t, _ in said[:3]] == [waits[0], waits[0] + waits[1], sum(waits)]
    assert [prompt.leave for _, prompt in said[:3]] == [False, False, True]


def test_an_open_question_is_asked_again(sessions: Sessions) -> None:
    run = sessions.run((2.0, "odd", True), seconds=60.0, assistant=StandInAssistant(answers={"odd": ASKED}))
    texts = [event["text"] for event in run.of("say")]
    assert texts[1:] == ["Is there numbness?", "Take your time.", "Is there numbness?"]


def test_a_word_begins_the_counting_anew(sessions: Sessions) -> None:
    wait = plans()["ready"].checks[0].after
    words = [(2.0, "flexion", True), *((n * (wait - 10), "hm", False) for n in range(1, 6))]
    run = sessions.run(*words, seconds=5 * (wait - 10) + 5)
    assert said(run, plans()["ready"]) == []


def test_a_set_that_plays_needs_no_word(sessions: Sessions) -> None:
    assistant = StandInAssistant(sheet=cue_sheet(reps=30, hold=6))
    run = sessions.run(READY, seconds=310.0, assistant=assistant)
    sheet = run.assistant.sheet
    texts = [event["text"] for event in run.of("say")]
    assert len(run.of("cue")) == len(sheet["cues"]) and texts == ["Hello.", "Here we go.", "Well done."]


def test_who_speaks_during_the_farewell_is_heard(sessions: Sessions) -> None:
    assistant = StandInAssistant(answers={"odd": ASKED})
    alone = sessions.run((2.0, "odd", True), seconds=1000.0, assistant=assistant)
    farewell = said(alone, plans()["asked"])[-1][1]
    assistant = StandInAssistant(answers={"odd": ASKED})
    words = ((2.0, "odd", True), (farewell + 1, "I am here", True))
    run = sessions.run(*words, seconds=farewell + 40, assistant=assistant)
    assert ("say", "I am here", None) in run.assistant.told
    assert run.events[-1]["t"] > farewell + 30


def test_what_is_said_then_is_plain_and_holds_no_bare_command() -> None:
    texts = [prompt.say for plan in plans().values() for prompt in (*plan.checks, plan.end)]
    for text in [*texts, TOO_LOUD]:
        assert grade(text) <= 6, text
        for sentence in sentences(text):
            assert command(sentence) is None and not is_stop(sentence), sentence
