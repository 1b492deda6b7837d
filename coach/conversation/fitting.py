"""The rest of a plan as the person may do it now, when what decides on it is told in the middle."""

from __future__ import annotations

from coach.conversation import exercising, telling
from coach.conversation.talk import Talk
from coach.routine import plan
from coach.routine.commands import Replan
from coach.routine.state import Item


def rest(talk: Talk, first: int) -> list[Item]:
    """The items from this one on, each as the person may do it now; what may stay keeps its dose."""
    kept: list[Item] = []
    for one in talk.dialogue.routine.items[first:]:
        choice = plan.choose(talk.library, talk.abilities, one.exercise, one.variant, one.level)
        item = choice.item
        if item is None or exercising.left_out(talk, item.exercise):
            continue
        if all((item.exercise, item.variant) != (other.exercise, other.variant) for other in kept):
            kept.append(one if (item.exercise, item.variant) == (one.exercise, one.variant) else item)
    return kept


def change(talk: Talk, items: list[Item]) -> None:
    """Go on with these in the place of what is on and what comes."""
    talk.dialogue.ask, talk.dialogue.undo = None, None
    if len(items) > 1:
        talk.tell(telling.listed([exercising.name_of(talk, one) for one in items]).capitalize() + ".")
    exercising.command(talk, Replan(tuple(items), talk.at()))


def changed(talk: Talk) -> bool:
    """Fit the rest of the plan; False if it fits as it is. Where nothing is left, the session ends."""
    state = talk.dialogue.routine
    items = rest(talk, state.index) if state.active else []
    if not state.active or tuple(items) == state.items[state.index :]:
        return False
    if items:
        change(talk, items)
    else:
        exercising.end(talk)
        talk.say("nothing_fits")
    return True


def later(talk: Talk) -> None:
    """Fit what comes after the exercise that is on, without a word."""
    state = talk.dialogue.routine
    if state.active:
        here = state.index + 1
        talk.dialogue.routine = state.but(items=(*state.items[:here], *rest(talk, here)))


def into_the_chair(talk: Talk) -> None:
    """After dizziness: seated from here on; who is seated and still dizzy ends for the day."""
    talk.say("dizzy_rest")
    if not changed(talk):
        exercising.end(talk)
        talk.say("dizzy_end")
