"""Which canceller is used.

Chosen by measurement (`bench/echo.py`): how many of people's stops are heard over the coach. Our own comes
first. WebRTC's removes as much of the echo, but cuts away the word with it: its suppressor is made for calls,
where one of the two talks at a time. Speexdsp's is close to ours at equal loudness, and falls behind where
the loudspeaker is louder, the way longer or the clocks apart. Ours costs the most work of the three, and
WebRTC's the least: it is there for small machines.
"""

from __future__ import annotations

from collections.abc import Callable

from voice.echo.base import EchoCanceller
from voice.echo.engines import KalmanCanceller, SpeexCanceller, WebrtcCanceller
from voice.errors import UsageError

_ENGINES: dict[str, Callable[[], EchoCanceller]] = {
    "kalman": KalmanCanceller,
    "webrtc": WebrtcCanceller,
    "speex": SpeexCanceller,
}
_PACKAGES = {"webrtc": "pywebrtc-audio", "speex": "pyaec"}
_SYSTEM_MARKS = ("echo-cancel", "echo_cancel", "echocancel", "echo cancel")
"""What sound servers put into the name of a microphone that they clean themselves."""
HALF_DUPLEX = (
    "I can't tell my own voice from yours here. Keep the loudspeaker soft, speak in the gaps, or use the "
    "button."
)


def cleaned_by_system(microphone: str) -> bool:
    """Whether the sound server takes the echo out of this microphone already, as far as its name tells."""
    name = microphone.casefold()
    return any(mark in name for mark in _SYSTEM_MARKS)


def choose_canceller(wanted: str, microphone: str, tell: Callable[[str], None]) -> EchoCanceller | None:
    """The canceller for this option and this microphone; None if frames are to pass as they are.

    Args:
        tell: is given a sentence for the person, if the coach can't hear well over its own voice.

    Raises:
        UsageError: if there is no such canceller, or its library is not here.
    """
    if wanted == "none":
        tell(HALF_DUPLEX)
        return None
    if wanted == "system" or (wanted == "auto" and cleaned_by_system(microphone)):
        return None
    name = "kalman" if wanted == "auto" else wanted
    if name not in _ENGINES:
        raise UsageError(f'There is no echo canceller "{wanted}". Use --echo auto.')
    try:
        return _ENGINES[name]()
    except (ImportError, OSError) as error:
        raise UsageError(
            f"The echo canceller {name} is not on this machine. Use --echo auto, or install the package "
            f"{_PACKAGES.get(name, name)} first."
        ) from error
