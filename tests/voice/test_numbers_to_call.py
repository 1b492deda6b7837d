"""Every number to call is said digit by digit, in every region and every sentence that holds one."""

from __future__ import annotations

import re

import pytest

from coach.triage import load
from coach.triage.wording import safety_net
from voice.speech.spoken import spoken_form

REGIONS = load().regions()


@pytest.mark.parametrize("name", REGIONS)
def test_a_number_to_call_is_said_digit_by_digit(name: str) -> None:
    region = REGIONS[name]
    for sentence in (region.emergency_say, region.urgent_say, region.crisis_say, safety_net(region)):
        said = spoken_form(sentence).replace("option 2", "")
        assert not re.search(r"\d", said), said
