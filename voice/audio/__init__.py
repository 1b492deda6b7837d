"""Sound in and out: files and devices behind one small interface."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from voice.audio.base import AudioIn, AudioOut, Backend, find
from voice.audio.files import FileIn, FileOut, check_readable
from voice.audio.live import no_loudspeaker, no_microphone, unknown
from voice.audio.with_miniaudio import MiniaudioBackend
from voice.audio.with_sounddevice import SounddeviceBackend
from voice.errors import VoiceError, writing

__all__ = [
    "AudioIn",
    "AudioOut",
    "Backend",
    "backend",
    "check_input",
    "check_output",
    "list_devices",
    "open_input",
    "open_output",
]

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


def check_input(name: str, devices: Backend | None = None) -> None:
    """See that the recording or the microphone called `name` is there, without opening it.

    Raises:
        VoiceError: if it is not.
    """
    if is_file(name):
        check_readable(Path(name))
    else:
        _check_device(name, (devices or backend()).inputs(), no_microphone)


def check_output(name: str, devices: Backend | None = None) -> None:
    """See that the WAV file could be made or the loudspeaker is there, without opening it.

    Raises:
        VoiceError: if not.
    """
    if not is_file(name):
        _check_device(name, (devices or backend()).outputs(), no_loudspeaker)
        return
    path = Path(name)
    with writing(path):
        if path.is_dir():
            raise IsADirectoryError
        if not path.parent.is_dir():
            raise FileNotFoundError


def _check_device(name: str, names: list[str], none: Callable[[], VoiceError]) -> None:
    if not names:
        raise none()
    if find(name, names) is None:
        raise unknown(name)


def list_devices(devices: Backend | None = None) -> str:
    """The microphones and loudspeakers of this machine, as a text for a person."""
    found = devices or backend()
    lines = [f"Sound goes through {found.name}."]
    usual = found.usual()
    examples = []
    for title, option, names, chosen in (
        ("Microphones", "--input", found.inputs(), usual[0]),
        ("Loudspeakers", "--output", found.outputs(), usual[1]),
    ):
        lines.append(f"{title}:")
        for number, name in enumerate(names):
            lines.append(
                f"  {number}  {name}" + ("  (used unless you name another)" if number == chosen else "")
            )
        if names:
            examples.append(f"{option} {len(names) - 1}")
        else:
            lines.append("  none found. Plug one in, and look again.")
    if examples:
        lines.append("To choose, give a number or a part of the name:")
        lines.append(f"  spinecoach voice {' '.join(examples)}")
    else:
        lines.append("Without both you can talk with me in writing: spinecoach chat")
    return "\n".join(lines)
