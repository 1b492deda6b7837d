"""Trains the model where its inputs changed, and never loads one that is not what was trained here.

The model lies in models/ beside `model.json`, which names it, its SHA-256 and what it was made from. The name
is written last and in one step, so a training that was broken off leaves the model before it in force.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant import quiet
from assistant.settings import Settings
from coach.errors import PlainError

logger = logging.getLogger(__name__)

Progress = Callable[[float, str], None]
"""Is given how far it is (0 to 1) and what is being done, as a sentence for people."""

MANIFEST = "model.json"
_FORM = 1
_LIBRARIES = ("rasa", "numpy", "scipy", "onnxruntime", "tokenizers")
_COMPONENTS = Path(__file__).resolve().parent / "nlu"


class ModelRefused(PlainError, RuntimeError):
    """The model must not be loaded; the message says why and what to do."""


class TrainingFailed(PlainError, RuntimeError):
    """The model could not be trained; the message says why."""


def fingerprint(settings: Settings) -> str:
    """A short name for everything the model is made from: change any of it, and the name changes."""
    sha = hashlib.sha256(f"{_FORM}".encode())
    for library in _LIBRARIES:
        try:
            sha.update(f"{library}=={version(library)}\n".encode())
        except PackageNotFoundError:
            sha.update(f"{library} missing\n".encode())
    for base, files in ((settings.project, _project_files(settings.project)), (_COMPONENTS, _components())):
        for file in sorted(files):
            sha.update(f"{file.relative_to(base).as_posix()}\n".encode())
            sha.update(hashlib.sha256(file.read_bytes()).digest())
    if settings.encoder:
        from assistant.nlu.sentences import digest, model_file

        sha.update(digest(model_file(settings.encoder)).encode())
    return sha.hexdigest()[:32]


def _project_files(project: Path) -> Iterable[Path]:
    data = (p for p in (project / "data").rglob("*") if p.suffix in (".yml", ".yaml"))
    return [*(p for p in (project / "config.yml", project / "domain.yml") if p.is_file()), *data]


def _components() -> Iterable[Path]:
    return [p for p in _COMPONENTS.rglob("*") if p.suffix in (".py", ".txt", ".onnx")]


def trained_model(settings: Settings) -> Path:
    """The model that was trained here, unchanged since.

    Raises:
        ModelRefused: if there is none, or the file is not the one that was written.
    """
    manifest = _manifest(settings)
    if manifest is None:
        raise ModelRefused("There is no trained model yet. Run `spinecoach train`.")
    model = settings.models / manifest["file"]
    if not model.is_file() or _sha256(model) != manifest["sha256"]:
        raise ModelRefused(
            "The trained model is not the one made here. Run `spinecoach train` to make it anew."
        )
    return model


def _manifest(settings: Settings) -> dict[str, str] | None:
    try:
        found = json.loads((settings.models / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    wanted = ("file", "sha256", "fingerprint")
    if not isinstance(found, dict) or not all(isinstance(found.get(key), str) for key in wanted):
        return None
    # A name, not a way out of the folder.
    return found if Path(found["file"]).name == found["file"] else None


def _sha256(file: Path) -> str:
    sha = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(1 << 20):
            sha.update(block)
    return sha.hexdigest()


def up_to_date(settings: Settings) -> bool:
    """Whether there is a model and nothing that it was made from has changed."""
    manifest = _manifest(settings)
    return manifest is not None and manifest["fingerprint"] == fingerprint(settings)


def ensure_model(settings: Settings, progress: Progress | None = None) -> Path:
    """The model for what the project holds now, trained first if need be.

    Two processes that ask at once train it once: the second waits, and takes what the first has made.

    Raises:
        TrainingFailed: if the training did not come to a model.
    """
    report = progress or (lambda _share, _doing: None)
    if found := _usable(settings):
        return found
    with _only_one(settings.models, report):
        if found := _usable(settings):
            return found
        _train(settings, report)
    return trained_model(settings)


def _usable(settings: Settings) -> Path | None:
    """The model, where it may be taken as it is."""
    if not up_to_date(settings):
        return None
    try:
        return trained_model(settings)
    except ModelRefused as refused:
        logger.warning("%s", refused)
        return None


@contextmanager
def _only_one(models: Path, report: Progress) -> Iterator[None]:
    import portalocker

    try:
        models.mkdir(parents=True, exist_ok=True)
        lock = (models / ".training").open("w")
    except OSError as error:
        raise TrainingFailed(
            f"The folder {models} cannot be written ({error.strerror}). Set SPINECOACH_MODELS to another."
        ) from None
    with lock:
        try:
            portalocker.lock(lock, portalocker.LOCK_EX | portalocker.LOCK_NB)
        except portalocker.LockException:
            report(0.0, "Another SpineCoach is training the model. I wait for it.")
            portalocker.lock(lock, portalocker.LOCK_EX)
        yield


def _train(settings: Settings, report: Progress) -> None:
    """Train into a folder of its own, then put the result in force in one step."""
    made_from = fingerprint(settings)
    report(0.0, "I am learning what people say. This happens once.")
    with tempfile.TemporaryDirectory(dir=settings.models, prefix=".new-") as folder:
        trained = _run_rasa(settings, Path(folder), report)
        sha = _sha256(trained)
        name = f"spinecoach-{sha[:16]}.tar.gz"
        os.replace(trained, settings.models / name)
        part = Path(folder) / MANIFEST
        part.write_text(json.dumps({"file": name, "sha256": sha, "fingerprint": made_from}, indent=1) + "\n")
        os.replace(part, settings.models / MANIFEST)
    for old in settings.models.glob("spinecoach-*.tar.gz"):
        if old.name != name:
            old.unlink(missing_ok=True)
    report(1.0, "The model is ready.")


def _run_rasa(settings: Settings, folder: Path, report: Progress) -> Path:
    from assistant import starting

    # Rasa's own cache would write into whatever folder one is in; ours holds the sentence vectors only.
    os.environ["RASA_CACHE_DIRECTORY"] = str(settings.models / ".cache")
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    starting.prepare(settings)
    from rasa.model_training import train

    from assistant.nlu import progress

    def aloud(share: float, doing: str) -> None:
        with on_screen():
            report(share, doing)

    def encoded(done: int, total: int) -> None:
        aloud(0.1 + 0.6 * done / total, f"I am reading {total} sentences.")

    with quiet.printing_to_log("rasa.training") as on_screen, _steps(aloud), progress.listening(encoded):
        aloud(0.05, "I am looking at the examples.")
        try:
            result = train(
                domain=str(settings.project / "domain.yml"),
                config=str(settings.project / "config.yml"),
                training_files=[str(settings.project / "data")],
                output=str(folder),
                fixed_model_name="model",
                force_training=True,
            )
        except SystemExit as error:
            raise TrainingFailed(f"The training broke off; {settings.log_file} says why.") from error
        except Exception as error:
            logger.exception("The training failed.")
            raise TrainingFailed(f"The training failed: {_first_sentence(error)}") from error
    if not result.model:
        raise TrainingFailed(f"The training came to no model. Look at data/ in {settings.project}.")
    return Path(result.model)


def _first_sentence(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return re.split(r"(?<=[.!?])\s", text)[0][:300]


@contextmanager
def _steps(report: Progress) -> Iterator[None]:
    """Turns what Rasa logs of its training into progress."""
    known = {
        "RulePolicy": (0.95, "I am learning the rules."),
        "IntentByMeaning": (0.75, "I am sorting the sentences by what they mean."),
    }

    class Steps(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found = re.search(r"Starting to train component '(\w+)'", record.getMessage())
            if found and found.group(1) in known:
                report(*known[found.group(1)])

    source, handler = logging.getLogger("rasa.engine.training.hooks"), Steps(logging.INFO)
    level, source.level = source.level, logging.INFO
    source.addHandler(handler)
    try:
        yield
    finally:
        source.removeHandler(handler)
        source.setLevel(level)
