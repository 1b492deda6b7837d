"""The records as a FHIR R4 bundle, for a doctor's system.

Exercise follows the Physical Activity guide 1.0.0 (hl7.org/fhir/us/physical-activity): a group for each
exercise of a day, with what it was (LOINC 73985-4) and, where it is known, how long it took (55411-3). Sets,
repetitions, hold and step have no place there: they are in an extension, described in docs/records.md. Pain
is LOINC 72514-3 as a whole number. The person is a pseudonym: no name, no date of birth. Ids stay the same
from export to export.
"""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import date, datetime
from typing import Any

from coach import library as libraries
from coach.journal import Event, Journal
from coach.library import Library
from coach.records import fhir_terms as terms
from coach.records.data import Records, SetDone, own_words, read
from coach.records.fhir_terms import Resource
from coach.records.rmdq import items
from coach.records.summary import ADVICE, SCORE_NAMES, labels


def fhir(
    journal: Journal,
    person: str,
    now: datetime,
    since: date | None = None,
    library: Library | None = None,
) -> Resource:
    """The bundle of a person's records since a day (all, if none is named).

    The pseudonym is made at the first export and kept with the person.
    """
    records = read(journal, person, now, since)
    return Bundler(records, library or libraries.load(), _pseudonym(journal, records)).bundle()


def _pseudonym(journal: Journal, records: Records) -> uuid.UUID:
    kept = records.profile.get("pseudonym")
    if isinstance(kept, str):
        try:
            return uuid.UUID(kept)
        except ValueError:
            pass
    if not records.events and not records.profile:
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{terms.BASE}/nobody")
    made = uuid.uuid4()
    journal.remember(records.person, pseudonym=str(made))
    return made


