"""Sound in and out: files and devices behind one small interface."""

from __future__ import annotations

from pathlib import Path

from voice.audio.base import AudioIn, AudioOut, Backend
from voice.audio.files import FileIn, FileOut
from voice.audio.with_miniaudio import MiniaudioBackend
from voice.audio.with_sounddevice import SounddeviceBackend
from voice.errors import VoiceError

__all__ = ["AudioIn", "AudioOut", "Backend", "backend", "list_devices", "open_input", "open_output"]

_SOUNDS = {".wav", ".flac", ".ogg", ".aiff", ".aif", ".mp3"}


def backend() -> Backend:
    """The library to reach devices with: miniaudio where it has a package, else sounddevice.

    Raises:
        VoiceError: if neither works on this machine.
    """
    try:
        return MiniaudioBackend()
    except ImportError:
        pass
    try:
        return SounddeviceBackend()
    except (ImportError, OSError) as error:
        raise VoiceError(
            "Sound needs the PortAudio library on this machine. On Debian and Ubuntu: "
            "sudo apt install libportaudio2."
        ) from error


def is_file(name: str | None) -> bool:
    """Whether `--input` or `--output` names a file rather than a device."""
    if name is None:
        return False
    path = Path(name)
    return path.exists() or len(path.parts) > 1 or path.suffix.casefold() in _SOUNDS


def open_input(name: str | None, devices: Backend | None = None) -> AudioIn:
    """The recording or the microphone called `name`; the system's microphone for None.

    Raises:
        VoiceError: if it is not there or can't be used.
    """
    if name is not None and is_file(name):
        return FileIn(Path(name))
    return (devices or backend()).open_input(name)


def open_output(name: str | None, devices: Backend | None = None) -> AudioOut:
    """The WAV file or the loudspeaker called `name`; the system's loudspeaker for None.

    Raises:
        VoiceError: if it can't be written or used.
    """
    if name is not None and is_file(name):
        return FileOut(Path(name))
    return (devices or backend()).open_output(name)


def list_devices(devices: Backend | None = None) -> str:
    """The microphones and loudspeakers of this machine, as a text for a person."""
    found = devices or backend()
    lines = [f"Sound goes through {found.name}."]
    for title, names in (("Microphones", found.inputs()), ("Loudspeakers", found.outputs())):
        lines.append(f"{title}:")
        lines += [f"  {number}  {name}" for number, name in enumerate(names)] or ["  none found"]
    return "\n".join(lines)
