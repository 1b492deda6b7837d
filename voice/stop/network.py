"""The network of the stop spotter, run on a stream: each convolution once for each new step of 80 ms.

The network looks at about a second. Run anew for every window it would do the same work a dozen times;
here each layer keeps the last rows of its input, and only what is new is worked out. numpy is enough for
that, on any machine. How it was made: `training/stop`; from what, and how good it is: `data/CARD.md`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice.dsp import Pcm

Array = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "data" / "stop.npz"
STEP = 1280
"""Samples from one score to the next: 80 ms at 16 kHz."""
_RATE = 16000
_WINDOW, _HOP, _BANDS = 512, 160, 32
_ROWS = STEP // _HOP
_POOL = {2: (2, 2), 6: (1, 2), 10: (2, 2), 14: (1, 2), 18: (2, 2)}
"""After which convolution how much of time and frequency is taken together."""
_SLOPE, _FLOOR = np.float32(0.2), np.float32(-0.4)
_SILENCE = np.float32(2.0)
"""What a band says in silence: the power 1 of 16-bit samples, which is less than a microphone's own noise."""


def _mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    high = 15 + np.log(np.maximum(hertz, 1) / 1000) / (np.log(6.4) / 27)
    return np.where(hertz >= 1000, high, hertz * 3 / 200)


@lru_cache(maxsize=1)
def filters() -> Array:
    """32 bands from 60 to 3800 Hz, even on the mel scale and each of the same area."""
    low, high = _mel(np.array([60.0, 3800.0]))
    steps = np.linspace(low, high, _BANDS + 2)
    edges = np.where(steps >= 15, 1000 * np.exp(np.log(6.4) / 27 * (steps - 15)), steps * 200 / 3)
    hertz = np.arange(_WINDOW // 2 + 1) * _RATE / _WINDOW
    rising = (hertz[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - hertz[:, None]) / (edges[2:] - edges[1:-1])
    bands = np.maximum(0, np.minimum(rising, falling)) * 2 / (edges[2:] - edges[:-2])
    return np.asarray(bands, dtype=np.float32)


class _Layer:
    """One convolution over time (three rows), frequency (three columns), or both, as one multiplication."""

    def __init__(self, weight: Array, bias: Array, pool: tuple[int, int] | None, last: bool) -> None:
        self._rows, self._columns, deep, wide = weight.shape
        self._weight = np.ascontiguousarray(weight.reshape(-1, wide), dtype=np.float32)
        self._bias, self._pool, self._last = bias.astype(np.float32), pool, last
        self._deep = deep

    def start(self, columns: int) -> Array:
        """The rows that a stream has before its first."""
        return np.zeros((self._rows - 1, columns, self._deep), dtype=np.float32)

    def __call__(self, x: Array, before: Array) -> tuple[Array, Array]:
        if self._rows > 1:
            x = np.concatenate([before, x])
            before = x[len(x) - self._rows + 1 :]
        count, columns = len(x) - self._rows + 1, x.shape[1]
        if self._columns > 1:
            x = np.pad(x, ((0, 0), (1, 1), (0, 0)))
        parts = [
            x[row : row + count, column : column + columns]
            for row in range(self._rows)
            for column in range(self._columns)
        ]
        out = np.concatenate(parts, axis=2).reshape(count * columns, -1) @ self._weight + self._bias
        if not self._last:
            out = np.maximum(np.maximum(out, out * _SLOPE), _FLOOR)
        out = out.reshape(count, columns, -1)
        if self._pool is not None:
            rows, wide = self._pool
            out = out.reshape(count // rows, rows, columns // wide, wide, -1).max(axis=(1, 3))
        return out, before


class Network:
    """The weights. One is enough for any number of streams.

    Raises:
        OSError: if the file of weights is missing or not one.
    """

    def __init__(self, path: Path = WEIGHTS) -> None:
        data: Any = np.load(path)
        count = sum(name.startswith("conv") for name in data.files)
        self.layers = [
            _Layer(data[f"conv{n}"].astype(np.float32), data[f"bias{n}"], _POOL.get(n), last=n == count - 1)
            for n in range(count)
        ]
        head: Array = data["head"].astype(np.float32)
        self.context = len(head)
        self.head = np.ascontiguousarray(head.reshape(-1, head.shape[2]))
        self.head_bias = data["head_bias"].astype(np.float32)
        self.last = data["last"].astype(np.float32)
        self.last_bias = float(data["last_bias"][0])
        window = np.zeros(_WINDOW, dtype=np.float32)
        window[56:456] = np.hanning(401)[:400]
        self.window = window


@lru_cache(maxsize=1)
def network() -> Network:
    """The network that comes with the coach, read once."""
    return Network()


class Stream:
    """One stream through the network: sound of any length in, a score for each full step of 80 ms out."""

    def __init__(self, of: Network | None = None) -> None:
        self._of = of or network()
        self._fresh = self._warmed()
        self.reset()

    def reset(self) -> None:
        """As after a long silence."""
        self._states, self._seen = list(self._fresh[0]), self._fresh[1]
        self._sound = np.zeros(_WINDOW - _HOP, dtype=np.float32)

    def accept(self, sound: Pcm) -> list[float]:
        """For each step that is full now, how much it sounds like the word's end, as log odds."""
        self._sound = np.concatenate([self._sound, sound.astype(np.float32)])
        scores = []
        while len(self._sound) >= STEP + _WINDOW - _HOP:
            block = self._sound[: STEP + _WINDOW - _HOP]
            self._sound = self._sound[STEP:]
            frames = np.lib.stride_tricks.sliding_window_view(block, _WINDOW)[::_HOP] * self._of.window
            power = np.abs(np.fft.rfft(frames)).astype(np.float32) ** 2
            rows = np.log10(np.maximum(power @ filters(), 1)) + _SILENCE
            scores.append(self._score(rows[:, :, None].astype(np.float32)))
        return scores

    def _score(self, rows: Array) -> float:
        net, x = self._of, rows
        for n, layer in enumerate(net.layers):
            x, self._states[n] = layer(x, self._states[n])
        self._seen = np.concatenate([self._seen[1:], x.reshape(1, -1)])
        hidden = np.maximum(self._seen.reshape(-1) @ net.head + net.head_bias, 0)
        return float(hidden @ net.last + net.last_bias)

    def _warmed(self) -> tuple[list[Array], Array]:
        net, columns = self._of, _BANDS
        self._states = []
        for n, layer in enumerate(net.layers):
            self._states.append(layer.start(columns))
            columns //= _POOL.get(n, (1, 1))[1]
        self._seen = np.zeros((net.context, len(net.head) // net.context), dtype=np.float32)
        silence = np.full((_ROWS, _BANDS, 1), _SILENCE, dtype=np.float32)
        for _ in range(16):
            self._score(silence)
        return list(self._states), self._seen
