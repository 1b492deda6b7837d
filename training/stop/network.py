"""The network: a speech embedding that Google published, its upper half and a head trained by us.

The embedding is Google's `speech_embedding` (Apache-2.0) as the package pyopen-wakeword carries it: twenty
convolutions that look at 0.78 s and give 96 numbers every 0.08 s. All of them are without padding in time, so
a stream needs each of them once a step, and not once for every window that holds it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

RATE = 16000
POOL = {2: (2, 2), 6: (1, 2), 10: (2, 2), 14: (1, 2), 18: (2, 2)}
"""After which convolution the time and the frequency are halved."""
SPLIT = 11
"""The convolutions from here on are trained; those before stay as they are."""
LAYERS = 20
CONTEXT = 4
"""Embeddings that the head looks at: 0.24 s more than one of them."""
STEP = 0.08
FIRST = 0.7785
"""Seconds from the beginning of a sound to the end of what its first embedding has seen."""


def filters() -> np.ndarray:
    """32 bands from 60 to 3800 Hz on the mel scale, each of the same area, as the embedding knows them."""
    steps = np.linspace(*_mel(np.array([60.0, 3800.0])), 34)
    edges = np.where(steps >= 15, 1000 * np.exp(np.log(6.4) / 27 * (steps - 15)), steps * 200 / 3)
    hertz = np.arange(257) * RATE / 512
    rising = (hertz[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - hertz[:, None]) / (edges[2:] - edges[1:-1])
    return (np.maximum(0, np.minimum(rising, falling)) * 2 / (edges[2:] - edges[:-2])).astype(np.float32)


def _mel(hertz: np.ndarray) -> np.ndarray:
    return np.where(
        hertz >= 1000, 15 + np.log(np.maximum(hertz, 1) / 1000) / (np.log(6.4) / 27), hertz * 3 / 200
    )


class Mel(nn.Module):
    """Sound as 16-bit numbers to 100 spectra a second."""

    def __init__(self) -> None:
        super().__init__()
        window = np.zeros(512, np.float32)
        window[56:456] = np.hanning(401)[:400]
        self.register_buffer("window", torch.tensor(window))
        self.register_buffer("filters", torch.tensor(filters()))

    def forward(self, sound: Tensor) -> Tensor:
        frames = sound.unfold(-1, 512, 160) * self.window
        power = torch.fft.rfft(frames).abs() ** 2
        return torch.log10(torch.clamp_min(power @ self.filters, 1.0)) + 2


class Spotter(nn.Module):
    """Spectra in, one score for each step of 0.08 s out."""

    def __init__(self, base: Path | None = None) -> None:
        super().__init__()
        self.mel = Mel()
        shapes = [(24, 1, 3, 3)]
        wide, deep = 24, 24
        for n in range(1, LAYERS - 1):
            if n in (3, 7, 11):
                deep = {3: 48, 7: 72, 11: 96}[n]
            along = n == 2 or (n > 3 and n % 2 == 0)
            shapes.append((deep, wide, 3, 1) if along else (deep, wide, 1, 3))
            wide = deep
        shapes.append((96, 96, 3, 1))
        self.convs = nn.ModuleList(nn.Conv2d(i, o, (t, f), padding=(0, f // 2)) for o, i, t, f in shapes)
        self.head = nn.Sequential(nn.Conv1d(96, 64, CONTEXT), nn.ReLU(), nn.Dropout(0.2), nn.Conv1d(64, 1, 1))
        self.scale = nn.BatchNorm1d(96)
        if base is not None:
            weights = np.load(base)
            for n, conv in enumerate(self.convs):
                conv.weight.data = torch.tensor(weights[f"w{n}"]).permute(0, 3, 1, 2).contiguous()
                conv.bias.data = torch.tensor(weights[f"b{n}"])

    def part(self, x: Tensor, first: int, last: int) -> Tensor:
        for n in range(first, last):
            x = self.convs[n](x)
            if n < LAYERS - 1:
                x = torch.clamp_min(functional.leaky_relu(x, 0.2), -0.4)
            if n in POOL:
                x = functional.max_pool2d(x, POOL[n], POOL[n])
        return x

    def lower(self, sound: Tensor) -> Tensor:
        return self.part(self.mel(sound)[:, None], 0, SPLIT)

    def upper(self, x: Tensor) -> Tensor:
        """From the lower half's output to the score of each step."""
        embeddings = self.part(x, SPLIT, LAYERS)[..., 0]
        scores: Tensor = self.head(self.scale(embeddings))[:, 0]
        return scores

    def forward(self, sound: Tensor) -> Tensor:
        return self.upper(self.lower(sound))


def times(count: int) -> np.ndarray:
    """The second at which each score is known."""
    return FIRST + STEP * (np.arange(count) + CONTEXT - 1)
