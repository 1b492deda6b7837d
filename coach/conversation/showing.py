"""Pictures in a conversation: beside each step that is told, and for whoever asks to see an exercise.

A picture is asked for in so many words ("show me the seated one"), at any time. It changes nothing: a set
goes on counting, and a question stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from coach import figures
from coach.conversation.dialogue import Message
from coach.conversation.talk import Talk
from coach.library import Exercise, Variant
from coach.routine.plan import item
from coach.routine.sets import title
from coach.routine.state import Item
from coach.understand import extract

FILE = Path(__file__).parent / "showing.yml"
POSITIONS = {
    "supine": "lying",
    "hook_lying": "lying",
    "seated": "seated",
    "standing": "standing",
    "quadruped": "kneeling",
}
NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "first": 1,
    "second": 2,
    "third": 3,
}
STEP = re.compile(r"\bstep (one|two|three|four|five|six|\d)\b|\b(first|second|third) step\b")
ANY = re.compile(r"\b(the|that|this|a) (\w+ ){0,4}(one|ones|version|way)\b")
"""Not this or that exercise, but one that is done in a certain way."""

Place = tuple[str, str]
"""An exercise and one of its variants."""


def figure(exercise: str, variant: str, step: int) -> dict[str, Any] | None:
    """What a machine needs to show a picture, as in the contract; None if there is none."""
    if not figures.known(exercise, variant, step):
        return None
    return {
        "exercise": exercise,
        "variant": variant,
        "step": step,
        "alt": figures.alt(exercise, variant, step),
    }


def with_figure(message: Message, shown: dict[str, Any] | None) -> Message:
    """The message with a picture."""
    if shown is None:
        return message
    address = f"figures/{shown['exercise']}/{shown['variant']}/{shown['step']}.png"
    return replace(message, image=address, custom={**(message.custom or {}), "figure": shown})


# -- beside what is told ----------------------------------------------------------------------------------


def introduced(talk: Talk, one: Item, text: str) -> None:
    """Show an exercise beside the words in which it is named."""
    if figures.known(one.exercise, one.variant):
        cover = figures.cover(one.exercise, one.variant)
        talk.pictures.append((text, figure(one.exercise, one.variant, cover)))


def playing(talk: Talk) -> dict[str, Any]:
    """What shows how the set goes, for a player that can move the figure; no picture is sent again."""
    one = talk.dialogue.routine.item
    cover = (
        figures.cover(one.exercise, one.variant) if one and figures.known(one.exercise, one.variant) else 0
    )
    shown = figure(one.exercise, one.variant, cover) if one else None
    return {"figure": shown} if shown is not None else {}


def step_told(talk: Talk, lines: tuple[str, ...]) -> None:
    """Show the step that is told, if it is one."""
    state = talk.dialogue.routine
    if state.phase != "ready" or state.item is None or not state.step:
        return
    steps = talk.library.exercises[state.item.exercise].variants[state.item.variant].steps
    if lines == (steps[state.step - 1].say,):
        talk.pictures.append((lines[0], figure(state.item.exercise, state.item.variant, state.step)))


def attached(talk: Talk, messages: list[Message]) -> list[Message]:
    """The messages, each picture on the first of them that holds its words."""
    for text, shown in talk.pictures:
        for n, message in enumerate(messages):
            if text in message.text and message.image is None:
                messages[n] = with_figure(message, shown)
                break
    return messages


# -- when it is asked for ---------------------------------------------------------------------------------


def show(talk: Talk) -> None:
    """Show what is asked for: a picture and a few short lines."""
    text = " ".join(re.findall(r"[a-z0-9']+", talk.turn.text.lower().replace("\u2019", "'")))
    place = _wanted(talk, text)
    talk.dialogue.misses = 0
    if talk.profile.get("lock"):
        talk.say("still_locked", advice=talk.profile["lock"]["advice"])  # goes before any picture
    if place is None:
        talk.say("which_exercise")
        return
    exercise, variant = talk.library.exercises[place[0]], talk.library.exercises[place[0]].variants[place[1]]
    talk.dialogue.topic, talk.dialogue.told_more = f"exercise:{exercise.id}", False
    step = _step(talk, place, text)
    shown = figure(*place, step or figures.cover(*place) if figures.known(*place) else 0)
    if shown is not None:
        shown = {**shown, "asked": True}
    talk.messages.append(with_figure(Message("\n".join(_lines(exercise, variant, step))), shown))


def _lines(exercise: Exercise, variant: Variant, step: int | None) -> list[str]:
    """At most four short lines: the step, or the exercise in a few words."""
    name = title(exercise, variant.id).capitalize() + "."
    if step is not None:
        return [name, variant.steps[step - 1].say]
    cues = variant.cues
    return [f"{name} {cues.prepare}", *filter(None, (cues.move, cues.hold, cues.back))]


def _step(talk: Talk, place: Place, text: str) -> int | None:
    """The step that is meant: the one that is named, or the one that was told last."""
    count = len(talk.library.exercises[place[0]].variants[place[1]].steps)
    found = STEP.search(text)
    if found:
        told = found.group(1) or found.group(2)
        number = NUMBERS.get(told) or int(told)
        return number if 1 <= number <= count else None
    state = talk.dialogue.routine
    here = state.item is not None and (state.item.exercise, state.item.variant) == place
    return state.step if here and state.phase == "ready" and state.step else None


def _wanted(talk: Talk, text: str) -> Place | None:
    """The exercise and the variant that are meant, as far as the words and the moment tell."""
    named = [one.value for one in extract(text) if one.entity == "exercise"]
    here, on = _here(talk), talk.dialogue.routine.item if talk.dialogue.routine.active else None
    ways = frozenset(way for way, pattern in _ways() if pattern.search(text))
    bare = ANY.search(text) is not None and bool(ways)
    if named and not bare:
        exercise = talk.library.exercises.get(str(named[0]))
        return None if exercise is None else _best(talk, [exercise], ways, on)
    if not ways:
        return None if here is None else _best(talk, [here], ways, on)
    swap = here.no_floor if here is not None else None
    nearest = [here.id if here else "", swap.exercise if swap else "", *map(str, named)]
    for one in nearest:
        exercise = talk.library.exercises.get(one)
        found = _best(talk, [exercise], ways, on, strict=True) if exercise is not None else None
        if found is not None:
            return found
    return _best(talk, _in_order(talk), ways, on, strict=True)


def _here(talk: Talk) -> Exercise | None:
    """The exercise that is on, or that was spoken of last."""
    routine = talk.dialogue.routine
    kind, _, topic = (talk.dialogue.topic or "").partition(":")
    names = [
        routine.item.exercise if routine.active and routine.item else "",
        topic if kind == "exercise" else "",
        talk.dialogue.last_exercise or "",
    ]
    return next((talk.library.exercises[name] for name in names if name in talk.library.exercises), None)


def _in_order(talk: Talk) -> list[Exercise]:
    """All exercises, those of the full routine first."""
    known = talk.library.exercises
    routine = talk.library.routines.get("full")
    first = [one.exercise for one in routine.items] if routine is not None else []
    return [known[name] for name in dict.fromkeys([*first, *known]) if name in known]


def _best(
    talk: Talk, exercises: Iterable[Exercise], ways: frozenset[str], on: Item | None, strict: bool = False
) -> Place | None:
    """The variant that the ways fit best; with `strict` only one that they fit altogether."""
    found: list[tuple[tuple[int, int, int], Place]] = []
    for exercise in exercises:
        usual = item(talk.library, exercise.id, talk.abilities.level(exercise)).variant
        for variant in exercise.variants.values():
            fits = len(ways & _tags(variant))
            if strict and fits < len(ways):
                continue
            here = on is not None and (on.exercise, on.variant) == (exercise.id, variant.id)
            found.append(((fits, int(here), int(variant.id == usual)), (exercise.id, variant.id)))
    return max(found, key=lambda one: one[0])[1] if found else None


def _tags(variant: Variant) -> frozenset[str]:
    return frozenset({POSITIONS[variant.position], variant.id, *variant.needs})


@lru_cache(maxsize=1)
def _ways() -> list[tuple[str, re.Pattern[str]]]:
    data = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return [(str(way), re.compile(pattern)) for way, pattern in data.items()]
