"""How many dangers are heard in free text, how often harmless words are taken for one, and how fast."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from bench.report import machine, percentile, share, table
from tests.unit.triage.cases import TRIAGE
from tests.unit.triage.test_spotter import CASES, DANGERS, told

ROUNDS = 5
LONG = 500
WARNING = (
    "The patterns were mended on these very sentences, so this shows what they cover and no more. "
    "How they did on sentences they had not seen: docs/benchmarks.md."
)


def main() -> None:
    dangers, calm, facts = CASES["danger"], CASES["calm"], CASES["told"]
    missed = [case for case in dangers if _not_heard(case)]
    alarms = [text for text in calm if _heard(text) & DANGERS]
    right = [
        case
        for case in facts
        if {name: told(case["say"]).get(name) for name in case["facts"]} == case["facts"]
    ]
    print(machine())
    print(f"\n{WARNING}\n")
    print(
        table(
            ["what", "figure"],
            [
                ["danger phrasings caught", share(len(dangers) - len(missed), len(dangers))],
                ["harmless phrasings let pass", share(len(calm) - len(alarms), len(calm))],
                ["phrasings with facts of other kinds, all right", share(len(right), len(facts))],
                *_speed([case["say"] for case in [*dangers, *facts]] + calm),
            ],
        )
    )
    print("\nDanger phrasings by what they tell:\n")
    print(_by_fact(dangers))
    for line in [f'missed: "{case["say"]}"' for case in missed] + [
        f'false alarm: "{text}"' for text in alarms
    ]:
        print(line)


def _heard(text: str) -> set[str]:
    return {fact for fact, value in told(text).items() if value is True}


def _wanted(case: dict[str, Any]) -> set[str]:
    return set(case["fact"]) if isinstance(case["fact"], list) else {case["fact"]}


def _not_heard(case: dict[str, Any]) -> set[str]:
    return _wanted(case) - _heard(case["say"])


def _by_fact(dangers: list[dict[str, Any]]) -> str:
    wanted = Counter(fact for case in dangers for fact in _wanted(case))
    missed = Counter(fact for case in dangers for fact in _not_heard(case))
    return table(
        ["fact", "phrasings", "caught"],
        [[f"`{fact}`", count, count - missed[fact]] for fact, count in wanted.most_common()],
    )


def _speed(texts: list[str]) -> list[list[object]]:
    taken = [_milliseconds(text) for _ in range(ROUNDS) for text in texts]
    words = " ".join(texts).split()
    long = [_milliseconds(" ".join(words[n * LONG : (n + 1) * LONG])) for n in range(len(words) // LONG)]
    return [
        [f"a text, p50 / p95 / longest of {len(taken)}", _times(taken)],
        [f"a speech of {LONG} words, p50 / p95 / longest of {len(long)}", _times(long)],
    ]


def _times(taken: list[float]) -> str:
    return f"{percentile(taken, 0.5):.2f} ms / {percentile(taken, 0.95):.2f} ms / {max(taken):.2f} ms"


def _milliseconds(text: str) -> float:
    begun = time.perf_counter()
    TRIAGE.spot(text)
    return 1000 * (time.perf_counter() - begun)
