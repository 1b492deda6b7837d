"""Which exercises a person does today, and at which dose: from a named routine, the time there is, what
the person can and must not do, and the level they have reached."""

from __future__ import annotations

from dataclasses import dataclass

from coach.library import Exercise, Library, Swap
from coach.routine import cues
from coach.routine.state import Item

SETUP_SECONDS = 40
"""What it takes to get into a position and hear the instructions; our estimate, for planning only."""
LONGEST_CHAIN = 4


@dataclass(frozen=True)
class Abilities:
    """What is known of a person that decides between exercises.

    `facts` are facts of the safety screen that are true; `no_floor` says that they cannot get down to the
    floor; `levels` is the rung reached on each exercise's ladder.
    """

    facts: frozenset[str] = frozenset()
    no_floor: bool = False
    levels: tuple[tuple[str, int], ...] = ()

    def level(self, exercise: Exercise) -> int:
        """The rung for this exercise, inside its ladder."""
        wanted = dict(self.levels).get(exercise.id, exercise.start_level)
        return max(0, min(wanted, len(exercise.levels) - 1))


@dataclass(frozen=True)
class Choice:
    """An exercise that may be done (`item`), or why not; `reason` also tells of a swap."""

    item: Item | None
    reason: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Plan:
    """The items of a routine and the sentences that say what was changed and why."""

    items: tuple[Item, ...]
    notes: tuple[str, ...]


def item(library: Library, exercise_id: str, level: int, variant: str | None = None) -> Item:
    """An exercise at a level (inside its ladder), in the given variant or the level's own."""
    exercise = library.exercises[exercise_id]
    level = max(0, min(level, len(exercise.levels) - 1))
    rung = exercise.levels[level]
    return Item(
        exercise=exercise_id,
        variant=variant or rung.variant or exercise.default_variant,
        level=level,
        sets=rung.sets,
        reps=rung.reps,
        hold_seconds=rung.hold_seconds,
        seconds=rung.seconds,
        rest_seconds=rung.rest_seconds,
    )


def choose(
    library: Library,
    abilities: Abilities,
    exercise_id: str,
    variant: str | None = None,
    level: int | None = None,
) -> Choice:
    """The exercise as this person may do it: itself, what takes its place, or a lock with its reason."""
    reason = source = None
    seen: set[tuple[str, str | None]] = set()
    for _ in range(LONGEST_CHAIN):
        exercise = library.exercises[exercise_id]
        rung = abilities.level(exercise) if level is None else level
        made = item(library, exercise_id, rung, variant)
        swap, why, where = _obstacle(library, abilities, exercise, made)
        if why is None:
            return Choice(made, reason, source)
        reason, source = reason or why, source or where
        if swap is None or (swap.exercise, swap.variant) in seen:
            return Choice(None, reason, source)
        seen.add((swap.exercise, swap.variant))
        exercise_id, variant, level = swap.exercise, swap.variant, None
    return Choice(None, reason, source)


def at_level(library: Library, abilities: Abilities, one: Item, level: int) -> Choice:
    """The exercise on another rung of its ladder, in the variant that this person does it in."""
    exercise = library.exercises[one.exercise]
    level = max(0, min(level, len(exercise.levels) - 1))
    usual = (exercise.default_variant, exercise.levels[one.level].variant or exercise.default_variant)
    variant = None if one.variant in usual else one.variant
    made = item(library, one.exercise, level, variant)
    swap, why, source = _obstacle(library, abilities, exercise, made)
    if why is None:
        return Choice(made)
    kept = item(library, one.exercise, level, one.variant)
    if _obstacle(library, abilities, exercise, kept)[1] is None:
        return Choice(kept)
    return choose(library, abilities, swap.exercise, swap.variant) if swap else Choice(None, why, source)


def _obstacle(
    library: Library, abilities: Abilities, exercise: Exercise, made: Item
) -> tuple[Swap | None, str | None, str | None]:
    """What stands against doing the item: what to do instead, the reason and its source."""
    for avoid in exercise.avoid_if:
        if avoid.fact not in abilities.facts:
            continue
        already = avoid.to is not None and (avoid.to.exercise, avoid.to.variant) == (
            made.exercise,
            made.variant,
        )
        if not already:
            return avoid.to, avoid.reason, avoid.source
    if abilities.no_floor and "floor" in exercise.variants[made.variant].needs:
        swap = exercise.no_floor
        return swap, swap.reason if swap else f"{exercise.name.capitalize()} is done on the floor.", None
    return None, None, None


def build(library: Library, abilities: Abilities, routine: str, minutes: int | None = None) -> Plan:
    """A named routine for this person, cut to the minutes there are.

    Raises:
        KeyError: if there is no routine of that name.
    """
    plan = library.routines[routine]
    floorless = Abilities(abilities.facts, abilities.no_floor or routine == "chair", abilities.levels)
    items: list[Item] = []
    notes: list[str] = []
    for wanted in plan.items:
        choice = choose(library, floorless, wanted.exercise, wanted.variant, wanted.level)
        if choice.reason and choice.reason not in notes:
            notes.append(choice.reason)
        if choice.item and all(
            (choice.item.exercise, choice.item.variant) != (one.exercise, one.variant) for one in items
        ):
            items.append(choice.item)
    if minutes is not None:
        items = _within(library, items, minutes * 60)
    return Plan(tuple(items), tuple(notes))


def _within(library: Library, items: list[Item], seconds: float) -> list[Item]:
    """As many of the items as fit, in their order; always at least one."""
    kept: list[Item] = []
    left = seconds
    for one in items:
        needed = duration(library, one)
        if kept and needed > left:
            continue
        kept.append(one)
        left -= needed
    return kept


def duration(library: Library, one: Item) -> float:
    """About how long the exercise takes, in seconds, with getting into position and rests."""
    variant = library.exercises[one.exercise].variants[one.variant]
    sheet = cues.build("-", one.exercise, variant, cues.SetDose(one.reps, one.hold_seconds, one.seconds))
    return SETUP_SECONDS + one.sets * sheet.seconds + (one.sets - 1) * one.rest_seconds
