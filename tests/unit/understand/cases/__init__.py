"""The tables of what people say, as YAML beside this file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


def read(name: str) -> Any:
    """One table."""
    return YAML(typ="safe").load((Path(__file__).parent / f"{name}.yml").read_text(encoding="utf-8"))
