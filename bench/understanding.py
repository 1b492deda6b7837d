"""Tables of how the sentences of evaluation sets were understood."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from actions.understood import NOT_SURE
from bench.report import interval, reached, share, table
from spinecoach import calibration
from spinecoach.evaluate import Judged, nlu_figures

WORST = 10
LENGTHS = ((3, "1 to 3 words"), (7, "4 to 7"), (15, "8 to 15"), (30, "16 to 30"), (10_000, "more than 30"))
AIMS = (
    ("intents right (an accepted reading counts)", "intent_accuracy", 0.96, True),
    ("sentences with all entities right", "entity_accuracy", 0.93, True),
    ("talk that is not for the coach turned away", "turned_away", 0.90, True),
    ("... acted upon", "acted_upon", 0.02, False),
)


def overall(sets: Mapping[str, Sequence[Judged]]) -> str:
    """A column for each set. The last set is the one that the aims are for."""
    figures = {name: nlu_figures(judged) for name, judged in sets.items()}
    last = list(figures.values())[-1]
    rows: list[list[object]] = [["sentences", *(len(judged) for judged in sets.values()), "", ""]]
    for what, name, aim, least in AIMS:
        met = last[name] >= aim if least else last[name] < aim
        wanted = f"{'at least' if least else 'below'} {100 * aim:.0f} %"
        rows.append([what, *(share(one[name]) for one in figures.values()), wanted, reached(met)])
        if name == "intent_accuracy":
            rows.append(["... 95 % interval of that", *(_interval(those) for those in sets.values()), "", ""])
            exact = [share(one["intent_exact"]) for one in figures.values()]
            rows.append(["intents exactly as labelled", *exact, "", ""])
    unsure = [share(sum(one.intent == NOT_SURE for one in those) / len(those)) for those in sets.values()]
    rows.append(["not sure enough, so the coach asks again", *unsure, "", ""])
    settled = [share(sum(one.guess is None for one in those) / len(those)) for those in sets.values()]
    rows.append(["settled by the table of commands", *settled, "", ""])
    apart = [f"{100 * calibration.error(calibration.guesses(those)):.1f} points" for those in sets.values()]
    rows.append([f"calibration error of the model ({calibration.BINS} bins)", *apart, "", ""])
    return table(["what", *sets, "aim", "reached"], rows)


def _interval(judged: Sequence[Judged]) -> str:
    low, high = interval([one.right for one in judged])
    return f"{100 * low:.1f} to {100 * high:.1f} %"


def slices(judged: Sequence[Judged]) -> str:
    """By register, by what had just happened and by length."""
    kinds: dict[str, Callable[[Judged], str]] = {
        "register": lambda one: str(one.row["register"]),
        "context": lambda one: str(one.row.get("context") or "none"),
        "length": lambda one: _length(one.row["text"]),
    }
    rows: list[list[object]] = []
    for kind, of in kinds.items():
        parts = defaultdict(list)
        for one in judged:
            parts[of(one)].append(one)
        order = [label for _, label in LENGTHS] if kind == "length" else sorted(parts)
        for part in order:
            if those := parts[part]:
                marked = [one.entities_right for one in those if one.wanted]
                right = share(sum(one.right for one in those), len(those))
                rows.append([f"{kind}: {part}", right, share(sum(marked), len(marked))])
    return table(["which sentences", "intents right", "all entities right"], rows)


def _length(text: str) -> str:
    words = len(text.split())
    return next(label for most, label in LENGTHS if words <= most)


def weakest(judged: Sequence[Judged]) -> str:
    """The intents that are found least often, with what they are taken for."""
    by_intent = defaultdict(list)
    for one in judged:
        by_intent[one.row["intent"]].append(one)
    found = {intent: sum(one.right for one in those) for intent, those in by_intent.items()}
    order = sorted(by_intent, key=lambda intent: (found[intent] / len(by_intent[intent]), intent))
    rows: list[list[object]] = []
    for intent in order[:WORST]:
        instead = Counter(one.intent for one in by_intent[intent] if not one.right)
        taken = ", ".join(f"`{name}` {count}" for name, count in instead.most_common(4))
        rows.append([f"`{intent}`", share(found[intent], len(by_intent[intent])), taken])
    return table(["intent", "right", "else taken for"], rows)


def entities(judged: Sequence[Judged]) -> str:
    """Each kind of entity on the sentences where it is marked."""
    right, another, missing = Counter[str](), Counter[str](), Counter[str]()
    for one in judged:
        for name, value in one.wanted.items():
            where = missing if name not in one.got else right if one.got[name] == value else another
            where[name] += 1
    marked = right + another + missing
    rows: list[list[object]] = [
        [f"`{name}`", share(right[name], count), another[name], missing[name]]
        for name, count in marked.most_common()
    ]
    return table(["entity", "right", "another value", "not found"], rows)


def honest(judged: Sequence[Judged]) -> str:
    """Confidence against share of right first guesses."""
    rows: list[list[object]] = [
        [f"{100 * one.confidence:.0f} %", f"{100 * one.right:.0f} %", one.count]
        for one in calibration.binned(calibration.guesses(judged))
    ]
    return table(["sure, on average", "right", "sentences"], rows)
