"""Reads the content files and says in one plain sentence what is wrong with one, if anything is."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from coach.library.checks import LibraryError, check
from coach.library.models import Education, Exercise, Library, RoutinePlan, Source

DATA = Path(__file__).parent / "data"

_Model = TypeVar("_Model", bound=BaseModel)


@lru_cache(maxsize=1)
def load() -> Library:
    """The library that comes with the coach, read once and kept.

    Raises:
        LibraryError: if a file is missing or says something that cannot be.
    """
    return read(DATA)


def read(folder: Path) -> Library:
    """A library from a folder with exercises/*.yml, education.yml, sources.yml and routines.yml.

    Raises:
        LibraryError: one plain sentence that names the file and the field.
    """
    paths = sorted((folder / "exercises").glob("*.yml"))
    if not paths:
        raise LibraryError(
            f"There are no exercise files in '{folder.name}/exercises'; put at least one there."
        )
    exercises: dict[str, Exercise] = {}
    for path in paths:
        name = f"exercises/{path.name}"
        exercise = model(Exercise, _with_variant_ids(mapping(path, name)), name)
        if exercise.id != path.stem:
            raise LibraryError(f"In {name}, 'id' is '{exercise.id}' but the file's name says '{path.stem}'.")
        exercises[exercise.id] = exercise
    library = Library(
        exercises=exercises,
        education=_collection(Education, folder, "education.yml"),
        sources=_collection(Source, folder, "sources.yml"),
        routines=_collection(RoutinePlan, folder, "routines.yml"),
    )
    check(library)
    return library


def _collection(kind: type[_Model], folder: Path, name: str) -> dict[str, _Model]:
    """The items of a file that maps ids to items."""
    found: dict[str, _Model] = {}
    for key, body in mapping(folder / name, name).items():
        if not isinstance(body, dict):
            raise LibraryError(f"In {name}, '{key}' must have fields under it.")
        found[str(key)] = model(kind, {"id": str(key), **body}, name, f"{key}.")
    return found


def _with_variant_ids(data: dict[str, Any]) -> dict[str, Any]:
    """A variant is named by its key; the file need not say the name twice."""
    variants = data.get("variants")
    if not isinstance(variants, dict):
        return data
    named = {
        str(key): {"id": str(key), **body} if isinstance(body, dict) else body
        for key, body in variants.items()
    }
    return {**data, "variants": named}


def mapping(path: Path, name: str) -> dict[Any, Any]:
    """What a content file holds.

    Raises:
        LibraryError: if it cannot be read.
    """
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LibraryError(f"The file {name} is missing; put it back.") from None
    except OSError:
        raise LibraryError(f"The file {name} cannot be opened; check that it may be read.") from None
    except UnicodeDecodeError:
        raise LibraryError(f"The file {name} is not plain UTF-8 text; save it as UTF-8.") from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f" near line {mark.line + 1}" if mark else ""
        what = str(error.problem or error.context or "it is not valid YAML").split("\n")[0]
        raise LibraryError(
            f"The file {name} cannot be understood{line} ({what}); check the spaces, colons and quotes there."
        ) from None
    except YAMLError:
        raise LibraryError(f"The file {name} cannot be understood; look for odd characters in it.") from None
    if not isinstance(data, dict):
        raise LibraryError(f"The file {name} must be made of 'field: value' lines.")
    return data


def model(kind: type[_Model], data: dict[Any, Any], name: str, prefix: str = "") -> _Model:
    """An entry of a content file in its form; `name` is the file's, `prefix` goes before the field.

    Raises:
        LibraryError: if it is not of that form.
    """
    try:
        return kind(**{str(key): value for key, value in data.items()})
    except ValidationError as error:
        raise LibraryError(f"In {name}, {_plain(error.errors()[0], prefix)}") from None


def _plain(error: Any, prefix: str) -> str:
    """One of pydantic's errors as half a sentence about the field."""
    place = [str(part) for part in error["loc"] if part != "__root__"]
    field = prefix + ".".join(place)
    field = f"'{field.rstrip('.')}'" if field else "the file"
    kind = error["type"]
    if kind == "value_error.missing":
        return f"{field} is missing."
    if kind == "value_error.extra":
        return f"{field} is not a field the coach knows; look for a spelling mistake."
    if kind == "type_error.none.not_allowed":
        return f"{field} is empty."
    if kind == "value_error.const":
        allowed = ", ".join(str(one) for one in error["ctx"]["permitted"])
        return f"{field} must be one of: {allowed}."
    if kind == "value_error.any_str.min_length":
        return f"{field} is empty."
    if kind == "type_error.integer":
        return f"{field} must be a whole number without quotes."
    if kind == "type_error.str":
        return f"{field} must be text; put it in quotes."
    if kind == "value_error.str.regex":
        return f"{field} is not written the way such an entry is; look at how the others are written."
    message = str(error["msg"])
    if message.startswith("'"):
        return f"{field} is wrong: {message}."
    if message.startswith(("must", "needs", "has")):
        return f"{field} {message}."
    return f"{field} is not right: {message}."
