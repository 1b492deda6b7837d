"""The model is trained when its inputs changed, and only what was trained here is loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import train
from assistant.settings import Settings
from assistant.train import MANIFEST, ModelRefused, TrainingFailed, ensure_model, fingerprint, trained_model


@pytest.fixture
def small(tiny_project: Callable[[Path], Path], tmp_path: Path) -> Settings:
    """The small project, not trained yet."""
    project = tiny_project(tmp_path / "project")
    return Settings(project=project, models=tmp_path / "models", data_dir=tmp_path / "home")


def _trainings(settings: Settings) -> int:
    done: list[str] = []
    ensure_model(settings, lambda _share, doing: done.append(doing))
    return sum("learning what people say" in doing for doing in done)


def test_it_trains_once_and_again_when_a_sentence_is_added(small: Settings) -> None:
    assert _trainings(small) == 1
    first = trained_model(small)
    assert _trainings(small) == 0
    data = small.project / "data" / "nlu.yml"
    data.write_text(data.read_text() + "    - and a new sentence of pain\n")
    assert _trainings(small) == 1
    assert trained_model(small) != first and not first.exists()


def test_progress_is_told_in_sentences_and_only_goes_forward(small: Settings) -> None:
    told: list[tuple[float, str]] = []
    ensure_model(small, lambda share, doing: told.append((share, doing)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1
    assert all(doing.endswith(".") for _, doing in told)


@pytest.mark.parametrize("name", ["config.yml", "domain.yml", "data/rules.yml", "data/more.yml"])
def test_every_input_counts(small: Settings, name: str) -> None:
    before = fingerprint(small)
    with (small.project / name).open("a") as file:
        file.write("\n# changed\n")
    assert fingerprint(small) != before


def test_components_and_libraries_count(
    small: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = fingerprint(small)
    monkeypatch.setattr(train, "version", lambda library: "another")
    assert fingerprint(small) != before
    monkeypatch.undo()
    (tmp_path / "nlu").mkdir()
    (tmp_path / "nlu" / "other.py").write_text("pass\n")
    monkeypatch.setattr(train, "_COMPONENTS", tmp_path / "nlu")
    assert fingerprint(small) != before


def test_what_is_no_input_does_not_count(small: Settings) -> None:
    before = fingerprint(small)
    (small.project / "README.md").write_text("words")
    assert fingerprint(replace(small, data_dir=Path("elsewhere"), verbose=True)) == before


def test_a_model_that_was_changed_is_refused_and_made_anew(small: Settings) -> None:
    ensure_model(small)
    model = trained_model(small)
    with model.open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ModelRefused, match="spinecoach train"):
        trained_model(small)
    assert _trainings(small) == 1
    assert trained_model(small).is_file()


def test_no_model_from_outside(small: Settings, tmp_path: Path) -> None:
    ensure_model(small)
    manifest = json.loads((small.models / MANIFEST).read_text())
    outside = tmp_path / "outside.tar.gz"
    outside.write_bytes(trained_model(small).read_bytes())
    (small.models / MANIFEST).write_text(json.dumps({**manifest, "file": "../outside.tar.gz"}))
    with pytest.raises(ModelRefused):
        trained_model(small)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"file": 1, "sha256": 2, "fingerprint": 3}', '{"file": "x"}']
)
def test_a_damaged_manifest_is_no_model(small: Settings, text: str) -> None:
    small.models.mkdir()
    (small.models / MANIFEST).write_text(text)
    with pytest.raises(ModelRefused):
        trained_model(small)


def test_a_training_that_breaks_off_leaves_the_model_in_force(
    small: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_model(small)
    before = trained_model(small)
    (small.project / "data" / "more.yml").write_text("# changed\n")

    def broken_off(settings: Settings, folder: Path, report: object) -> Path:
        (folder / "model.tar.gz").write_bytes(b"half a mod")
        raise KeyboardInterrupt

    monkeypatch.setattr(train, "_run_rasa", broken_off)
    with pytest.raises(KeyboardInterrupt):
        ensure_model(small)
    assert trained_model(small) == before
    assert sorted(p.name for p in small.models.glob("*.tar.gz")) == [before.name]
    assert not list(small.models.glob(".new-*"))


def test_data_that_cannot_be_read_is_said_in_one_sentence(small: Settings) -> None:
    (small.project / "data" / "rules.yml").write_text("rules:\n- rule: [\n")
    with pytest.raises(TrainingFailed) as failed:
        ensure_model(small)
    assert "\n" not in str(failed.value) and "Traceback" not in str(failed.value)


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(small: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TrainingFailed, match="SPINECOACH_MODELS"):
        ensure_model(replace(small, models=tmp_path / "file" / "models"))


@pytest.mark.slow
def test_two_processes_train_once(small: Settings) -> None:
    script = (
        "import sys; from pathlib import Path; from assistant.settings import Settings;"
        "from assistant.train import ensure_model;"
        "s = Settings(project=Path(sys.argv[1]), models=Path(sys.argv[2]), data_dir=Path(sys.argv[3]));"
        "ensure_model(s, lambda share, doing: print(doing))"
    )
    command = [sys.executable, "-c", script, str(small.project), str(small.models), str(small.data_dir)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert "".join(told).count("learning what people say") == 1
