"""Random and hostile messages, each answer held against what must hold at every turn; faults made small."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from bench.report import machine, percentile, table
from tests.unit.conversation import world
from tests.unit.conversation.properties import wrong
from tests.unit.conversation.world import PEOPLE, Seen, Step, Stuck, World

LIFE = 1500
"""Steps after which the people, their journal and their clock begin anew."""
LONGEST = 1_000_000
SECONDS_TO_SHRINK = 60.0


@dataclass
class Found:
    """What the run came to."""

    turns: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    told: dict[str, str] = field(default_factory=dict)
    times: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    longest: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench fuzz")
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    begun = time.perf_counter()
    found = Found()
    nth = 0
    while found.turns < asked.messages:
        _live(Random(f"{asked.seed}/{nth}"), found, asked.messages, calm=nth % 2 == 1)
        nth += 1
        print(f"\r{found.turns} turns", end="", file=sys.stderr, flush=True)
    minutes = (time.perf_counter() - begun) / 60
    print(file=sys.stderr)
    print(f"{machine()}\n\nSeed {asked.seed}, {found.turns} turns in {nth} lives, {minutes:.1f} minutes.\n")
    print(table(["what", "figure"], _rows(found)))
    for name, example in found.told.items():
        print(f"\n{name} ({found.faults[name]} times)\n{example}")


def _live(rng: Random, found: Found, most: int, calm: bool) -> None:
    """One world from its birth to its end, or to its first fault; every other one without danger."""
    alive, lived = World(), []  # type: World, list[Step]
    for nth in range(LIFE):
        if found.turns >= most:
            return
        person = rng.choice(PEOPLE) if rng.random() < 0.3 or not lived else lived[-1].turn.person
        lived.append(
            world.step(rng, person, LONGEST if rng.random() < 0.02 else 20_000, calm=alive if calm else None)
        )
        fault = _fault(alive, lived[-1], found, nth)
        if fault is not None:
            name = _name(fault)
            found.faults[name] += 1
            if name not in found.told:
                found.told[name] = _shown(smallest(lived, name), fault)
                print(f"found {name} after {found.turns} turns: {fault[:300]}", flush=True)
            return


def _fault(alive: World, step: Step, found: Found | None = None, nth: int = 0) -> str | None:
    """What is wrong with a step, if anything."""
    try:
        for seen in alive.take(step):
            if found is not None:
                _count(found, seen, nth)
            told = wrong(seen)
            if told is not None:
                return told
    except Stuck as stuck:
        return f"stuck: {stuck}"
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {last.filename.rsplit('/', 1)[-1]} {last.name}: {str(error)[:200]}"
    return None


def _count(found: Found, seen: Seen, nth: int) -> None:
    found.turns += 1
    found.longest = max(found.longest, seen.seconds)
    found.kinds["reports of a player"] += seen.turn.report is not None
    found.kinds["plain emergencies"] += seen.step.emergency
    found.kinds["states lost, old, stale or broken"] += seen.step.kept != "kept"
    found.kinds["turns with a failing journal"] += seen.step.failing is not None
    found.kinds["turns on the way out"] += seen.step.leave
    found.kinds["sets that began"] += seen.plays
    if len(seen.turn.text) < 200 and seen.turn.report is None:
        found.times[5 * nth // LIFE].append(seen.seconds)


def _name(fault: str) -> str:
    return ":".join(fault.split(":")[:1]) if " in " in fault.split(":")[0] else fault.split(":")[0]


def smallest(lived: list[Step], name: str) -> list[Step]:
    """The steps without which the fault is not there, as far as a bounded search finds them."""
    person = lived[-1].turn.person
    steps, until = lived, time.perf_counter() + SECONDS_TO_SHRINK
    own = [one for one in lived if one.turn.person == person]
    if _replayed(own) == name:
        steps = own
    size = max(1, len(steps) // 2)
    while size and time.perf_counter() < until:
        at = 0
        while at < len(steps) - 1 and time.perf_counter() < until:
            fewer = steps[:at] + steps[min(at + size, len(steps) - 1) :]
            if _replayed(fewer) == name:
                steps = fewer
            else:
                at += size
        size //= 2
    for nth, one in enumerate(steps):
        for plain in _plainer(one) if time.perf_counter() < until else ():
            if _replayed([*steps[:nth], plain, *steps[nth + 1 :]]) == name:
                steps = [*steps[:nth], plain, *steps[nth + 1 :]]
    return steps


def _plainer(one: Step) -> Iterator[Step]:
    turn = one.turn
    yield replace(one, turn=replace(turn, hints=(), entities={}, at=None, opened=False), wait=1.0)
    if one.emergency:
        return
    half = len(turn.text) // 2
    yield replace(one, turn=replace(turn, text=turn.text[:half]))
    yield replace(one, turn=replace(turn, text=turn.text[half:]))


def _replayed(steps: list[Step]) -> str | None:
    alive = World()
    for one in steps:
        fault = _fault(alive, one)
        if fault is not None:
            return _name(fault)
    return None


def _shown(steps: list[Step], fault: str) -> str:
    lines = [f"  {fault}"]
    for one in steps[-25:]:
        turn = one.turn
        what = (
            turn.report if turn.report is not None else f"{turn.text[:200]!r} {turn.intent} {turn.entities}"
        )
        extra = [f"{name}={value}" for name, value in (
            ("hints", turn.hints), ("at", turn.at), ("opened", turn.opened), ("failing", one.failing),
            ("leave", one.leave), ("state", one.kept if one.kept != "kept" else None),
            ("damage", one.damage if one.kept == "broken" else None),
        ) if value not in (None, False, ())]  # fmt: skip
        lines.append(f"  +{one.wait:g}s {what} {' '.join(extra)}")
    return "\n".join(lines)


def _rows(found: Found) -> list[list[object]]:
    rows: list[list[object]] = [[name, count] for name, count in found.kinds.items()]
    for fifth, times in sorted(found.times.items()):
        told = f"{1000 * statistics.median(times):.1f} ms / {1000 * percentile(times, 0.95):.1f} ms"
        rows.append([f"a turn in the {fifth + 1}. fifth of a life, p50 / p95", told])
    rows.append(["the longest turn", f"{found.longest:.2f} s"])
    rows.append(["faults", sum(found.faults.values())])
    return rows
