"""A project of three intents: the real configuration and rules, and few sentences: it trains quickly."""

from __future__ import annotations

import shutil
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

SENTENCES = {
    "greet": [
        "good morning",
        "hello coach",
        "hi there",
        "good evening to you",
        "hey",
        "hello again",
        "hi coach",
    ],
    "ask_why": [
        "what is the tilt good for",
        "why should I bend forward",
        "what does this exercise help with",
        "why do we do the march",
        "what is the point of the bend",
        "what good will that do me",
        "why this one",
    ],
    "report_symptom": [
        "my left leg is numb",
        "my foot tingles",
        "there is a burning pain in my thigh",
        "my calf hurts a lot",
        "I have pins and needles in my toes",
        "my back is sore today",
        "both legs feel heavy",
    ],
}


def write(folder: Path) -> None:
    """Write config.yml, domain.yml and data/ into the folder."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for name in ("config.yml", "domain.yml", "data/rules.yml"):
        shutil.copy(PROJECT / name, folder / name)
    lines = ['version: "3.1"', "nlu:"]
    for intent, sentences in SENTENCES.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {s}" for s in sentences)]
    (folder / "data" / "nlu.yml").write_text("\n".join(lines) + "\n")
