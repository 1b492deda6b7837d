"""Writes docs/safety.md: what the safety screen does and why, rule by rule, for whoever reviews it.

python -m scripts.safety_page

The running text is in scripts/safety/page.md; the rest is made from the data of the screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from coach.conversation.talk import FOR_GOOD, HOLDS_FOR, NO_HOLDS_FOR
from coach.triage import Case, Complaint, Region, Source, Triage, Verdict, load
from coach.triage.files import parse, read
from coach.triage.rules import Rule

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "safety.md"
PARTS = Path(__file__).with_name("safety")
TESTS = ROOT / "tests" / "unit" / "triage"
READ = {
    "V": "read in the source itself",
    "S": "read in a page that reports it",
    "K": "background knowledge, still to be confirmed",
    "ours": "a choice made for this coach",
}


class TierWords(NamedTuple):
    """How the page names a tier."""

    id: str
    title: str


TIERS = {
    "E": TierWords("emergency_now", "Emergency now"),
    "U": TierWords("urgent_same_day", "Urgent, the same day"),
    "S": TierWords("see_doctor_soon", "See a doctor in the next days"),
    "C": TierWords("self_care", "Self-care"),
}
PLAIN = {
    "my back hurts": Complaint(symptom="pain", body_part="back"),
    "my leg hurts": Complaint(symptom="pain", body_part="leg"),
    "my leg is numb": Complaint(symptom="numbness", body_part="leg"),
    "my foot hurts": Complaint(symptom="pain", body_part="foot"),
    "my calf hurts": Complaint(symptom="pain", body_part="calf"),
    "I am dizzy": Complaint(symptom="dizziness"),
    "something is wrong": Complaint(),
}
"""Plain complaints, for which the page shows what is asked and what is not."""
WATCHED = frozenset(
    {"saddle_numbness", "bladder_change", "bowel_change", "sexual_change", "bilateral", "weakness",
     "foot_drop", "fever", "immune_or_iv", "cancer_history", "weight_loss", "major_trauma", "minor_trauma",
     "chest_pain", "stroke_signs", "abdominal_pulse", "calf_swelling", "cold_pale_leg", "self_harm"}
)  # fmt: skip
"""Dangers of which it is told where they go unasked."""
EFFECTS = {
    "stop": "ends, and is locked until a doctor has cleared it",
    "pause": "pauses, and is locked until a doctor has cleared it",
    "ease": "goes on, more gently",
    "continue": "goes on",
}


def _yaml(path: Path) -> Any:
    return parse(path.read_text("utf-8"), path.name)


def evidence() -> dict[str, Any]:
    """The rows of the evidence with the rules that carry them."""
    found: dict[str, Any] = _yaml(TESTS / "evidence.yml")
    return found


class Words:
    """Says conditions in plain words."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.facts: dict[str, str] = raw["facts"]
        self._definitions: dict[str, str] = raw["definitions"]
        self._measures: dict[str, str] = raw["measures"]

    def condition(self, raw: Any, inside: bool = False) -> str:
        """A condition of rules.yml or questions.yml in words, in brackets where it stands inside another."""
        if isinstance(raw, str):
            return self.facts[raw] if raw in self.facts else f"*{self.definition(raw)}*"
        if "fact" in raw:
            return self._comparison(raw)
        key, value = next(iter(raw.items()))
        if key == "not":
            return f"**not** {self.condition(value, True)}"
        said = {"all": " **and** ", "any": " **or** "}[key].join(self.condition(one, True) for one in value)
        return f"({said})" if inside and len(value) > 1 else said

    def definition(self, name: str) -> str:
        """A name from the definitions of rules.yml in words; the name itself where none are given."""
        return self._definitions.get(name, name.replace("_", " "))

    def _comparison(self, raw: Mapping[str, Any]) -> str:
        name = self.facts[raw["fact"]]
        how, value = next((key, value) for key, value in raw.items() if key != "fact")
        if how in self._measures:
            return f"{name}: {self._measures[how]} {value}"
        words = [value] if isinstance(value, str) else value
        return f"{name}: {' or '.join(str(word).replace('_', ' ') for word in words)}"


