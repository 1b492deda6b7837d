"""The exercises, the routines and the knowledge of the coach, read from data files and checked."""

from __future__ import annotations

from coach.library.checks import LibraryError
from coach.library.loader import load, read
from coach.library.models import (
    Adaptation,
    Avoid,
    Caution,
    Cues,
    Dose,
    Education,
    Exercise,
    Level,
    Library,
    Ours,
    Range,
    RoutineItem,
    RoutinePlan,
    Source,
    Step,
    Swap,
    Variant,
)

__all__ = [
    "Adaptation",
    "Avoid",
    "Caution",
    "Cues",
    "Dose",
    "Education",
    "Exercise",
    "Level",
    "Library",
    "LibraryError",
    "Ours",
    "Range",
    "RoutineItem",
    "RoutinePlan",
    "Source",
    "Step",
    "Swap",
    "Variant",
    "load",
    "read",
]
