"""Keeps what Linux's sound library prints about devices that are not there off the person's screen."""

from __future__ import annotations

import ctypes
import sys

_Handler = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)


def _say_nothing(file: bytes, line: int, function: bytes, error: int, form: bytes) -> None:
    """The library would print this; what matters of it comes as an error anyway."""


_SILENT = _Handler(_say_nothing)
"""Kept for as long as the program runs: the library keeps no hold of it."""


def hush_alsa() -> None:
    """Call it before a device is looked for. Does nothing where there is no such library."""
    if sys.platform != "linux":
        return
    try:
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_SILENT)
    except (OSError, AttributeError):
        return
