"""What the synthesised voices say: the word as people use it, words that sound near it, and talk."""

from __future__ import annotations

import re
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]

STOPS = [
    "stop",
    "stop!",
    "stop.",
    "please stop",
    "I want to stop",
    "I need to stop",
    "can we stop",
    "you can stop",
    "make it stop",
    "now stop",
    "no stop",
    "oh stop",
    "just stop",
    "let's stop",
    "coach stop",
    "okay stop",
]
"""All of them end with the word, so that the end of the sound is the end of the word."""

STOPS_AND_MORE = ["stop it", "stop now", "stop it now", "stop please", "stop the exercise", "stop stop stop"]
"""The word comes first here; only its beginning is known."""

NEAR = (
    "shop top step stock stomp stuff dot spot store stone stay start stand strap stoop hop pop cop drop "
    "chop crop sob slop prop flop swap spa star stock stark stack stalk stall stork storm story strong "
    "stopwatch go down up no off on left right yes next pause again back done four five six slower faster "
    "skip ready what not got hot lot rock sock clock box fox stocks socks steps stepped top-up tops shops "
    "step up set up sit up stood stool stoic steep stab stub stuck stump stamp stealth staple estop "
    "desktop laptop bishop workshop gossip tip tap type soap soup sort short sharp sheep shut shot suck "
    "sup sap at top a lot the top it's hot the shop one step two steps store it star it start start it "
    "stand up stay there sit down"
)
"""Words and bits of talk that are near "stop" to the ear, a space between them; none of them may act."""

_WORD = re.compile(r"\bstop", re.IGNORECASE)
_MARKUP = re.compile(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})")


def near() -> list[str]:
    """Each near word by itself, and each with its neighbour."""
    words = NEAR.split()
    return words + [f"{a} {b}" for a, b in zip(words[::2], words[1::2], strict=False)]


def requests() -> list[str]:
    """What people say to the coach, without the word itself: our own training sentences."""
    found: list[str] = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for line in path.read_text("utf-8").splitlines():
            text = line.strip()
            if text.startswith("- ") and not text.startswith(
                ("- intent", "- synonym", "- lookup", "- regex")
            ):
                found.append(_MARKUP.sub(r"\1", text[2:]))
    return [text for text in found if not _WORD.search(text) and 3 < len(text) < 120]


def coach_lines() -> list[str]:
    """Every sentence that the coach has of its own, as far as it holds no word that changes."""
    found: set[str] = set()
    folders = [ROOT / "coach" / "words", ROOT / "coach" / "library" / "data"]
    for path in sorted(path for folder in folders for path in folder.rglob("*.yml")):
        _collect(YAML(typ="safe").load(path), found)
    lines = sorted(found)
    numbers = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    return [*lines, *numbers, *(f"{n.capitalize()}." for n in numbers)]


def _collect(node: object, found: set[str]) -> None:
    if isinstance(node, dict):
        for value in node.values():
            _collect(value, found)
    elif isinstance(node, list):
        for value in node:
            _collect(value, found)
    elif isinstance(node, str) and " " in node and "{" not in node and "http" not in node:
        for part in re.split(r"(?<=[.!?])\s+", node):
            if 4 < len(part) < 160 and not _WORD.search(part):
                found.add(part)
