"""`python -m bench NAME`: run one of the measurements and print its figures as a table."""

from __future__ import annotations

import importlib
import sys

NAMES = {
    "bench": "bench.start",
    "bench-nlu": "bench.nlu",
    "bench-triage": "bench.triage",
    "bench-voice": "bench.voice",
}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in NAMES:
        print(f"Name one of: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    importlib.import_module(NAMES[arguments[0]]).main()
    return 0


sys.exit(main(sys.argv[1:]))
