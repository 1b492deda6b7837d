"""The assistant is trained on sentences with marked entities: the rules have to find them too.

They are two hands' work on the same contract, so where they differ one of them is wrong.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from coach.understand import extract, relevant

NLU = Path(__file__).parents[3] / "data" / "nlu"
MARK = re.compile(r"\[([^\]]+)\]\{([^}]*)\}")
NUMBERS = ("minutes", "reps", "hold_seconds", "sets", "pain")
ENOUGH = 0.97

Marked = tuple[str, str, dict[str, list[str]]]


def examples() -> Iterator[Marked]:
    for path in sorted(NLU.glob("*.yml")):
        for block in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block.get("examples", "").splitlines():
                if "intent" in block and line.strip().startswith("- "):
                    yield _read(block["intent"].split("/")[0], line.strip()[2:])


def _read(intent: str, line: str) -> Marked:
    marked: dict[str, list[str]] = defaultdict(list)

    def plain(match: re.Match[str]) -> str:
        mark = json.loads("{" + match.group(2) + "}")
        marked[mark["entity"]].append(str(mark.get("value", match.group(1))))
        return match.group(1)

    return intent, MARK.sub(plain, line), marked


def missed(text: str, intent: str | None, marked: dict[str, list[str]]) -> list[str]:
    found: dict[str, list[str]] = defaultdict(list)
    for entity in extract(text, intent):
        values = entity.value if isinstance(entity.value, list) else [entity.value]
        found[entity.entity] += [str(value) for value in values]
    misses = []
    for name, values in marked.items():
        for value in values:
            for wanted in value.split(",") if name == "days" else [value]:
                if wanted.strip() not in found[name]:
                    misses.append(f"{name}={wanted} ({found[name]})")
    return misses


@pytest.mark.parametrize("with_intent", [False, True])
def test_what_is_marked_is_found(with_intent: bool) -> None:
    total, missing = 0, []
    for intent, text, marked in examples():
        if with_intent:
            marked = {name: values for name, values in marked.items() if name in relevant(intent)}
        if not marked:
            continue
        total += 1
        misses = missed(text, intent if with_intent else None, marked)
        if misses:
            missing.append(f"{intent}: {text}: {'; '.join(misses)}")
    assert total > 500, "the training data is missing"
    share = 1 - len(missing) / total
    print(f"{share:.1%} of {total} marked examples; missed:", *missing, sep="\n")
    assert share >= ENOUGH, "\n".join(missing)
