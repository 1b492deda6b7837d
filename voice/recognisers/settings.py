"""The data files of the recognisers, read and checked once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Extra
from ruamel.yaml import YAML

_DATA = Path(__file__).parent.parent / "data"


class VoskSource(BaseModel):
    """Where the Vosk model is fetched from, and how to know that it arrived whole."""

    name: str
    url: str
    sha256: str
    bytes: int
    licence: str

    class Config:
        extra = Extra.forbid


class WhisperSource(BaseModel):
    """Which Python package carries the Whisper weights, and the folder in it."""

    name: str
    package: str
    folder: str
    licence: str

    class Config:
        extra = Extra.forbid


class Models(BaseModel):
    """The file models.yml."""

    vosk: VoskSource
    whisper: WhisperSource

    class Config:
        extra = Extra.forbid


class Hearing(BaseModel):
    """The file hearing.yml: what is expected, what is never believed on its own, what is not the end.

    The others make Vosk's grammar; what each is for stands in the file.
    """

    prompt: list[str]
    phantoms: list[str]
    unfinished: list[str]
    in_a_set: list[str]
    sounds_like_stop: list[str]
    never_alone: list[str]
    spelled: dict[str, str]
    emergencies: list[str]
    wake: list[str]

    class Config:
        extra = Extra.forbid


def _read(name: str) -> Any:
    return YAML(typ="safe").load(_DATA / name)


@lru_cache(maxsize=1)
def models() -> Models:
    return Models.parse_obj(_read("models.yml"))


@lru_cache(maxsize=1)
def hearing() -> Hearing:
    return Hearing.parse_obj(_read("hearing.yml"))
