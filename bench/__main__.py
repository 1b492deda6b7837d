"""`python -m bench NAME [PART ...] [OPTION=NUMBER ...]`: measure, all or parts, and print the figures."""

from __future__ import annotations

import importlib
import sys

NAMES = {
    "bench": "bench.start",
    "bench-fuzz": "bench.fuzz",
    "bench-nlu": "bench.nlu",
    "bench-page": "bench.page",
    "bench-triage": "bench.triage",
    "bench-voice": "bench.voice",
}
WITH_OPTIONS = ("bench-fuzz",)
"""Those that read options of their own; the others have parts."""


def main(arguments: list[str]) -> int:
    given = arguments[0] if arguments else ""
    bench = given if given in NAMES else f"bench-{given}"
    if bench not in NAMES:
        return _wrong(f"Name one of: {', '.join(NAMES)}")
    module = importlib.import_module(NAMES[bench])
    if bench in WITH_OPTIONS:
        module.main(arguments[1:])
        return 0
    parts: list[str] = list(getattr(module, "PARTS", []))
    options: list[str] = list(getattr(module, "OPTIONS", []))
    chosen, numbers = [], {}
    for argument in arguments[1:]:
        name, _, number = argument.partition("=")
        if name in options and number.isdigit():
            numbers[name] = int(number)
        elif argument in parts:
            chosen.append(argument)
        else:
            known = ", ".join([*parts, *(f"{option}=NUMBER" for option in options)])
            return _wrong(f"{arguments[0]} has no part {argument}. It has: {known or 'none'}")
    module.main(*([chosen] if chosen else []), **numbers)
    return 0


def _wrong(what: str) -> int:
    print(what, file=sys.stderr)
    return 2


if __name__ == "__main__":  # the processes that a measurement starts import this file again
    sys.exit(main(sys.argv[1:]))
