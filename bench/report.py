"""The machine, and tables for docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

import numpy as np

RESAMPLED = 10_000
SEED = 7


def machine() -> str:
    """This machine in a few words: processor, cores, system, Python."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line
        ]
        name = models[0] if models else name
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{name}, {os.cpu_count()} cores, {system}"


def table(head: list[str], rows: list[list[object]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def share(part: float, whole: int | None = None) -> str:
    """A part as a percentage, with the counts where `whole` is given; else `part` is the share itself."""
    if whole is None:
        return f"{100 * part:.1f} %"
    return f"{100 * part / whole:.1f} % ({part:.0f} of {whole})" if whole else "none"


def interval(right: Sequence[bool], sure: float = 0.95) -> tuple[float, float]:
    """Between which shares the true one lies with this certainty, by drawing them anew (bootstrap)."""
    drawn = np.random.default_rng(SEED).integers(len(right), size=(RESAMPLED, len(right)))
    shares = np.asarray(right, dtype=float)[drawn].mean(axis=1)
    low, high = np.quantile(shares, [(1 - sure) / 2, (1 + sure) / 2])
    return float(low), float(high)


def reached(met: bool) -> str:
    """For the last column of a table of aims."""
    return "yes" if met else "**no**"
