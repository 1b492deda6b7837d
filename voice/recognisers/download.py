"""Fetches a model once: with progress, a checksum, and going on where a broken download ended."""

from __future__ import annotations

import hashlib
import os
import shutil
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

from voice.errors import VoiceError, writing
from voice.recognisers.settings import VoskSource

_BLOCK = 256 * 1024
_PATIENCE = 15.0

Tell = Callable[[str], None]


class Unreachable(VoiceError):
    """The host can't be reached; another engine may take over."""


def ensure(source: VoskSource, folder: Path, tell: Tell) -> Path:
    """The model's folder below `folder`, fetched first if it is not there.

    Args:
        tell: is given lines of progress for a person.

    Raises:
        Unreachable: if the host does not answer.
        VoiceError: if the disk is full, or what came is not what was expected.
    """
    ready = folder / source.name
    if ready.is_dir():
        return ready
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{source.name}.zip.part"
    tell(f"Fetching the speech model {source.name} ({source.bytes / 1e6:.0f} MB). This happens once.")
    try:
        _fetch(source, part, tell)
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise Unreachable(
            f"I can't fetch the speech model: {source.url.split('/')[2]} can't be reached. Check the "
            "internet connection and start again: it goes on where it ended. Or use --vosk-model."
        ) from error
    _check(source, part)
    _unpack(part, folder, source.name)
    return ready


def _fetch(source: VoskSource, part: Path, tell: Tell) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have >= source.bytes:
        return
    request = urllib.request.Request(source.url, headers={"Range": f"bytes={have}-"} if have else {})
    with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
        if have and answer.status != 206:
            have = 0  # the host sends all of it again
        shown = have * 10 // source.bytes
        with writing(part), part.open("ab" if have else "wb") as file:
            while block := answer.read(_BLOCK):
                file.write(block)
                have += len(block)
                if (tenth := have * 10 // source.bytes) > shown:
                    shown = tenth
                    tell(f"  {min(100, tenth * 10)} % of {source.bytes / 1e6:.0f} MB")
    if have < source.bytes:
        raise ConnectionError("the host closed the connection early")


def _check(source: VoskSource, part: Path) -> None:
    digest = hashlib.sha256()
    with part.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    if digest.hexdigest() != source.sha256:
        part.unlink()
        raise VoiceError(
            "The speech model that came is not the one I expected, so I deleted it. Start again to fetch it."
        )


def _unpack(part: Path, folder: Path, name: str) -> None:
    """Unpack beside and move into place, so that a half unpacked model is never taken for a whole one."""
    beside = folder / f"{name}.unpacking"
    shutil.rmtree(beside, ignore_errors=True)
    try:
        with writing(folder), zipfile.ZipFile(part) as archive:
            archive.extractall(beside)
            os.replace(beside / name, folder / name)
    except (zipfile.BadZipFile, KeyError) as error:
        raise VoiceError("The speech model that came can't be unpacked. Start again to fetch it.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    part.unlink()
