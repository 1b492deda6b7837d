"""Microphone and loudspeaker through miniaudio, which carries its own library."""

from __future__ import annotations

import threading
from collections.abc import Generator
from importlib import import_module
from typing import Any

from voice.audio.base import INPUT_RATE, OUTPUT_RATE, TICK, AudioIn, AudioOut, Pull, find
from voice.audio.live import FrameQueue, Pulled, cannot_open, no_loudspeaker, no_microphone, unknown
from voice.audio.quiet import hush_alsa
from voice.dsp import Pcm, to_pcm

_NOTHING = "discard all samples"
"""What ALSA calls the device that is always there and leads nowhere."""


class MiniaudioBackend:
    """Devices through miniaudio; `backends` narrows down the system's sound interfaces (tests use "null")."""

    def __init__(self, backends: list[str] | None = None) -> None:
        hush_alsa()
        self._lib = import_module("miniaudio")
        self._backends = [self._lib.Backend[name.upper()] for name in backends] if backends else None
        self._devices: Any = None
        # microphone and loudspeaker are looked for on threads of their own; a context bears one at a time
        self._alone = threading.Lock()
        self.name = "miniaudio"
        self.refresh()

    def inputs(self) -> list[str]:
        return [str(device["name"]) for device in self._list("get_captures")]

    def outputs(self) -> list[str]:
        return [str(device["name"]) for device in self._list("get_playbacks")]

    def usual(self) -> tuple[int | None, int | None]:
        microphones, loudspeakers = (
            next((n for n, device in enumerate(self._list(getter)) if device.get("usual")), None)
            for getter in ("get_captures", "get_playbacks")
        )
        return microphones, loudspeakers

    def refresh(self) -> None:
        """Look again; a sound server that was started anew is not known to the old connection."""
        try:
            with self._alone:
                self._devices = _with_default(self._lib)(self._backends)
                self.name = f"miniaudio ({self._devices.backend})"
        except self._lib.MiniaudioError:
            self._devices = None

    def open_input(self, device: str | None) -> AudioIn:
        chosen = self._choose("get_captures", device)
        if chosen is None:
            raise no_microphone()
        return _In(self._lib, chosen, self._backends)

    def open_output(self, device: str | None) -> AudioOut:
        chosen = self._choose("get_playbacks", device)
        if chosen is None:
            raise no_loudspeaker()
        return _Out(self._lib, chosen, self._backends)

    def _list(self, getter: str) -> list[dict[str, Any]]:
        try:
            with self._alone:
                found = getattr(self._devices, getter)() if self._devices else []
        except self._lib.MiniaudioError:
            return []
        return [device for device in found if not device["name"].casefold().startswith(_NOTHING)]

    def _choose(self, getter: str, device: str | None) -> dict[str, Any] | None:
        found = self._list(getter)
        if not found:
            return None
        if device is None:
            usual = next((entry for entry in found if entry.get("usual")), found[0])
            return usual | {"id": None}  # the system's own choice, also when it changes
        number = find(device, [entry["name"] for entry in found])
        if number is None:
            raise unknown(device)
        return found[number]


def _with_default(lib: Any) -> Any:
    """The library's list of devices, with which of them are the system's own choice."""

    class Devices(lib.Devices):  # type: ignore[misc]
        def _get_info(self, device_type: Any, device_info: Any) -> dict[str, Any]:
            usual = bool(getattr(device_info, "isDefault", False))
            return {**super()._get_info(device_type, device_info), "usual": usual}

    return Devices


class _In:
    live = True

    def __init__(self, lib: Any, device: dict[str, Any], backends: Any) -> None:
        self.name = str(device["name"])
        self._frames = FrameQueue()
        try:
            self._device = lib.CaptureDevice(
                input_format=lib.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=INPUT_RATE,
                buffersize_msec=int(TICK * 1000),
                device_id=device["id"],
                backends=backends,
            )
            taker = self._take()
            next(taker)
            self._device.stop_callback = self._frames.alive.stop
            self._device.start(taker)
        except lib.MiniaudioError as error:
            raise cannot_open(self.name, str(error)) from error

    def read(self) -> Pcm | None:
        return self._frames.get()

    def close(self) -> None:
        self._device.close()

    def _take(self) -> Generator[None, bytes, None]:
        while True:
            self._frames.put((yield))


class _Out:
    live = True
    rate = OUTPUT_RATE

    def __init__(self, lib: Any, device: dict[str, Any], backends: Any) -> None:
        self.name = str(device["name"])
        self._lib = lib
        self._pulled = Pulled()
        try:
            self._device = lib.PlaybackDevice(
                output_format=lib.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=OUTPUT_RATE,
                buffersize_msec=int(TICK * 1000),
                device_id=device["id"],
                backends=backends,
            )
        except lib.MiniaudioError as error:
            raise cannot_open(self.name, str(error)) from error

    def start(self, pull: Pull) -> None:
        self._pulled.start(pull)
        giver = self._give()
        next(giver)
        self._device.stop_callback = self._pulled.alive.stop
        try:
            self._device.start(giver)
        except self._lib.MiniaudioError as error:
            raise cannot_open(self.name, str(error)) from error

    def pump(self) -> None:
        """Nothing to give: the device takes what it needs by itself. But it may have stopped doing so."""
        self._pulled.alive.check()

    def close(self) -> None:
        self._device.close()

    def _give(self) -> Generator[bytes, int, None]:
        count = yield b""
        while True:
            count = yield to_pcm(self._pulled.take(count)).tobytes()
