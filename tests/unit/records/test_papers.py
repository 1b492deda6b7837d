"""The page for the doctor, the table and the bundle, from orderly journals and from any."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import HealthCheck, given, settings
from pypdf import PdfReader

from coach import records
from coach.journal import Journal
from coach.records.files import PaperFolder
from tests.unit.records.journals import NOW, any_journal, at, filled

NAME = "Ἀλέξανδρος Żółć Иванов"


def full(person: str = "p", region: str = "uk") -> Journal:
    journal = filled(
        45,
        lambda gone: 6 - 3 * gone,
        lambda gone: 5 - gone,
        lambda gone: 6 + 6 * gone,
        person,
        "Europe/London",
    )
    journal.remember(person, region=region)
    journal.add(person, "symptom", {"symptom": "numbness", "words": "my left leg is numb"}, at(20))
    journal.add(person, "answer", {"fact": "saddle_numbness", "value": False}, at(20))
    journal.add(person, "answer", {"fact": "worsening", "value": True}, at(20))
    journal.add(person, "triage", {"tier": "urgent_same_day", "flags": [], "reasons": []}, at(20))
    journal.add(person, "question", {"words": "whether I may swim", "whom": "doctor"}, at(2))
    journal.add(person, "goal", {"goal": 1, "words": "walk to the shops"}, at(40))
    journal.add(person, "goal_score", {"goal": 1, "score": 3}, at(40))
    journal.add(person, "score", {"name": "odi", "score": 34, "day": "2026-03-01"}, at(1))
    answers = {str(n): n <= 9 for n in range(1, 25)}
    journal.add(person, "score", {"name": "rmdq", "score": 9, "answers": answers, "skipped": []}, at(1))
    journal.add(
        person, "exercise_done", {"exercise": None, "day": "2026-02-01", "late": True, "mark": "m"}, at(0)
    )
    journal.add(person, "away", {"first": "2026-02-10", "last": "2026-02-12", "reason": "ill"}, at(0))
    return journal


def text_of(data: bytes) -> str:
    reader = PdfReader(io.BytesIO(data))
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split())


# -- the page ----------------------------------------------------------------------------------------------


def test_the_page_says_what_a_doctor_wants_to_know() -> None:
    text = text_of(records.pdf(full(NAME), NAME, NOW))
    for wanted in (
        NAME,
        "1 February to 20 March 2026",
        "Ask whether I may swim",
        "28 February: \u201cmy left leg is numb\u201d",
        "Yes: a change for the worse. No: numbness between the legs",
        "28 February: see a doctor the same day",
        "Back pain: eased; median 6 in the first week, 3 in the last",
        "Walking until a rest: 6 min on 3 February, 12 min on 17 March (longer)",
        "1 told afterwards",
        "now 4 reps, hold 2 s",
        "walk to the shops: 3 on 8 February",
        "Oswestry Disability Index (0-100): 34 on 1 March",
        "Roland-Morris questionnaire (0-24, lower is better): 9 on 19 March",
        "no medical device",
    ):
        assert wanted in text, wanted


@pytest.mark.parametrize(("region", "size"), [("uk", (595, 842)), ("us", (612, 792)), (None, (595, 842))])
def test_the_paper_is_that_of_the_region(region: str, size: tuple[int, int]) -> None:
    page = PdfReader(io.BytesIO(records.pdf(full(region=region), "p", NOW))).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


def test_the_file_has_title_language_and_its_own_letters() -> None:
    reader = PdfReader(io.BytesIO(records.pdf(full(NAME), NAME, NOW)))
    assert reader.metadata is not None and NAME in str(reader.metadata.title)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    fonts = reader.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    for font in (one.get_object() for one in fonts):
        assert "DejaVu" in font["/BaseFont"] and "/FontFile2" in font["/FontDescriptor"]


def test_nothing_noted_is_a_page_that_says_so() -> None:
    assert "Nothing is noted yet" in text_of(records.pdf(Journal(), "nobody", NOW))
    assert records.csv(Journal(), "nobody", NOW).count("\r\n") == 1
    Bundle.parse_obj(records.fhir(Journal(), "nobody", NOW))


def test_however_much_there_is_it_stays_one_page() -> None:
    journal = full()
    for n in range(60):
        journal.add("p", "symptom", {"words": f"{n} " + "very long words of a person " * 7}, at(n))
        journal.add("p", "question", {"words": f"{n} " + "whether that is so " * 10}, at(n))
        journal.add("p", "answer", {"fact": "fever", "value": bool(n % 2)}, at(n))
        journal.add("p", "triage", {"tier": "self_care"}, at(n))
    text = text_of(records.pdf(journal, "p", NOW))
    assert "more, in the CSV file" in text and "What I did" in text


def test_a_sign_without_a_letter_is_a_box_and_markup_is_text() -> None:
    journal = filled(1, person="p")
    journal.add("p", "symptom", {"words": "<b>bold</b> & \U0001f600 5 < 6"}, NOW)
    assert "<b>bold</b> & \u25a1 5 < 6" in text_of(records.pdf(journal, "p", NOW))


def test_the_page_shows_when_it_is_drawn(tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not there")
    from PIL import Image

    (tmp_path / "page.pdf").write_bytes(records.pdf(full(), "p", NOW))
    subprocess.run(["pdftoppm", "-r", "50", "-png", "page.pdf", "page"], cwd=tmp_path, check=True)
    (drawn,) = tmp_path.glob("page*.png")
    dark = Image.open(drawn).convert("L").point(lambda grey: 255 if grey < 128 else 0)
    left, top, right, bottom = dark.getbbox() or (0, 0, 0, 0)
    width, height = dark.size
    assert left > width * 0.04 and right < width * 0.96 and top > height * 0.02 and bottom < height * 0.98


# -- the table ---------------------------------------------------------------------------------------------


def rows(journal: Journal, person: str = "p") -> list[dict[str, str]]:
    text = records.csv(journal, person, NOW)
    assert text.encode("utf-8") and all(
        line.endswith("\r") for line in text.split("\n")[:-1] if '"' not in line
    )
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_event_is_one_row_with_its_zone() -> None:
    journal = full()
    assert len(rows(journal)) == len(journal.events("p"))
    pain = next(row for row in rows(journal) if row["kind"] == "pain")
    assert (pain["value"], pain["unit"], pain["part"], pain["moment"]) == ("6", "0-10", "back", "before")
    assert datetime.fromisoformat(pain["time"]).utcoffset() == timedelta(0)
    journal.remember("p", zone="Asia/Kolkata")
    assert rows(journal)[0]["time"].endswith("+05:30")


@pytest.mark.parametrize("words", ["=1+1", "@SUM(A1)", "-2+3", "+1", "\t=x", " =1+1", "\uff1d1"])
def test_no_cell_is_a_formula(words: str) -> None:
    journal = Journal()
    journal.add("p", "symptom", {"words": words, "symptom": words, words: words}, NOW)
    assert all(
        not cell.lstrip().startswith(("=", "@", "-", "+", "\uff1d")) for cell in rows(journal)[0].values()
    )


# -- the bundle --------------------------------------------------------------------------------------------


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def coded(bundle: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return [one for one in resources(bundle, "Observation") if one["code"]["coding"][0]["code"] == code]


def test_the_bundle_is_valid_and_as_the_guide_has_it() -> None:
    journal = full()
    bundle = records.fhir(journal, "p", NOW)
    Bundle.parse_obj(json.loads(json.dumps(bundle)))
    pain = coded(bundle, "72514-3")
    assert len(pain) == len(journal.events("p", "pain")) and pain[0]["valueInteger"] == 6
    assert {one["bodySite"]["coding"][0]["code"] for one in pain} == {"77568009", "61685007"}
    group = coded(bundle, "PAPanel")
    assert len(group) == 47 and all(one["hasMember"] for one in group)
    assert all("pa-observation-activity-group" in one["meta"]["profile"][0] for one in group)
    activity = coded(bundle, "73985-4")
    dose = {part["url"]: part for part in activity[0]["extension"][0]["extension"]}
    assert dose["reps"]["valueInteger"] == 4 and dose["hold"]["valueQuantity"]["value"] == 2
    late = [one for one in activity if one["effectiveDateTime"] == "2026-02-01"]
    assert late and late[0]["extension"][0]["valueBoolean"] is True
    (response,) = resources(bundle, "QuestionnaireResponse")
    assert (
        len(response["item"]) == 24
        and resources(bundle, "Questionnaire")[0]["url"] == response["questionnaire"]
    )
    (patient,) = resources(bundle, "Patient")
    assert set(patient) == {"resourceType", "id", "active"}  # a pseudonym and nothing else


def test_every_reference_leads_to_an_entry() -> None:
    bundle = records.fhir(full(), "p", NOW)
    there = {entry["fullUrl"] for entry in bundle["entry"]}
    assert len(there) == len(bundle["entry"])

    def references(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["reference"]} if "reference" in value else set()
            return own.union(*(references(one) for one in value.values()))
        return set().union(*(references(one) for one in value)) if isinstance(value, list) else set()

    assert references(bundle) <= there


def test_ids_stay_the_same_when_more_is_noted() -> None:
    journal = full()
    before = {entry["fullUrl"] for entry in records.fhir(journal, "p", NOW)["entry"]}
    journal.add("p", "pain", {"score": 2, "moment": "after"}, NOW + timedelta(minutes=1))
    after = {entry["fullUrl"] for entry in records.fhir(journal, "p", NOW + timedelta(hours=1))["entry"]}
    assert before < after and len(after) == len(before) + 1


def test_the_pseudonym_does_not_tell_the_name() -> None:
    one, other = (resources(records.fhir(full(), "p", NOW), "Patient")[0]["id"] for _ in range(2))
    assert one != other  # two machines, the same name


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(any_journal())
def test_any_journal_makes_a_valid_bundle_and_table(journal: Journal) -> None:
    bundle = records.fhir(journal, "p", NOW)
    Bundle.parse_obj(json.loads(json.dumps(bundle, allow_nan=False)))
    assert records.fhir(journal, "p", NOW) == bundle
    for row in csv.reader(io.StringIO(records.csv(journal, "p", NOW), newline="")):
        assert len(row) == 11


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(any_journal())
def test_any_journal_makes_one_page(journal: Journal) -> None:
    text_of(records.pdf(journal, "p", NOW))


# -- files -------------------------------------------------------------------------------------------------


def test_files_are_written_for_each_person_apart_and_forgotten(tmp_path: Path) -> None:
    called: list[int] = []
    folder = PaperFolder(tmp_path / "papers", before=lambda: called.append(1))
    journal = full("Ann")
    where = folder.write(journal, " ANN ", NOW)
    assert sorted(file.suffix for file in where.iterdir()) == [".csv", ".json", ".pdf"] and called
    assert where == folder.of("ann") != folder.of("Anne") and where.parent == tmp_path / "papers"
    assert folder.of("../../etc").parent == tmp_path / "papers"
    folder.forget("ann")
    assert not where.exists()
