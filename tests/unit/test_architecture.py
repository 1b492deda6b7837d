"""Who may import whom: keeps the picture in docs/architecture.md true."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("actions", "assistant", "coach", "spinecoach", "voice")
ALLOWED = {
    "coach": {"coach"},
    "actions": {"actions", "coach"},
    "assistant": {"assistant", "actions", "coach"},
    "voice": {"voice", "coach", "assistant.client"},
    "spinecoach": set(ROOMS),
}
FORBIDDEN_IN_CORE = {
    "rasa",
    "rasa_sdk",
    "vosk",
    "faster_whisper",
    "pyttsx3",
    "miniaudio",
    "sounddevice",
    "numpy",
    "onnxruntime",
    "sanic",
}


def imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def files(room: str) -> list[Path]:
    found = sorted((ROOT / room).rglob("*.py"))
    assert found
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_keeps_to_its_doors(room: str) -> None:
    for file in files(room):
        for module in imports(file):
            if module.split(".")[0] not in ROOMS:
                continue
            parts = module.split(".")
            ways = {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
            # `from assistant import client` names the package as well as the module
            if module == "assistant" and room == "voice":
                continue
            assert ways & ALLOWED[room], f"{file.relative_to(ROOT)} imports {module}"


def test_the_core_knows_neither_rasa_nor_audio() -> None:
    for file in files("coach"):
        assert not {module.split(".")[0] for module in imports(file)} & FORBIDDEN_IN_CORE, file
