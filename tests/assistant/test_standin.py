"""Modules that only look as if they were there, and when they may."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant import lean_imports, standin, tensorflow_stub
from assistant.settings import PROJECT

GOOD = "pipeline:\n- name: assistant.nlu.intent.IntentByMeaning\npolicies:\n- name: RulePolicy\n"


@pytest.fixture(scope="module")
def absent() -> Any:
    standin.install(["not_there_at_all"])
    return importlib.import_module("not_there_at_all")


def test_any_name_can_be_imported_and_subclassed(absent: Any) -> None:
    module = importlib.import_module("not_there_at_all.deep.inside")
    kind = module.layers.Dense
    assert issubclass(type("Own", (kind,), {}), kind)
    assert (kind | None) is not None and kind[int] is not None


def test_a_decorator_leaves_what_it_decorates(absent: Any) -> None:
    module: Any = importlib.import_module("not_there_at_all")

    @module.function  # type: ignore[untyped-decorator]
    def plain() -> int:
        return 1

    @module.function(jit_compile=True)  # type: ignore[untyped-decorator]
    def given() -> int:
        return 2

    assert (plain(), given()) == (1, 2)


def test_anything_else_is_said_to_be_a_mistake(absent: Any) -> None:
    module = importlib.import_module("not_there_at_all")
    for name in (module.constant, module.keras.Model, module.nn.softmax):
        with pytest.raises(standin.StandInUsed, match="SPINECOACH_REAL_TENSORFLOW=1"):
            name([1, 2])


def test_its_exceptions_can_stand_in_except(absent: Any) -> None:
    module = importlib.import_module("not_there_at_all.errors")
    with pytest.raises(KeyError):
        try:
            raise KeyError
        except (module.ConnectionFailure, module.BotoCoreError):
            pytest.fail("caught by a stand-in")


def test_what_is_loaded_stays_real() -> None:
    assert standin.install(["json", "not_there_either", "not_there_either"]) == ("not_there_either",)
    assert importlib.import_module("json").loads("1") == 1


def test_our_configuration_needs_no_tensorflow() -> None:
    assert tensorflow_stub.needed_by(PROJECT / "config.yml") is None


@pytest.mark.parametrize(
    "text",
    [
        GOOD + "- name: TEDPolicy\n",
        GOOD.replace("assistant.nlu.intent.IntentByMeaning", "DIETClassifier"),
        GOOD.replace("RulePolicy", "UnexpecTEDIntentPolicy"),
        GOOD.replace("policies:", "- name: ResponseSelector\npolicies:"),
        GOOD.replace("policies:", "- name: rasa.nlu.selectors.response_selector.ResponseSelector\npolicies:"),
        "policies:\n- name: RulePolicy\n",
        "pipeline:\n- name: x\n",
        "# pipeline:\npolicies:\n- name: RulePolicy\n",
        "",
    ],
    ids=range(9),
)
def test_what_needs_tensorflow_gets_it(text: str, tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(text)
    assert tensorflow_stub.needed_by(tmp_path / "config.yml")


def test_a_comment_needs_nothing(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(GOOD + "# not DIETClassifier: it is slow\n")
    assert tensorflow_stub.needed_by(tmp_path / "config.yml") is None
    assert tensorflow_stub.needed_by(tmp_path / "none.yml")


def _ask(script: str, *arguments: str) -> Any:
    """What a fresh process prints, as JSON."""
    run = [sys.executable, "-c", "import json, sys; from pathlib import Path; " + script, *arguments]
    return json.loads(subprocess.run(run, capture_output=True, text=True, check=True, timeout=120).stdout)


@pytest.mark.parametrize(
    ("change", "expected"),
    [("", True), ("t.TRIED_WITH = '0';", False), ("sys.modules['tensorflow'] = sys;", False)],
    ids=["as it is", "another Rasa", "TensorFlow loaded before"],
)
def test_when_the_stand_in_goes_in(change: str, expected: bool) -> None:
    script = f"from assistant import tensorflow_stub as t; {change}"
    script += "print(json.dumps([t.install(Path(sys.argv[1])), t.install(Path(sys.argv[1]), real=True)]))"
    assert _ask(script, str(PROJECT / "config.yml")) == [expected, expected]


def test_the_setting_switches_it_off() -> None:
    script = (
        "from assistant import tensorflow_stub as t; print(json.dumps(t.install(Path(sys.argv[1]), True)))"
    )
    assert _ask(script, str(PROJECT / "config.yml")) is False


def test_what_the_credentials_ask_for_is_real(tmp_path: Path) -> None:
    (tmp_path / "credentials.yml").write_text("telegram:\n  access_token: x\n")
    script = (
        "from assistant import lean_imports as l;"
        "print(json.dumps([l.install([Path(sys.argv[1])]), sorted(l.UNUSED)]))"
    )
    replaced, known = _ask(script, str(tmp_path / "credentials.yml"))
    assert sorted({*replaced, "aiogram"}) == known and "aiogram" not in replaced


def test_ours_ask_for_none_of_them() -> None:
    script = (
        "from assistant import lean_imports as l;"
        "print(json.dumps(l.install([Path(p) for p in sys.argv[1:]])))"
    )
    files = [str(PROJECT / name) for name in ("credentials.yml", "endpoints.yml")]
    assert sorted(_ask(script, *files)) == sorted(lean_imports.UNUSED)


@pytest.mark.slow
def test_with_and_without_tensorflow_it_is_the_same_assistant(tmp_path: Path) -> None:
    """Both train, both load what the other trained, and all four say the same."""
    from tests.assistant.tiny import write

    write(tmp_path / "project")
    runs = (("0", "0"), ("1", "1"), ("0", "1"), ("1", "0"))  # loaded by, trained by
    answers = {run: _converse(tmp_path, *run) for run in runs}
    first = answers["0", "0"]
    assert first["replies"] and first["tensorflow"] is False and answers["1", "1"]["tensorflow"] is True
    assert all(found["replies"] == first["replies"] for found in answers.values())


def _converse(folder: Path, real: str, made_by: str) -> dict[str, object]:
    environment = {**os.environ, "SPINECOACH_REAL_TENSORFLOW": real}
    script = str(Path(__file__).parent / "converse.py")
    done = subprocess.run(
        [
            sys.executable,
            script,
            str(folder / "project"),
            str(folder / f"models{made_by}"),
            str(folder / "home"),
        ],
        env=environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))
