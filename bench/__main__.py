"""`python -m bench NAME [PART ...]`: run one of the measurements, or parts of it, and print its figures."""

from __future__ import annotations

import importlib
import sys

NAMES = {
    "bench": "bench.start",
    "bench-fuzz": "bench.fuzz",
    "bench-nlu": "bench.nlu",
    "bench-triage": "bench.triage",
    "bench-voice": "bench.voice",
}
WITH_OPTIONS = ("bench-fuzz",)
"""Those that read options of their own; the others have parts."""


def main(arguments: list[str]) -> int:
    name = arguments[0] if arguments else ""
    name = name if name in NAMES else f"bench-{name}"
    if name not in NAMES:
        print(f"Name one of: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    module = importlib.import_module(NAMES[name])
    if name in WITH_OPTIONS:
        module.main(arguments[1:])
        return 0
    parts: list[str] = list(getattr(module, "PARTS", []))
    wrong = [part for part in arguments[1:] if part not in parts]
    if wrong:
        print(f"{arguments[0]} has no part {wrong[0]}. It has: {', '.join(parts) or 'none'}", file=sys.stderr)
        return 2
    module.main(*([arguments[1:]] if arguments[1:] else []))
    return 0


sys.exit(main(sys.argv[1:]))
