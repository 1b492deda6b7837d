"""What the safety screen makes of cases written apart, what each of its parts adds, and how fast it hears."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from bench import variants
from bench.report import machine, percentile, reached, share, table
from bench.sets import PICTURES, assistant, held_out
from coach import triage
from coach.triage.models import TIERS
from spinecoach import evaluate, pictures
from spinecoach.evaluate import JudgedCase, triage_figures

PARTS = ("sets", "ablation", "time")
ROUNDS = 5
FEW = 4
"""Hard negatives of which there are fewer share a row."""
TOGETHER = "together"
AIMS = (
    ("exactly the tier that was labelled", "exact", 0.90, True),
    ("an accepted tier", "accepted", None, True),
    ("under: lower than accepted", "under", 0.01, False),
    ("under by two tiers or more", "under_by_two", 0.0, False),
    ("over: higher than accepted", "over", None, False),
    ("hard negatives sent to emergency or urgent", "hard_negatives_alarmed", 0.05, False),
)


def main(parts: Sequence[str] = PARTS) -> None:
    """Measure the named parts, all of them unless told otherwise."""
    sets = held_out("triage")
    every = [row for rows in sets.values() for row in rows]
    engine = triage.load()
    with assistant() as opened:
        understood = {row["text"]: opened.parse(row["text"]) for row in every}
    print(machine(), flush=True)
    if "sets" in parts:
        cases = {
            name: evaluate.triage(rows, engine, understood.__getitem__).cases for name, rows in sets.items()
        }
        together = [one for those in cases.values() for one in those]
        drawn = pictures.draw(evaluate.Score(cases=together), PICTURES, "held-out")
        _show("", overall({**cases, TOGETHER: together}))
        _show("Tiers wanted (rows) and given (columns), accepted ones no exception:", confusion(together))
        _show("By what decides the case:", by_flag(together))
        _show(f"Drawn: {', '.join(file.name for file in drawn)}")
    if "ablation" in parts:
        _show("With parts taken away:", variants.ablation(engine, every, understood))
    if "time" in parts:
        _show("Time of the spotter:", _speed(engine, list(understood)))


def _show(*parts: str) -> None:
    print("", "\n\n".join(part for part in parts if part), sep="\n", flush=True)


def overall(sets: Mapping[str, Sequence[JudgedCase]]) -> str:
    """A column for each set. The last set is the one that the aims are for."""
    figures = {name: triage_figures(cases) for name, cases in sets.items()}
    every = list(figures.values())
    rows: list[list[object]] = [["cases", *(len(cases) for cases in sets.values()), "", ""]]
    for what, name, aim, least in AIMS:
        cells: list[object] = [what, *(share(one[name]) for one in every)]
        if aim is None:
            rows.append([*cells, "", ""])
            continue
        met = every[-1][name] >= aim if least else every[-1][name] <= aim
        bound = "at least" if least else "at most"
        rows.append([*cells, f"{bound} {100 * aim:.0f} %" if aim else "none", reached(met)])
    missed = [f"{one['emergencies_missed']:.0f} of {one['emergencies']:.0f}" for one in every]
    rows.append(["emergencies missed", *missed, "none", reached(every[-1]["emergencies_missed"] == 0)])
    bounds = [f"{100 * one['emergencies_missed_at_most']:.1f} %" for one in every]
    rows.append(["... with 95 % certainty no more than", *bounds, "", ""])
    asked = [[float(one.asked) for one in cases] for cases in sets.values()]
    spread = [f"{sum(a) / len(a):.1f}, {percentile(a, 0.95):.0f}, {max(a):.0f}" for a in asked]
    rows.append(["questions asked: mean, p95, most", *spread, "", ""])
    return table(["what", *sets, "aim", "reached"], rows)


def confusion(cases: Sequence[JudgedCase]) -> str:
    """Tiers as they came."""
    pairs = Counter((one.row["gold"], one.tier) for one in cases)
    names = [f"`{tier}`" for tier in TIERS]
    return table(
        ["wanted", *names],
        [[name, *(pairs[tier, got] for got in TIERS)] for name, tier in zip(names, TIERS, strict=True)],
    )


def by_flag(cases: Sequence[JudgedCase]) -> str:
    """Red flags by name, hard negatives by the first word of theirs; those that went best come last."""
    named = [(_flag(one), one) for one in cases]
    sizes = Counter(flag for flag, _ in named)
    by: dict[str, list[JudgedCase]] = defaultdict(list)
    for flag, one in named:
        by[flag if sizes[flag] >= FEW or not one.hard_negative else "negative: others"].append(one)
    order = sorted(by, key=lambda flag: (sum(one.accepted for one in by[flag]) / len(by[flag]), flag))
    rows: list[list[object]] = [
        [
            f"`{flag}`",
            len(by[flag]),
            sum(one.accepted for one in by[flag]),
            sum(one.step < 0 for one in by[flag]),
            sum(one.step > 0 for one in by[flag]),
            f"{sum(one.asked for one in by[flag]) / len(by[flag]):.1f}",
        ]
        for flag in order
    ]
    return table(["flag", "cases", "accepted", "under", "over", "questions"], rows)


def _flag(case: JudgedCase) -> str:
    kind, _, name = str(case.row.get("flag") or "none").partition(":")
    return f"{kind}: {name.split('_')[0]}" if name else kind


def _speed(engine: triage.Triage, texts: list[str]) -> str:
    taken = []
    for _ in range(ROUNDS):
        for text in texts:
            begun = time.perf_counter()
            engine.spot(text)
            taken.append(1000 * (time.perf_counter() - begun))
    times = f"{percentile(taken, 0.5):.2f} ms / {percentile(taken, 0.95):.2f} ms / {max(taken):.2f} ms"
    return table(["what", "figure"], [[f"a text, p50 / p95 / longest of {len(taken)}", times]])
