"""Looking back: what was done in a stretch of time, and what the numbers say of whether it works."""

from __future__ import annotations

from typing import Any

from coach.conversation import complaints, known, safety, standing
from coach.conversation.phrases import says
from coach.conversation.talk import Talk
from coach.numbers import count, spoken
from coach.records import data, sentences, trend
from coach.records.data import Records
from coach.records.periods import Period, day_name, period
from coach.records.periods import spoken as spoken_period
from coach.records.plots import Plot, of
from coach.triage import Case, Complaint
from coach.words import words

DAY = 86400.0
WALKS, STEPS = "walking", "steps"


def take(talk: Talk, text: str) -> bool:
    """ "Is it working?", "when did I last do them?"; False if the text asks something else."""
    if says("working", text):
        talk.dialogue.ask = None
        working(talk)
        return True
    for name in (WALKS, STEPS):
        if says(f"{name}_how", text):
            talk.dialogue.ask = None
            records = _all(talk)
            _show(talk, records, period("all", records.today), [name])
            return True
    if says("last_time", text) and says("walking_asked", text) is None and talk.turn.intent == "show_history":
        return _last_time(talk)
    if says("worst", text):
        return _worst(talk)
    return False


# -- history -----------------------------------------------------------------------------------------------


def history(talk: Talk, name: str | None) -> None:
    """What a stretch of time looked like, in the sentences of its pictures: days first, then the rest."""
    today = _all(talk).today
    stretch = spoken_period(talk.turn.text, name, today) or period("this_week", today)
    records = data.read(talk.journal, talk.turn.person, talk.now, stretch.first, stretch.last)
    chosen = ["days"]
    if records.pains:
        chosen.append("pain")
    if records.walks or says("walking_asked", talk.turn.text):
        chosen.append(WALKS)
    if records.sets and says("steps_asked", talk.turn.text):
        chosen.append(STEPS)
    if not (records.days or records.pains or records.walks):
        talk.say("history_none", when=stretch.title)
        return
    _show(talk, records, stretch, chosen)


def _show(talk: Talk, records: Records, stretch: Period, chosen: list[str]) -> None:
    pictures = of(records, stretch, talk.library)
    told = [pictures[name].alt for name in chosen]
    # the time is named once
    told[1:] = [_shorter(line, stretch) for line in told[1:]]
    for nth, line in enumerate(told):
        talk.tell(line, custom=_custom(pictures, stretch, chosen, records) if nth == len(told) - 1 else None)


def _shorter(line: str, stretch: Period) -> str:
    kept = line.replace(f"{stretch.title}, ", "")
    return kept[:1].upper() + kept[1:]


def _custom(
    pictures: dict[str, Plot], stretch: Period, chosen: list[str], records: Records
) -> dict[str, Any] | None:
    """`custom.plots`: the pictures of which there is something to show, by the name in their address."""
    there = {
        "days": bool(records.days),
        "pain": bool(records.pains),
        WALKS: any(one.minutes is not None for one in records.walks),
        STEPS: bool(records.sets),
    }
    shown = [
        {"name": name if stretch.name == "all" else f"{name}-{stretch.name}", "alt": pictures[name].alt}
        for name in chosen
        if there[name]
    ]
    return {"plots": shown} if shown else None


def _all(talk: Talk) -> Records:
    return data.read(talk.journal, talk.turn.person, talk.now)


def _last_time(talk: Talk) -> bool:
    days = _all(talk).days
    if not days:
        return False
    talk.dialogue.ask = None
    talk.say("history_last", day=day_name(max(days)))
    return True


def _worst(talk: Talk) -> bool:
    pains = _all(talk).pains
    if not pains:
        return False
    talk.dialogue.ask = None
    most = max(pains, key=lambda one: (one.score, one.at))
    talk.say("history_worst", day=day_name(most.day), score=spoken(most.score))
    return True


# -- is it working? ----------------------------------------------------------------------------------------


def working(talk: Talk) -> None:
    """A plain answer from the numbers. Who is worse is asked the safety questions."""
    records = _all(talk)
    found = trend.judge(records)
    way = found.way
    mixed = way == "worse" and any(one.way == "better" for one in found.trends)
    head = {"early": "working_early", "better": "working_better", "same": "working_same"}.get(way)
    talk.say(head or ("working_mixed" if mixed else "working_worse"))
    for part, went in found.pain.items():
        if went.way != "early":
            key = "working_pain_same" if went.before == went.now else "working_pain"
            talk.say(
                key,
                what=sentences.name_of(part),
                before=sentences.number(went.before),
                now=sentences.number(went.now),
            )
    if found.walking.way != "early":
        talk.say(
            "working_walk",
            before=sentences.minutes(found.walking.before),
            now=sentences.minutes(found.walking.now),
        )
    elif way != "early" and records.walks:
        talk.say("working_walk_early")
    if found.rmdq.way != "early":
        talk.say("working_rmdq", before=spoken(round(found.rmdq.before)), now=spoken(round(found.rmdq.now)))
    if found.done:
        talk.say("working_days", done=count(found.done, "day"), counting=spoken(found.counting))
    _close(talk, records, found)


def _close(talk: Talk, records: Records, found: trend.Judgement) -> None:
    """What it means and what it does not; who is worse is asked the safety questions."""
    way = found.way
    stretch = period("all", records.today)
    chosen = [
        name
        for name, there in (("pain", records.pains), ("days", records.days), (WALKS, records.walks))
        if there
    ]
    custom = _custom(of(records, stretch, talk.library), stretch, chosen, records)
    if way == "early":
        talk.tell(words("working_need"), custom=custom)
    elif way == "better":
        talk.tell(words("working_cause"), custom=custom)
    elif way == "same":
        talk.tell(words("working_more"), custom=custom)
    else:
        talk.tell(words("working_show"), custom=custom)
        _hand_over(talk, found)


def _hand_over(talk: Talk, found: trend.Judgement) -> None:
    """Numbers that got worse are news to the safety screen, like a person's own "it is worse"."""
    if talk.profile.get("lock"):
        standing.remind(talk)
        return
    asked = talk.journal.events(talk.turn.person, "triage")
    if asked and talk.now.timestamp() - asked[-1].at.timestamp() < DAY:
        return
    leg = found.pain.get("leg")
    complaint = Complaint(
        symptom="pain", body_part="leg" if leg is not None and leg.way == "worse" else "back"
    )
    talk.record("trend", way="worse", body_part=complaint.body_part)
    active = talk.dialogue.routine.active
    safety.hold(talk)
    talk.say("worse")
    facts = known.carried(talk, complaint, changed=True)
    case = Case(complaint=complaint, facts=facts, exercising=active, region=talk.region)
    complaints.advance(talk, case.told("worsening", True))
