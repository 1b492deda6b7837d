"""What a recogniser makes up is not passed on; what a person says is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.recognisers.doubt import believable, collapse
from voice.recognisers.settings import hearing, models


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Stop, stop, stop.", "Stop,"),
        ("Stop.", "Stop."),
        ("go on go on go on", "go on"),
        ("No, my leg is numb.", "No, my leg is numb."),
        ("", ""),
        ("one two one", "one two one"),
    ],
)
def test_repeats_are_said_once(heard: str, meant: str) -> None:
    assert collapse(heard).rstrip(",.") == meant.rstrip(",.")


@given(st.lists(st.sampled_from(["stop", "go", "on", "no"]), max_size=12))
def test_collapsing_twice_changes_nothing(words: list[str]) -> None:
    once = collapse(" ".join(words))
    assert collapse(once) == once or len(collapse(once)) < len(once)


def _ok(text: str, sureness: float = -0.2, silence: float = 0.05, voiced: float = 0.6) -> bool:
    return believable(
        text,
        sureness=sureness,
        silence=silence,
        voiced=voiced,
        prompt=hearing().prompt,
        phantoms=hearing().phantoms,
    )


@pytest.mark.parametrize("said", ["Stop.", "Thank you.", "No.", "My leg is numb.", "start seated flexion"])
def test_a_clear_voice_is_believed(said: str) -> None:
    assert _ok(said, voiced=1.5)


def test_doubtful_words_are_not() -> None:
    assert not _ok("Thank you.", sureness=-0.8)
    assert not _ok("Stop.", sureness=-1.4)
    assert not _ok("you", silence=0.9)
    assert not _ok("I went to the shop and then I came home", voiced=0.3)
    assert not _ok("...")


def test_the_hint_echoed_back_is_not_a_voice() -> None:
    assert not _ok(" ".join(hearing().prompt[:5]), voiced=6.0)


def test_where_models_come_from_is_said_in_one_place() -> None:
    source = models().vosk
    assert source.url.startswith("https://") and source.url.endswith(f"{source.name}.zip")
    assert len(source.sha256) == 64
