"""Every row of the evidence is carried by a rule or left out with a reason, and every rule has its place."""

from __future__ import annotations

from typing import Any

import pytest

from coach.triage.models import tier_rank
from scripts.safety_page import TIERS, evidence
from tests.unit.triage.cases import TRIAGE

ROWS = (
    "ces_saddle ces_bladder ces_bowel ces_sexual ces_bilateral bilateral_weakness ces_late foot_drop"
    " progressive_weakness worsening_numbness infection infection_neuro cancer_history cancer_neuro"
    " weight_loss night_pain fracture_major fracture_fragility aaa aaa_possible acute_limb_ischaemia clti"
    " vascular_claudication dvt dvt_pe cardiac stroke spinal_haematoma postop_complication recent_surgery"
    " pregnancy_warning pregnancy suicidal age_under_20 age_new_onset persistent severe_pain"
    " new_unilateral_numbness stenosis_undiagnosed inflammatory peripheral_neuropathy exercise_aggravation"
    " osteoporosis_flexion"
).split()
EVIDENCE = evidence()
TABLE: dict[str, dict[str, Any]] = EVIDENCE["rows"]
CARRIED = {name: row for name, row in TABLE.items() if "rules" in row}
LEFT_OUT = {name: row for name, row in TABLE.items() if "rules" not in row}
RULES = {rule.id for rule in TRIAGE.rules}


def test_every_row_is_there() -> None:
    assert list(TABLE) == ROWS


@pytest.mark.parametrize("name", sorted(CARRIED))
def test_a_row_is_carried_by_its_rules(name: str) -> None:
    row = CARRIED[name]
    verdict = TRIAGE.assess(row["facts"])
    assert set(row["rules"]) <= set(verdict.flags)
    assert verdict.tier == TIERS[row["ours"]].id


@pytest.mark.parametrize("name", sorted(CARRIED))
def test_no_row_comes_to_less_than_the_evidence_and_another_tier_has_a_reason(name: str) -> None:
    row = CARRIED[name]
    chosen, ours = TIERS[row["theirs"][0]].id, TIERS[row["ours"]].id
    assert tier_rank(ours) >= tier_rank(chosen)
    assert (ours != chosen) is ("differs" in row)


@pytest.mark.parametrize("name", sorted(LEFT_OUT))
def test_a_row_that_no_rule_carries_has_a_reason(name: str) -> None:
    row = LEFT_OUT[name]
    assert set(row) == {"reports", "theirs", "why_not"}
    assert len(row["why_not"].split()) >= 20


def test_every_rule_is_in_a_row_or_has_its_own_reason() -> None:
    carrying = {rule for row in CARRIED.values() for rule in row["rules"]}
    assert carrying | set(EVIDENCE["ours_only"]) == RULES
    assert carrying & set(EVIDENCE["ours_only"]) == set()
