"""Running a routine in a conversation: commands go to the machine, effects become words and records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from coach.conversation import beginning, fitting, moving, pain, safety, showing, standing, telling
from coach.conversation.dialogue import seconds_of
from coach.conversation.talk import Talk
from coach.routine.commands import (
    Command,
    Effect,
    Ended,
    Halt,
    Play,
    Record,
    Say,
    SheetDone,
    SheetStarted,
    SheetStopped,
    Simple,
    Tell,
)
from coach.routine.machine import Machine
from coach.routine.sets import title
from coach.routine.state import Cause, Item
from coach.words import words

SIMPLE = {
    "next": "next",
    "previous": "previous",
    "repeat": "repeat",
    "pause": "pause",
    "stop": "stop",
    "skip": "skip",
    "done": "done",
    "ask_progress": "progress",
}
GRACE_SECONDS = 2.0
"""How long after a sheet's end a player that does not report is taken to be through with it."""
LEFT_OUT_FOR = 12 * 3600.0
"""Seconds for which an exercise that brought on leg symptoms is left out."""
FORGOTTEN_SECONDS = 120.0
"""How long after a sheet's end nobody can be taken to have done it; it counts as broken off."""


def command(talk: Talk, given: Command) -> None:
    """Let the routine take a command, and carry out what it answers.

    This is the one gate before a set: nothing plays while the exercises are locked or questions about a
    symptom are open.
    """
    state, effects = Machine(talk.library).step(talk.dialogue.routine, given)
    if any(isinstance(effect, Play) for effect in effects) and safety.barred(talk):
        safety.explain_bar(talk)
        return
    _enter(talk, state, effects)
    for effect in effects:
        _carry_out(talk, effect)


def _enter(talk: Talk, state: Any, effects: tuple[Effect, ...]) -> None:
    """Take the state on; what is to be written is written before anything is said."""
    talk.dialogue.routine = state
    for effect in effects:
        if isinstance(effect, Record):
            talk.record(effect.kind, **effect.data)
    if not state.playing:
        talk.dialogue.started = None
        talk.journal.clear_place(talk.turn.person)


def silently(talk: Talk, given: Command) -> None:
    """Let the routine take a command that begins nothing, without a word about it."""
    state, effects = Machine(talk.library).step(talk.dialogue.routine, given)
    assert not state.playing
    _enter(talk, state, effects)


def set_aside(talk: Talk) -> None:
    """Pause a set that plays here without a word, and keep it: somebody else speaks now."""
    if talk.dialogue.routine.playing and talk.plays_at is None:
        silently(talk, SheetStopped(talk.at(), "pause"))


def end(talk: Talk) -> None:
    """End the routine for a reason of safety: no praise and no questions."""
    item = talk.dialogue.routine.item
    silently(talk, Simple("finish", talk.at()))
    if item is not None:
        _note_done(talk, item.exercise)
    talk.record("finished", routine=talk.dialogue.routine.routine, early=True)
    talk.dialogue.ask = None


def leave_out(talk: Talk) -> None:
    """End the exercise that is on for a reason of safety, and leave it out for the day."""
    item = talk.dialogue.routine.item
    if item is None or not talk.dialogue.routine.active:
        return
    talk.remember(left_out={**talk.profile.get("left_out", {}), item.exercise: talk.now.timestamp()})
    talk.dialogue.ask, talk.dialogue.undo = None, None
    fitting.later(talk)
    state, effects = Machine(talk.library).step(talk.dialogue.routine, Simple("skip", talk.at()))
    effects = tuple(one for one in effects if not (isinstance(one, Say) and one.key == "skipped"))
    _enter(talk, state, effects)
    for effect in effects:
        _carry_out(talk, effect)


def left_out(talk: Talk, exercise: str) -> bool:
    """Whether an exercise was ended for the day."""
    at = talk.profile.get("left_out", {}).get(exercise)
    return at is not None and abs(talk.now.timestamp() - at) < LEFT_OUT_FOR


def simple(talk: Talk, name: Any) -> None:
    """A command without more to it, at the place where the set stands."""
    routine = talk.dialogue.routine
    if name == "previous" and routine.index > 0 and left_out(talk, routine.items[routine.index - 1].exercise):
        talk.say("left_out")
    elif name in ("done", "ready", "resume") and talk.dialogue.routine.phase == "paused":
        resume(talk)
    else:
        command(talk, Simple(name, talk.at()))


def resume(talk: Talk) -> None:
    """Go on after a pause; after a long one the pain is asked about, and the person gets into position."""
    routine = talk.dialogue.routine
    if routine.phase == "paused" and safety.long_away(talk):
        talk.dialogue.routine = routine.but(cause="lost")
        beginning.offer(talk)
    else:
        command(talk, Simple("resume", talk.at()))


def carry_on(talk: Talk, key: str = "carry_on_question") -> None:
    """Ask whether to go on; nothing goes on by itself."""
    talk.ask(
        "carry_on",
        "ready",
        "bool",
        words(key),
        plainer=words("carry_on_plainer"),
        buttons=(words("button_carry_on"), words("button_finish")),
    )


