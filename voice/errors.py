"""What can go wrong, in sentences for a person."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coach.errors import PlainError


class VoiceError(PlainError):
    """One clear sentence that says what is wrong and what to do; shown without a traceback."""


class UsageError(VoiceError):
    """The options make no sense together, or name something that does not exist."""

    status = 2


class DeviceLost(VoiceError):
    """A microphone or loudspeaker that worked does not any more."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says about a file that cannot be written into a sentence.

    Raises:
        VoiceError: if the disk is full, the folder is missing or it may not be written to.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            reason = "the disk is full. Free some space and try again."
        elif isinstance(error, PermissionError):
            reason = "this folder or file may not be written to. Choose another place."
        elif isinstance(error, FileNotFoundError):
            reason = f"there is no folder {path.parent}. Make it first, or choose another place."
        elif isinstance(error, IsADirectoryError):
            reason = "it is a folder. Name a file."
        else:
            reason = f"{error.strerror or error}."
        raise VoiceError(f"I can't write {path}: {reason}") from error
