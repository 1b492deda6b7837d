"""Microphone and loudspeaker through sounddevice, for machines that miniaudio has no package for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from voice.audio.base import FRAME, INPUT_RATE, OUTPUT_RATE, TICK, AudioIn, AudioOut, Pull, find
from voice.audio.live import FrameQueue, Pulled, cannot_open, no_loudspeaker, no_microphone, unknown
from voice.audio.quiet import hush_alsa
from voice.dsp import Pcm, to_pcm


class SounddeviceBackend:
    """Devices through PortAudio.

    Raises:
        OSError: on creation, if the PortAudio library is not on this machine.
    """

    name = "sounddevice"

    def __init__(self) -> None:
        hush_alsa()
        self._lib = import_module("sounddevice")
        self._open = 0

    def inputs(self) -> list[str]:
        return [name for _, name in self._list("max_input_channels")]

    def outputs(self) -> list[str]:
        return [name for _, name in self._list("max_output_channels")]

    def open_input(self, device: str | None) -> AudioIn:
        if not self.inputs():
            raise no_microphone()
        return _In(self, self._lib, *self._choose("max_input_channels", device))

    def open_output(self, device: str | None) -> AudioOut:
        if not self.outputs():
            raise no_loudspeaker()
        return _Out(self, self._lib, *self._choose("max_output_channels", device))

    def usual(self) -> tuple[int | None, int | None]:
        try:
            chosen = list(self._lib.default.device)
        except self._lib.PortAudioError:
            chosen = [-1, -1]
        microphone, loudspeaker = (
            next((n for n, (number, _) in enumerate(self._list(channels)) if number == wanted), None)
            for channels, wanted in zip(("max_input_channels", "max_output_channels"), chosen, strict=True)
        )
        return microphone, loudspeaker

    def refresh(self) -> None:
        """Look again. PortAudio can only do so while nothing of it is open, not even the other device."""
        if self._open == 0:
            self._lib._terminate()
            self._lib._initialize()

    def opened(self, change: int) -> None:
        """A stream was opened (1) or closed (-1)."""
        self._open += change

    def _list(self, channels: str) -> list[tuple[int, str]]:
        try:
            return [(n, str(d["name"])) for n, d in enumerate(self._lib.query_devices()) if d[channels] > 0]
        except self._lib.PortAudioError:
            return []

    def _choose(self, channels: str, device: str | None) -> tuple[int | None, str]:
        found = self._list(channels)
        if device is None:
            return None, "the system's own device"
        number = find(device, [name for _, name in found])
        if number is None:
            raise unknown(device)
        return found[number]


class _In:
    live = True

    def __init__(self, backend: SounddeviceBackend, lib: Any, device: int | None, name: str) -> None:
        self.name = name
        self._backend = backend
        self._frames = FrameQueue()
        try:
            self._stream: Any = lib.RawInputStream(
                samplerate=INPUT_RATE,
                blocksize=FRAME,
                device=device,
                channels=1,
                dtype="int16",
                latency="low",
                callback=lambda data, frames, time, status: self._frames.put(bytes(data)),
                finished_callback=self._frames.alive.stop,
            )
            self._stream.start()
        except lib.PortAudioError as error:
            raise cannot_open(name, str(error)) from error
        backend.opened(1)

    def read(self) -> Pcm | None:
        return self._frames.get()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None
            self._backend.opened(-1)


class _Out:
    live = True
    rate = OUTPUT_RATE

    def __init__(self, backend: SounddeviceBackend, lib: Any, device: int | None, name: str) -> None:
        self.name = name
        self._backend = backend
        self._lib, self._device = lib, device
        self._stream: Any = None
        self._pulled = Pulled()

    def start(self, pull: Pull) -> None:
        def give(data: Any, frames: int, time: Any, status: Any) -> None:
            data[:] = to_pcm(self._pulled.take(frames)).tobytes()

        self._pulled.start(pull)

        try:
            self._stream = self._lib.RawOutputStream(
                samplerate=OUTPUT_RATE,
                blocksize=round(OUTPUT_RATE * TICK),
                device=self._device,
                channels=1,
                dtype="int16",
                latency="low",
                callback=give,
                finished_callback=self._pulled.alive.stop,
            )
            self._stream.start()
        except self._lib.PortAudioError as error:
            raise cannot_open(self.name, str(error)) from error
        self._backend.opened(1)

    def pump(self) -> None:
        """Nothing to give: the device takes what it needs by itself. But it may have stopped doing so."""
        self._pulled.alive.check()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None
            self._backend.opened(-1)
