"""Reads the data files of the triage and says in one sentence what is wrong with one."""

from __future__ import annotations

from importlib import resources
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from coach.errors import PlainError


class DataError(PlainError, ValueError):
    """A data file that cannot be used. The message names the file, the entry and what to put right."""


def read(name: str) -> Any:
    """What is in `data/<name>`.

    Raises:
        DataError: if the file is missing or is not YAML.
    """
    try:
        text = resources.files("coach.triage").joinpath("data").joinpath(name).read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(f"{name}: the file is missing") from error
    return parse(text, name)


def parse(text: str, name: str) -> Any:
    """What `text`, the content of the file called `name`, holds.

    Raises:
        DataError: if it is not YAML.
    """
    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark is not None else ""
        raise DataError(f"{name}: this is not YAML{where}; check the indents, colons and quotes") from error
