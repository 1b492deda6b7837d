"""Run by tests in a process of its own: the server of the small project, with a coach that says back."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from assistant.server import build_app
from assistant.settings import LOOPBACK, Settings
from tests.assistant.echo import Echo


def main(project: str, home: str, port: str, api: str) -> None:
    settings = replace(
        Settings.from_environment(),
        project=Path(project),
        models=Path(project) / "models",
        data_dir=Path(home),
    )
    app = build_app(settings, port=int(port), api=api == "api", coach=Echo())
    app.run(host=LOOPBACK, port=int(port), access_log=False, motd=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
