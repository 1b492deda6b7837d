"""The names and codes of the FHIR bundle, and the parts that are made of them alone."""

from __future__ import annotations

from typing import Any

from coach.library import Library
from coach.records.data import SetDone, own_words
from coach.records.rmdq import items

BASE = "https://spinecoach.example/fhir"
"""Where names of our own live; nothing is fetched from there."""
DOSE = f"{BASE}/StructureDefinition/exercise-dose"
MOMENT = f"{BASE}/StructureDefinition/pain-moment"
TOLD_LATE = f"{BASE}/StructureDefinition/told-afterwards"
CODES = f"{BASE}/CodeSystem/measures"
EXERCISES = f"{BASE}/CodeSystem/exercises"
RMDQ = f"{BASE}/Questionnaire/rmdq"
LOINC, SNOMED, UCUM = "http://loinc.org", "http://snomed.info/sct", "http://unitsofmeasure.org"
GUIDE = "http://hl7.org/fhir/us/physical-activity"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
SITES = {"back": ("77568009", "Back"), "leg": ("61685007", "Leg")}
"""Back structure and lower limb structure, by their SNOMED CT codes."""
Resource = dict[str, Any]


def dose(library: Library, sets: list[SetDone]) -> Resource:
    """Sets, repetitions, hold and step of an exercise on a day, as they were done."""
    last = sets[-1]
    reps = sum(one.reps or 0 for one in sets)
    parts: list[Resource] = [{"url": "sets", "valueInteger": len({one.number for one in sets})}]
    if reps:
        parts.append({"url": "reps", "valueInteger": reps})
    if last.hold_seconds:
        parts.append({"url": "hold", "valueQuantity": quantity(last.hold_seconds, "s", "s")})
    seconds = sum(one.seconds or 0 for one in sets)
    if seconds:
        parts.append({"url": "seconds", "valueQuantity": quantity(seconds, "s", "s")})
    parts.append({"url": "level", "valueInteger": last.level})
    exercise = library.exercises.get(last.exercise)
    if exercise is not None and last.level < len(exercise.levels):
        parts.append({"url": "step", "valueString": exercise.levels[last.level].title})
    if own_words(last.variant):
        parts.append({"url": "variant", "valueString": own_words(last.variant)})
    return {"url": DOSE, "extension": parts}


def questionnaire(id_: str) -> Resource:
    return {
        "resourceType": "Questionnaire",
        "id": id_,
        "url": RMDQ,
        "title": "Roland-Morris Disability Questionnaire",
        "status": "active",
        "copyright": "Roland MO, Morris RW. Spine 1983;8:141-144. Free to use as printed by its authors.",
        "item": [{"linkId": str(n), "text": text, "type": "boolean"} for n, text in enumerate(items(), 1)],
    }


def coded(system: str, code: str, display: str) -> Resource:
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


def of_the_guide(code: str) -> Resource:
    """A code of the Physical Activity guide's own."""
    return {"coding": [{"system": f"{GUIDE}/CodeSystem/pa-temporary-codes", "code": code}]}


def own(code: str, text: str) -> Resource:
    return coded(CODES, code, text)


def quantity(value: float, unit: str, code: str) -> Resource:
    return {"value": value, "unit": unit, "system": UCUM, "code": code}
