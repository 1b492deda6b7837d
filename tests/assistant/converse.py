"""Run by tests in a process of its own: a short conversation, its replies as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from assistant.local import LocalAssistant
from assistant.settings import Settings
from tests.assistant.echo import Echo, seen

SCRIPT = (
    "good morning to you",
    "why do I bend",
    "my left leg is numb",
    "stop",
    "/restart",
    "and what of the march",
)


def main(project: str, models: str, home: str) -> None:
    settings = replace(
        Settings.from_environment(), project=Path(project), models=Path(models), data_dir=Path(home)
    )
    (settings.data_dir / "conversations.db").unlink(missing_ok=True)
    with LocalAssistant(settings, coach=Echo()) as assistant:
        replies = [seen(assistant.say("ann", text)) for text in SCRIPT]
        replies.append(seen(assistant.report("ann", "cue_sheet_stopped", 3.0, "stop")))
    for reply in replies:
        reply["confidence"] = round(reply["confidence"], 2)
    real = hasattr(sys.modules["tensorflow"], "__file__")
    print(json.dumps({"replies": replies, "tensorflow": real}))


if __name__ == "__main__":
    main(*sys.argv[1:])