def page(triage: Triage) -> str:
    """The whole page."""
    words = Words(_yaml(PARTS / "words.yml"))
    raw = read("rules.yml")
    conditions = {entry["id"]: entry["when"] for entry in raw["rules"]}
    table = evidence()
    parts = {
        "legend": "; ".join(f"**{mark}**: {meaning}" for mark, meaning in READ.items()),
        "definitions": _definitions(raw, words),
        "rules": "\n\n".join(_tiers(triage, conditions, words, table)),
        "questions": _questions(read("questions.yml"), words),
        "walks": "\n".join(_walks(triage, words)),
        "kept": "\n".join(_kept(words)),
        "regions": "\n".join(_regions(triage.regions())),
        "evidence": "\n".join(_rows(table)),
        "ours_only": "\n".join(f"- `{name}`: {reason}" for name, reason in table["ours_only"].items()),
        "sources": "\n".join(_source(source) for source in triage.sources.values()),
    }
    text = (PARTS / "page.md").read_text("utf-8")
    for name, made in parts.items():
        if f"{{{{{name}}}}}" not in text:
            raise ValueError(f"scripts/safety/page.md has no place for {name}")
        text = text.replace(f"{{{{{name}}}}}", made)
    return text


def _definitions(raw: Mapping[str, Any], words: Words) -> str:
    told = ((name, words.condition(condition)) for name, condition in raw["definitions"].items())
    return "\n".join(f"- *{words.definition(name)}*: {said}" for name, said in told)


def _tiers(
    triage: Triage, conditions: Mapping[str, Any], words: Words, table: Mapping[str, Any]
) -> Iterator[str]:
    for tier in TIERS.values():
        rules = [rule for rule in triage.rules if rule.tier == tier.id]
        yield f"### {tier.title} ({len(rules)} rules)"
        for rule in rules:
            yield "\n".join(_rule(rule, conditions[rule.id], triage.sources, words, table))


def _rule(
    rule: Rule, when: Any, sources: Mapping[str, Source], words: Words, table: Mapping[str, Any]
) -> Iterator[str]:
    from tests.unit.triage.cases import FIRES

    yield f"#### {rule.id}\n"
    yield f"- **Tier:** `{rule.tier}`. **Exercise:** {EFFECTS[rule.exercise]}."
    yield f"- **Holds when:** {words.condition(when)}."
    yield f'- **Reason told:** "{rule.reason}"'
    if rule.tell:
        yield f'- **To say on the phone:** "{rule.tell}"'
    if rule.advice:
        yield f'- **More to do:** "{" ".join(rule.advice)}"'
    named = (f"{sources[name].title} [{name}, {sources[name].read}]" for name in rule.sources)
    yield f"- **Sources:** {'; '.join(named)}"
    example = ", ".join(f"{name} {_value(value)}" for name, value in FIRES[rule.id].items())
    rows = [name for name, row in table["rows"].items() if rule.id in row.get("rules", ())]
    tested = [f"own example ({example})", *(f"row {name} of the evidence" for name in rows)]
    spoken = _spoken(rule)
    tested += [f"sentences that tell {', '.join(spoken)}"] if spoken else []
    yield f"- **Tests:** {'; '.join(tested)}"


