"""How well sentences written apart are understood, what each part adds, what noise takes, and how fast it is.

`make bench-nlu ARGS="sets ablation"` does some parts only; `ARGS="spoken sample=60"` has so many spoken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.settings import Settings
from bench import refit, speed, spoken, understanding
from bench.mistyped import mistyped
from bench.report import SEED, machine, share, table
from bench.sets import PICTURES, Rows, assistant, held_out
from spinecoach import evaluate, pictures
from spinecoach.evaluate import Judged, Understand

PARTS = ("sets", "ablation", "curve", "typed", "spoken", "messages", "training")
OPTIONS = ("sample", "trainings")
RATES = (0.0, 0.02, 0.05, 0.10)
TOGETHER = "together"


def main(parts: Sequence[str] = PARTS, sample: int = 120, trainings: int = 3) -> None:
    """Measure the named parts, all of them unless told otherwise; `sample` sentences are spoken."""
    sets = held_out("intents")
    both = [row for rows in sets.values() for row in rows]
    print(machine(), flush=True)
    timed: list[list[object]] = []
    if "messages" in parts:
        timed += speed.messages([row["text"] for row in both])
    with assistant() as opened:
        if "sets" in parts:
            _show(_sets(sets, opened.parse))
        if "typed" in parts:
            _show("Mistyped, a share of all letters:", _typed(both, opened.parse))
        if "spoken" in parts:
            _show("Spoken and heard:", spoken.table_of_voices(both, opened.parse, sample))
    if "ablation" in parts or "curve" in parts:
        fits = refit.Refit(Settings.from_environment(), sets)
        if "ablation" in parts:
            _show("Intents right, with parts taken away and learnt anew:", fits.ablation())
        if "curve" in parts:
            _show(f"Intents right, by how much was learnt from (mean of {refit.DRAWN}):", fits.curve())
    if "training" in parts:
        timed += speed.training(trainings)
    if timed:
        _show("Time and memory:", table(["what", "figure"], timed))


def _show(*parts: str) -> None:
    print("", "\n\n".join(parts), sep="\n", flush=True)


def _sets(sets: Mapping[str, Rows], understand: Understand) -> str:
    judged: dict[str, Sequence[Judged]] = {
        name: evaluate.nlu(rows, understand).judged for name, rows in sets.items()
    }
    every = [one for those in judged.values() for one in those]
    drawn = pictures.draw(evaluate.Score(judged=every), PICTURES, "held-out")
    return "\n\n".join(
        (
            understanding.overall({**judged, TOGETHER: every}),
            understanding.slices(every),
            f"The {understanding.WORST} intents that are found least often:",
            understanding.weakest(every),
            "Entities, where they are marked:",
            understanding.entities(every),
            "Of what the model was this sure of, so much was right:",
            understanding.honest(every),
            f"Drawn: {', '.join(file.name for file in drawn)}",
        )
    )


def _typed(rows: Rows, understand: Understand) -> str:
    cells: list[list[object]] = []
    for rate in RATES:
        noisy = [{**row, "text": mistyped(row["text"], rate, SEED)} for row in rows]
        figures = evaluate.nlu_figures(evaluate.nlu(noisy, understand).judged)
        cells.append(
            [f"{100 * rate:.0f} %", share(figures["intent_accuracy"]), share(figures["entity_accuracy"])]
        )
    return table(["letters mistyped", "intents right", "all entities right"], cells)