class Bundler:
    """Makes the bundle of one person's records."""

    def __init__(self, records: Records, library: Library, pseudonym: uuid.UUID) -> None:
        self._records, self._library, self._whom = records, library, pseudonym
        self._seen: Counter[str] = Counter()
        self._patient = {"reference": f"urn:uuid:{pseudonym}"}
        self._made: list[Resource] = []

    def bundle(self) -> Resource:
        """Everything, the patient first."""
        self._made = [{"resourceType": "Patient", "id": str(self._whom), "active": True}]
        for event in self._records.events:
            self._event(event)
        self._exercises()
        self._goals()
        self._questionnaires()
        return {
            "resourceType": "Bundle",
            "id": str(self._id("bundle", self._records.first.isoformat())),
            "type": "collection",
            "timestamp": self._records.now.isoformat(timespec="seconds"),
            "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in self._made],
        }

    # -- parts ---------------------------------------------------------------------------------------------

    def _id(self, *what: str) -> uuid.UUID:
        """An id that is the same in each export: of the same things in the same place."""
        name = ":".join(what)
        self._seen[name] += 1
        return uuid.uuid5(self._whom, f"{name}:{self._seen[name]}")

    def _of(self, event: Event, kind: str) -> str:
        return str(self._id(kind, str(event.data.get("mark") or event.at.isoformat())))

    def _at(self, at: datetime) -> str:
        return at.astimezone(self._records.now.tzinfo).isoformat(timespec="seconds")

    def _when(self, event: Event) -> str:
        """The moment of an event; only the day, if it was told afterwards."""
        day = event.data.get("day")
        late = isinstance(day, str) and day != self._records.day_of(event.at).isoformat()
        return str(day) if late and _is_day(str(day)) else self._at(event.at)

    def _observe(
        self,
        id_: str,
        code: Resource,
        when: str,
        category: str = "survey",
        **more: Any,
    ) -> Resource:
        made = {
            "resourceType": "Observation",
            "id": id_,
            "status": "final",
            "category": [{"coding": [{"system": terms.CATEGORY, "code": category}]}],
            "code": code,
            "subject": self._patient,
            "effectiveDateTime": when,
            "performer": [self._patient],
            **more,
        }
        self._made.append(made)
        return made

    # -- what was told -------------------------------------------------------------------------------------

    def _event(self, event: Event) -> None:
        data, kind = event.data, event.kind
        if kind == "pain" and _whole(data.get("score"), 0, 10):
            self._pain(event)
        elif kind == "walk" and _number(data.get("minutes")):
            self._observe(
                self._of(event, kind),
                terms.own("walking-until-rest", "Minutes walked until a rest is needed"),
                self._when(event),
                "activity",
                valueQuantity=terms.quantity(float(data["minutes"]), "min", "min"),
            )
        elif kind in ("walk", "symptom", "question") and own_words(data.get("words")):
            told = {
                "walk": terms.own("walking-own-words", "Walking until a rest is needed, in own words"),
                "symptom": terms.own("symptom-own-words", "Symptom, in own words"),
                "question": terms.own("question", "Question for the clinician"),
            }[kind]
            self._observe(
                self._of(event, kind), told, self._when(event), valueString=own_words(data.get("words"))
            )
        elif kind == "answer" and isinstance(data.get("value"), bool) and data.get("fact") in labels():
            fact = str(data["fact"])
            self._observe(
                self._of(event, kind), terms.own(f"safety-{fact}", labels()[fact]), self._when(event),
                valueBoolean=data["value"],
            )  # fmt: skip
        elif kind == "triage" and data.get("tier") in ADVICE:
            self._observe(
                self._of(event, kind), terms.own("advice", "Advice given by the software"), self._when(event),
                valueString=ADVICE[data["tier"]],
            )  # fmt: skip

    def _pain(self, event: Event) -> None:
        part, moment = event.data.get("part"), event.data.get("moment")
        more: Resource = {}
        if part in terms.SITES:
            code, name = terms.SITES[part]
            more["bodySite"] = {"coding": [{"system": terms.SNOMED, "code": code}], "text": name}
        if isinstance(moment, str) and moment in ("before", "after", "during", "return"):
            more["extension"] = [{"url": terms.MOMENT, "valueCode": moment}]
        severity = terms.coded(
            terms.LOINC, "72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported"
        )
        self._observe(
            self._of(event, "pain"),
            severity,
            self._when(event),
            valueInteger=round(event.data["score"]),
            **more,
        )

    # -- exercise ------------------------------------------------------------------------------------------

    def _exercises(self) -> None:
        """A group for each exercise of a day."""
        sets: dict[tuple[date, str], list[SetDone]] = {}
        for one in self._records.sets:
            sets.setdefault((one.day, one.exercise), []).append(one)
        for (day, exercise), done in sorted(sets.items()):
            self._group(day, exercise, self._at(done[0].at), done)
        seen = set(sets)
        for told in self._records.done:
            where = (told.day, told.exercise or "")
            if where not in seen:
                seen.add(where)
                when = told.day.isoformat() if told.late else self._at(told.at)
                self._group(told.day, told.exercise or "", when, [], late=told.late)

    def _group(self, day: date, exercise: str, when: str, sets: list[SetDone], late: bool = False) -> None:
        mark = f"{day.isoformat()}:{exercise}"
        seconds = sum(one.seconds or 0 for one in sets)
        more: Resource = {"extension": [{"url": terms.TOLD_LATE, "valueBoolean": True}]} if late else {}
        if sets:
            more["extension"] = [terms.dose(self._library, sets)]
        named = self._library.exercises.get(exercise)
        what: Resource = {"text": named.name if named else own_words(exercise) or "Exercises for the back"}
        if named:
            what["coding"] = [{"system": terms.EXERCISES, "code": named.id, "display": named.name}]
        members = [
            self._activity(
                "activity", mark, "pa-observation-activity-measure", when,
                terms.coded(terms.LOINC, "73985-4", "Exercise activity"), valueCodeableConcept=what, **more,
            )
        ]  # fmt: skip
        if seconds:
            members.append(
                self._activity(
                    "duration", mark, "pa-observation-activity-measure", when,
                    terms.coded(terms.LOINC, "55411-3", "Exercise duration"),
                    valueQuantity=terms.quantity(round(seconds / 60, 2), "min", "min"),
                )
            )  # fmt: skip
        self._activity(
            "group", mark, "pa-observation-activity-group", when,
            terms.of_the_guide("PAPanel"),
            hasMember=[{"reference": f"urn:uuid:{one}"} for one in members],
        )  # fmt: skip

    def _activity(self, kind: str, mark: str, profile: str, when: str, code: Resource, **more: Any) -> str:
        made = self._observe(str(self._id(kind, mark)), code, when, "activity", **more)
        made["meta"] = {"profile": [f"{terms.GUIDE}/StructureDefinition/{profile}"]}
        made["category"].append(terms.of_the_guide("PhysicalActivity"))
        return str(made["id"])

    # -- goals and questionnaires --------------------------------------------------------------------------

    def _goals(self) -> None:
        for goal in self._records.goals:
            id_ = str(self._id("goal", str(goal.id), goal.at.isoformat()))
            self._made.append(
                {
                    "resourceType": "Goal",
                    "id": id_,
                    "lifecycleStatus": "cancelled" if goal.dropped else "active",
                    "description": {"text": goal.words},
                    "subject": self._patient,
                    "startDate": self._records.day_of(goal.at).isoformat(),
                    "expressedBy": self._patient,
                }
            )
            for at, _, score in goal.ratings:
                self._observe(
                    str(self._id("goal-rating", str(goal.id), at.isoformat())),
                    terms.own("goal-rating", "How well a goal of the person's own goes, 0 to 10"),
                    self._at(at),
                    focus=[{"reference": f"urn:uuid:{id_}"}],
                    valueInteger=score,
                )

    def _questionnaires(self) -> None:
        asked = False
        for score in self._records.scores:
            mark = f"{score.name}:{score.at.isoformat()}"
            late = score.day != self._records.day_of(score.at)
            when = score.day.isoformat() if late else self._at(score.at)
            more: Resource = {}
            if score.name == "rmdq" and score.answers:
                asked = True
                id_ = str(self._id("response", mark))
                self._made.append(self._response(id_, when, score.answers))
                more["derivedFrom"] = [{"reference": f"urn:uuid:{id_}"}]
            name = SCORE_NAMES.get(score.name, own_words(score.name) or "score")
            self._observe(
                str(self._id("score", mark)), terms.own(f"score-{_slug(score.name)}", name), when,
                valueQuantity=terms.quantity(score.value, "points", "{score}"), **more,
            )  # fmt: skip
        if asked:
            self._made.append(terms.questionnaire(str(self._id("questionnaire", "rmdq"))))

    def _response(self, id_: str, when: str, answers: dict[str, bool]) -> Resource:
        told = [
            {"linkId": str(n), "text": text, "answer": [{"valueBoolean": answers[str(n)]}]}
            for n, text in enumerate(items(), 1)
            if str(n) in answers
        ]
        return {
            "resourceType": "QuestionnaireResponse",
            "id": id_,
            "questionnaire": terms.RMDQ,
            "status": "completed",
            "subject": self._patient,
            "source": self._patient,
            "authored": when,
            **({"item": told} if told else {}),
        }


def _slug(name: str) -> str:
    return "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in name)[:60] or "score"


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1000


def _whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