def report(talk: Talk, told: dict[str, Any]) -> None:
    """What the player reports of a cue sheet. A report that cannot be is passed over."""
    name = told.get("name")
    if moving.elsewhere(talk):
        _report_of_old(talk, told)
    elif name == "cue_sheet_started":
        if talk.dialogue.routine.playing:
            talk.dialogue.started = talk.now.timestamp()
        command(talk, SheetStarted())
    elif name == "cue_sheet_done":
        command(talk, SheetDone())
    elif name == "cue_sheet_stopped" and talk.dialogue.routine.playing:
        cause: Cause = told["cause"] if told.get("cause") in get_args(Cause) else "stop"
        at = seconds_of(told.get("at"))
        seconds = talk.at() if at is None else at
        if cause == "lost":
            silently(talk, SheetStopped(seconds, cause))
            beginning.offer(talk)
        else:
            command(talk, SheetStopped(seconds, cause))
            talk.dialogue.stopped = talk.now.timestamp()


def _report_of_old(talk: Talk, told: dict[str, Any]) -> None:
    """A report of a sheet that has gone to another place: only a word to stop counts, for the set there."""
    cause: Cause = told["cause"] if told.get("cause") in get_args(Cause) else "stop"
    if told.get("name") == "cue_sheet_stopped" and cause != "lost":
        command(talk, SheetStopped(talk.at(), cause))
        talk.dialogue.stopped = talk.now.timestamp()
        moving.stopped(talk)


def catch_up(talk: Talk) -> None:
    """End a sheet that is over by the clock, where the player has not said so itself."""
    sheet = Machine(talk.library).sheet(talk.dialogue.routine)
    if sheet is None or talk.turn.at is not None or not talk.dialogue.routine.playing:
        return
    over = talk.at() - sheet.seconds
    if over > FORGOTTEN_SECONDS:
        beginning.recover(talk)
    elif over > GRACE_SECONDS:
        command(talk, SheetDone())


def name_of(talk: Talk, one: Item) -> str:
    """What an exercise is called in the way it is done."""
    return title(talk.library.exercises[one.exercise], one.variant)


def _carry_out(talk: Talk, effect: Effect) -> None:
    if isinstance(effect, Say):
        _say(talk, effect)
    elif isinstance(effect, Tell):
        talk.tell(*effect.lines)
        showing.step_told(talk, effect.lines)
    elif isinstance(effect, Play):
        sheet = effect.sheet
        talk.dialogue.started = talk.now.timestamp()
        talk.dialogue.player = moving.player(talk)
        talk.turn = replace(talk.turn, at=None)  # what the player said of the sheet before is over
        talk.dialogue.last_exercise = sheet.exercise
        talk.journal.note_place(talk.turn.person, sheet.id, 0.0, talk.now)
        talk.tell(_announced(effect), custom={"cue_sheet": sheet.as_dict(), **showing.playing(talk)})
    elif isinstance(effect, Halt):
        talk.dialogue.started = None
    elif isinstance(effect, Ended):
        _ended(talk, effect)


def _announced(effect: Play) -> str:
    """What is said with a sheet."""
    if effect.say is not None:
        return words(effect.say.key, **effect.say.words)
    rest = effect.sheet.rest
    return words("rest_first", time=telling.time(rest)) if rest else words("begin")


def _say(talk: Talk, effect: Say) -> None:
    if effect.key == "nothing_on" and talk.profile.get("lock"):
        standing.remind(talk)  # no invitation while the exercises are locked
        return
    values = effect.words
    if effect.key == "dose":
        talk.tell(telling.dose(values["item"]))
    elif effect.key == "progress":
        talk.tell(
            *telling.progress(
                values["item"],
                values["rep"],
                values["set"],
                values["after"],
                values["position"],
                values["phase"],
            )
        )
    elif effect.key == "exercise":
        talk.say("exercise", name=values["name"].capitalize())
        item = talk.dialogue.routine.item
        if item is not None:
            showing.introduced(talk, item, talk.messages[-1].text)
        if item is not None and talk.manner.chatty == "more":
            talk.tell(talk.library.exercises[item.exercise].aim)
    elif effect.key == "going_on":
        talk.tell(telling.going_on(values["item"], values["rep"], values["rest"]))
    elif effect.key == "pace_limit":
        talk.say("pace_limit_slower" if values["direction"] == "slower" else "pace_limit_faster")
    elif effect.key == "stopped":
        carry_on(talk, "stopped")
    elif effect.key == "say_ready":
        talk.invite("ready", words("say_ready"), words("button_ready"))
    else:
        talk.say(effect.key, **values)


def _note_done(talk: Talk, exercise: str) -> None:
    """An exercise of which nothing was done is not noted as done."""
    if any(one.exercise == exercise and (one.reps or one.seconds) for one in talk.dialogue.routine.done):
        talk.record("exercise_done", exercise=exercise)
        talk.remember(active=talk.now.timestamp())


def _ended(talk: Talk, effect: Ended) -> None:
    routine = talk.dialogue.routine
    talk.dialogue.last_exercise = effect.exercise
    _note_done(talk, effect.exercise)
    if not effect.routine:
        return
    done = telling.summary(routine)
    talk.record("finished", routine=routine.routine, done=[one.dict() for one in routine.done])
    if done is None:
        talk.say("finished_none")
    else:
        talk.say("finished", summary=done)
        pain.ask(talk, "after")
