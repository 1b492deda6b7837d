"""Beginning a routine or an exercise, changing the plan, and coming back to one that was broken off."""

from __future__ import annotations

from typing import Any

from coach.conversation import exercising, fitting, pain, response, safety, telling
from coach.conversation.talk import Talk
from coach.numbers import count, spoken
from coach.routine import plan
from coach.routine.commands import SheetStopped, Simple, Start
from coach.routine.state import Item

SHORT_MINUTES = 5
"""Up to this many minutes a session is a gentle one, unless another was asked for."""


def start(talk: Talk, request: dict[str, Any]) -> None:
    """Begin what was asked for: `exercise`, or `routine` and `minutes`. Safety comes first.

    `pain` in the request says that the pain was asked about; `eased` that all goes a step down.
    """
    if not safety.may_exercise(talk, request):
        return
    response.after_absence(talk)
    if response.unsettled(talk):
        safety.hold(talk)
        talk.dialogue.pending = request
        response.ask_settled(talk)
        return
    exercise = request.get("exercise")
    single = exercise in talk.library.exercises
    if "pain" not in request and (not single or pain.was_high(talk)):
        safety.hold(talk)
        talk.dialogue.pending = request
        pain.ask(talk, "before")
    elif single:
        _start_exercise(talk, str(exercise), bool(request.get("eased")))
    else:
        _start_routine(talk, request)


def _start_exercise(talk: Talk, exercise: str, eased: bool) -> None:
    if exercising.left_out(talk, exercise):
        talk.say("left_out")
        return
    level = talk.abilities.level(talk.library.exercises[exercise]) - 1 if eased else None
    choice = plan.choose(talk.library, talk.abilities, exercise, level=level)
    if choice.item is None:
        talk.say("not_for_you", reason=choice.reason)
        return
    if choice.reason:
        talk.say("instead", reason=choice.reason, name=exercising.name_of(talk, choice.item))
    _begin(talk, (choice.item,), None)


def _start_routine(talk: Talk, request: dict[str, Any]) -> None:
    minutes = request.get("minutes") if isinstance(request.get("minutes"), int) else None
    routine = request.get("routine")
    if routine not in talk.library.routines:
        short = minutes is not None and minutes <= SHORT_MINUTES
        seated = talk.abilities.no_floor or "dizzy" in talk.abilities.facts
        routine = "chair" if seated else "gentle" if short else "full"
    made = plan.build(talk.library, talk.abilities, routine, minutes)
    items = tuple(one for one in made.items if not exercising.left_out(talk, one.exercise))
    if not items:
        talk.say("nothing_fits")
        return
    if request.get("eased"):
        lower = (plan.at_level(talk.library, talk.abilities, one, one.level - 1).item for one in items)
        items = tuple(one for one in lower if one is not None)
    whole = max(1, round(sum(plan.duration(talk.library, one) for one in items) / 60))
    talk.say(
        "routine_begin",
        title=talk.library.routines[routine].title.capitalize(),
        exercises=count(len(items), "exercise"),
        minutes=count(whole, "minute"),
    )
    names = telling.listed([exercising.name_of(talk, one) for one in items]).capitalize() + "."
    talk.tell(*(() if talk.manner.chatty == "less" else (names,)), *made.notes)
    _begin(talk, items, routine)


def _begin(talk: Talk, items: tuple[Item, ...], routine: str | None) -> None:
    talk.new_session = True
    talk.dialogue.eased = []
    talk.dialogue.ask = None
    tempo = float(talk.profile.get("tempo", 1.0))
    exercising.command(talk, Start(items, routine, tempo, talk.manner.chatty, talk.at()))


def no_floor(talk: Talk, *, today: bool) -> None:
    """The person cannot get to the floor: the rest of the plan in a chair and standing, their place kept."""
    talk.remember(no_floor={"at": talk.now.timestamp(), "today": today})
    talk.say("no_floor")
    state = talk.dialogue.routine
    if not state.active or state.routine is None:
        start(talk, {"routine": "chair"})
        return
    rest = fitting.rest(talk, state.index)
    if not rest:
        start(talk, {"routine": "chair"})
        return
    fitting.change(talk, rest)


def recover(talk: Talk) -> None:
    """A set was broken off and nobody said so: it ended where the player last noted it."""
    state = talk.dialogue.routine
    if not state.playing or state.sheet is None:
        return
    place = talk.journal.place(talk.turn.person)
    seconds = place.seconds if place and place.sheet == state.sheet.id else 0.0
    if place is not None:
        talk.dialogue.touched = max(talk.dialogue.touched or 0.0, place.at.timestamp())
    exercising.silently(talk, SheetStopped(seconds, "lost"))


def offer(talk: Talk) -> None:
    """Offer to go on where the routine stands; after more than ten minutes the pain is asked about first."""
    state = talk.dialogue.routine
    item = state.item
    if item is None or not state.active:
        return
    passed = safety.away(talk)
    if passed > response.LONG_ABSENCE:
        # too long ago to go on with: it begins afresh, with the first questions
        exercising.silently(talk, Simple("finish", talk.at()))
        talk.say("hello_again")
        talk.say("welcome_hint")
        return
    name = exercising.name_of(talk, item)
    if state.resume_to == "ready" or state.phase == "ready":
        talk.say("was_ready", name=name, ago=telling.ago(passed))
    elif item.reps is None:
        talk.say("was_time", seconds=telling.time(state.rep - 1), name=name, ago=telling.ago(passed))
    else:
        talk.say(
            "was_reps",
            rep=spoken(min(state.rep, item.reps)),
            reps=spoken(item.reps),
            name=name,
            ago=telling.ago(passed),
        )
    if safety.long_away(talk):
        pain.ask(talk, "return")
    else:
        exercising.carry_on(talk, "go_on_there")