def _value(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _spoken(rule: Rule) -> list[str]:
    """The facts of the sentences in spotter_cases.yml that alone make the rule hold."""
    told: list[Any] = [case["fact"] for case in _yaml(TESTS / "spotter_cases.yml")["danger"]]
    single = dict.fromkeys(fact for fact in told if isinstance(fact, str))
    return [fact for fact in single if rule.id in load().assess({fact: True}).flags]


def _questions(raw: Mapping[str, Any], words: Words) -> str:
    parts = ["### The questions\n"]
    for one in raw["questions"]:
        unsure = {True: "yes", False: "no", None: "nothing: it stays unknown"}[one.get("unsure")]
        parts.append(
            f'- `{one["fact"]}`: "{one["say"]}" Why: "{one["why"]}" In plainer words: "{one["plainer"]}"'
            f" *Not sure* counts as {unsure}."
        )
    parts.append("\n### At first use\n\n" + ", ".join(f"`{fact}`" for fact in raw["screen"]))
    parts.append("\n### With every complaint, before what only calms\n")
    parts.append(", ".join(f"`{fact}`" for fact in raw["always"]))
    parts.append("\n### The order by complaint\n\nThe first line that fits is used.\n")
    for plan in raw["plans"]:
        when = words.condition(plan["when"]) if "when" in plan else "anything else"
        order = (_asked(item, words) for item in plan["ask"])
        parts.append(f"1. {_capital(when)}: {', '.join(order)}")
    parts.append("\n### How many at most\n\nThe first line that fits is used.\n")
    for limit in raw["limits"]:
        when = words.condition(limit["when"]) if "when" in limit else "anything else"
        after = f", once `{limit['after']}` was asked" if "after" in limit else ""
        parts.append(f"1. {_capital(when)}{after}: {limit['most']}")
    return "\n".join(parts)


def _asked(item: Any, words: Words) -> str:
    if isinstance(item, str):
        return f"`{item}`"
    return f"`{item['fact']}` (if {words.condition(item['when'])})"


def _capital(text: str) -> str:
    return text if text.startswith(("*", "(")) else text[0].upper() + text[1:]


def all_no(triage: Triage, complaint: Complaint) -> tuple[list[str], Verdict]:
    """What somebody with this complaint is asked who says no to all and knows no number, and the verdict."""
    case = Case(complaint=complaint)
    step = triage.step(case)
    while step.question is not None:
        fact = step.question.fact
        case = case.posed(fact)
        case = case.told(fact, False) if step.question.type == "bool" else case.not_sure(fact)
        step = triage.step(case)
    assert step.verdict is not None
    return list(dict.fromkeys(case.asked)), step.verdict


def _walks(triage: Triage, words: Words) -> Iterator[str]:
    asks = {fact for fact in words.facts if triage.question(fact) is not None}
    yield "| complaint | asked, in this order | comes to | never asked |"
    yield "|---|---|---|---|"
    for title, complaint in PLAIN.items():
        asked, verdict = all_no(triage, complaint)
        left = sorted(asks.intersection(WATCHED) - set(asked))
        yield f"| {title} | {', '.join(asked)} | `{verdict.tier}` | {', '.join(left) or '-'} |"


def _kept(words: Words) -> Iterator[str]:
    yield "| what | how long a yes counts | how long a no counts |"
    yield "|---|---|---|"
    for name, days in HOLDS_FOR.items():
        what = words.facts.get(name, name.replace("_", " "))
        yield f"| {what} | {_days(days)} | {_days(NO_HOLDS_FOR.get(name, days))} |"
    yield "| every other answer | 1 day | 1 day |"


def _days(days: float) -> str:
    return "for good" if days >= FOR_GOOD else f"{days:g} days"


def _regions(regions: Mapping[str, Region]) -> Iterator[str]:
    yield "| region | emergency | same day | crisis | read | left out, and why |"
    yield "|---|---|---|---|---|---|"
    for region in regions.values():
        first = " or ".join(number for number in (region.emergency, region.emergency_too) if number)
        cells = (region.title, first, region.urgent, region.crisis, region.read, region.left_out)
        yield f"| {' | '.join(cell or '-' for cell in cells)} |"
    yield "\nWhere the numbers were read:\n"
    for region in regions.values():
        if region.seen:
            yield f"- {region.title}: {', '.join(f'<{address}>' for address in region.seen)}"


def _rows(table: Mapping[str, Any]) -> Iterator[str]:
    yield "| row | reported | evidence | ours | rules | where we differ, and what no fact can hold |"
    yield "|---|---|---|---|---|---|"
    for name, row in table["rows"].items():
        theirs = row["theirs"][0] + "".join(f" ({tier} fine)" for tier in row["theirs"][1:])
        rules = ", ".join(row.get("rules", ())) or "none"
        remark = " ".join(str(row[key]) for key in ("differs", "missing", "why_not") if key in row)
        cells = (name, row["reports"], theirs, row.get("ours", "-"), rules, remark or "-")
        yield f"| {' | '.join(cells)} |"


def _source(source: Source) -> str:
    year = str(source.year) if source.year else "no year known"
    return f"- **{source.id}** ({source.read}): {source.title}. {year}. {source.url or 'no link kept'}"


if __name__ == "__main__":
    PAGE.write_text(page(load()), "utf-8")
