"""The safety screen with parts of it taken away: what each part is good for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from unittest import mock

from actions.understood import Understood
from bench.report import share, table
from bench.sets import Rows
from coach.triage import Finding, Hint, Triage
from coach.triage.models import NEAR
from coach.triage.questions import Questions
from coach.triage.scope import Scope
from spinecoach import evaluate

Findings = list[Finding]
Hints = tuple[Hint, ...]
NO_LIMIT = 1000


@dataclass(frozen=True)
class Variant:
    """How one variant differs: what becomes of findings and hints, and what is put in the place of what.

    Attributes:
        takes_all: every phrase that is found counts as told by the person, here and now.
        limit: the most questions, whatever the complaint; None leaves it as it is.
    """

    name: str
    findings: Callable[[Findings], Findings] = lambda found: found
    hints: Callable[[Hints], Hints] = lambda hints: hints
    takes_all: bool = False
    limit: int | None = None


def _none(_: Findings) -> Findings:
    return []


def _no_hints(_: Hints) -> Hints:
    return ()


def _certain(found: Findings) -> Findings:
    return [one.copy(update={"certain": True}) for one in found]


def _never_near(hints: Hints) -> Hints:
    """Too weak to cast doubt on a denial, in the same order, and still asked about."""
    return tuple(one.copy(update={"chance": min(one.chance, NEAR - 0.01)}) for one in hints)


VARIANTS = (
    Variant("as it is"),
    Variant("questions only: neither spotter nor hints", _none, _no_hints),
    Variant("hints only: without the spotter", _none),
    Variant("without hints", hints=_no_hints),
    Variant("spotter deaf to denial, past and other people", takes_all=True),
    Variant("without doubt: every finding acts at once", _certain, _never_near),
    Variant("deaf to these and without doubt", _certain, _never_near, takes_all=True),
    *(Variant(f"at most {limit} questions", limit=limit) for limit in (6, 8, 10)),
    Variant("no limit to the questions", limit=NO_LIMIT),
)


@contextmanager
def altered(engine: Triage, variant: Variant) -> Iterator[None]:
    """While inside, the engine is that variant."""
    hear = engine.spot
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(engine, "spot", lambda text: variant.findings(hear(text))))
        if variant.takes_all:
            stack.enter_context(mock.patch.object(Scope, "reading", lambda *_: "yes"))
            stack.enter_context(mock.patch.object(Scope, "plain", lambda *_: True))
            stack.enter_context(mock.patch.object(Scope, "may_be_mine", lambda *_: True))
        if (most := variant.limit) is not None:
            stack.enter_context(mock.patch.object(Questions, "limit", lambda *_: most))
        yield


def figures(
    engine: Triage, variant: Variant, rows: Rows, understood: Mapping[str, Understood]
) -> dict[str, float]:
    """What the variant comes to on some cases."""
    heard = {text: replace(one, hints=variant.hints(one.hints)) for text, one in understood.items()}
    with altered(engine, variant):
        return evaluate.triage(rows, engine, heard.__getitem__).figures


def ablation(engine: Triage, rows: Rows, understood: Mapping[str, Understood]) -> str:
    """A row for each variant."""
    cells: list[list[object]] = []
    for variant in VARIANTS:
        got = figures(engine, variant, rows, understood)
        cells.append(
            [
                variant.name,
                share(got["exact"]),
                share(got["under"]),
                share(got["under_by_two"]),
                share(got["over"]),
                f"{got['emergencies_missed']:.0f} of {got['emergencies']:.0f}",
                share(got["hard_negatives_alarmed"]),
                f"{got['questions_mean']:.1f}, {got['questions_most']:.0f}",
            ]
        )
    head = [
        "variant",
        "exact",
        "under",
        "by two tiers",
        "over",
        "emergencies missed",
        "hard negatives alarmed",
    ]
    return table([*head, "questions: mean, most"], cells)
