"""Pictures of how a set was understood, as SVG and PNG, readable in grey.

Import this before the assistant starts: to save memory, it puts a stand-in in the place of matplotlib.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from actions.understood import NOT_SURE
from coach.errors import PlainError
from coach.triage.models import TIERS
from spinecoach import calibration
from spinecoach.evaluate import OUTSIDE, Judged, JudgedCase, Score

LAST = (OUTSIDE, NOT_SURE)
"""They come after the intents proper."""
_DARK = 0.55
"""From this share of a row on a cell is so dark that its number is written in white."""
_STYLE = {
    "font.family": "sans-serif",
    "svg.fonttype": "path",
    "svg.hashsalt": "spinecoach",  # else the same picture is another file each time
}


class NoFolder(PlainError, ValueError):
    """The folder for the pictures cannot be written; the message says what to do."""


def make_folder(folder: Path) -> None:
    """Make sure of the folder before a long run.

    Raises:
        NoFolder: if it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise NoFolder(f"{folder} cannot be made. Give another folder after --pictures.") from None


def draw(score: Score, folder: Path, name: str) -> list[Path]:
    """All pictures that a score has, as files that begin with `name`; the files."""
    make_folder(folder)
    files = []
    if score.judged:
        files += _saved(intents(score.judged), folder / f"{name}-intents")
        files += _saved(reliability(score.judged), folder / f"{name}-reliability")
    if score.cases:
        files += _saved(tiers(score.cases), folder / f"{name}-tiers")
    return files


def intents(judged: Sequence[Judged]) -> Figure:
    """What each intent was taken for. An accepted reading counts as the intent that was wanted."""
    pairs = Counter((one.row["intent"], one.row["intent"] if one.right else one.intent) for one in judged)
    names = sorted({name for pair in pairs for name in pair}, key=_place)
    wanted = [name for name in names if any((name, other) in pairs for other in names)]
    figure = Figure(figsize=(4 + 0.2 * len(names), 3 + 0.2 * len(wanted)))
    axes = figure.add_subplot()
    _matrix(axes, pairs, wanted, names, size=6.5)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7.5)
    axes.set_yticks(range(len(wanted)), wanted, fontsize=7.5)
    axes.set_xticks([n - 0.5 for n in range(len(names) + 1)], minor=True)
    axes.set_yticks([n - 0.5 for n in range(len(wanted) + 1)], minor=True)
    axes.grid(which="minor", color="0.85", linewidth=0.4)
    axes.tick_params(which="both", length=0)
    axes.set_xlabel("taken for")
    axes.set_ylabel("meant")
    axes.set_title(f"Intents of {len(judged)} sentences; the darker, the more of a row", fontsize=11)
    return figure


def _place(name: str) -> tuple[int, str]:
    return (LAST.index(name) + 1 if name in LAST else 0), name


def tiers(cases: Sequence[JudgedCase]) -> Figure:
    """Tiers wanted against tiers given, as they came: here an accepted tier is no exception."""
    pairs = Counter((one.row["gold"], one.tier) for one in cases)
    labels = [name.replace("_", "\n", 1).replace("_", " ") for name in TIERS]
    figure = Figure(figsize=(6.2, 5.4))
    axes = figure.add_subplot()
    _matrix(axes, pairs, TIERS, TIERS, size=13)
    axes.set_xticks(range(len(TIERS)), labels, fontsize=10)
    axes.set_yticks(range(len(TIERS)), labels, fontsize=10)
    axes.set_xticks([0.5, 1.5, 2.5], minor=True)
    axes.set_yticks([0.5, 1.5, 2.5], minor=True)
    axes.grid(which="minor", color="0.7", linewidth=0.6)
    axes.tick_params(which="both", length=0)
    axes.set_xlabel("given", fontsize=11)
    axes.set_ylabel("wanted", fontsize=11)
    axes.set_title(
        f"Tiers of {len(cases)} cases\nleft of the diagonal: too low; right of it: too high", fontsize=11
    )
    return figure


def reliability(judged: Sequence[Judged]) -> Figure:
    """Share of right first guesses by how sure the model was, and how many guesses there are of each."""
    guesses = calibration.guesses(judged)
    bins = calibration.binned(guesses)
    figure = Figure(figsize=(5.6, 6.2))
    above, below = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [3, 1]})
    above.plot([0, 1], [0, 1], color="0.6", linestyle="--", linewidth=1, label="honest")
    above.plot([b.confidence for b in bins], [b.right for b in bins], "o-", color="black", label="the model")
    above.set_ylabel("share right")
    above.set_ylim(0, 1.02)
    above.set_aspect("auto")
    above.legend(frameon=False, loc="lower right")
    above.set_title(
        f"First guesses on {len(guesses)} sentences; calibration error "
        f"{100 * calibration.error(guesses):.1f} points",
        fontsize=11,
    )
    edges = [n / calibration.BINS for n in range(calibration.BINS + 1)]
    below.hist([sure for sure, _ in guesses], bins=edges, color="0.5", edgecolor="black", linewidth=0.6)
    below.set_ylabel("sentences")
    below.set_xlabel("how sure the model was")
    below.set_xlim(0, 1)
    for axes in (above, below):
        axes.spines[["top", "right"]].set_visible(False)
    return figure


def _matrix(
    axes: Any, pairs: Counter[tuple[str, str]], rows: Sequence[str], columns: Sequence[str], size: float
) -> None:
    """Counts as numbers on grey, each as dark as its share of the row."""
    counts = [[pairs[row, column] for column in columns] for row in rows]
    shares = [[count / max(1, sum(row)) for count in row] for row in counts]
    axes.imshow(shares, cmap="Greys", vmin=0, vmax=1, aspect="auto")
    for y, row in enumerate(counts):
        for x, count in enumerate(row):
            if count:
                colour = "white" if shares[y][x] > _DARK else "black"
                axes.text(x, y, count, ha="center", va="center", fontsize=size, color=colour)


def _saved(figure: Figure, stem: Path) -> list[Path]:
    files = [stem.with_name(f"{stem.name}{ending}") for ending in (".svg", ".png")]
    with matplotlib.rc_context(_STYLE):
        for file, metadata in zip(files, ({"Date": None}, {"Software": None}), strict=True):
            figure.savefig(file, dpi=130, bbox_inches="tight", metadata=metadata)
    return files
