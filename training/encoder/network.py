"""The sentence encoder as a network that can be tuned: six layers of BERT, mean over the words, length 1."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
VOCABULARY, PLACES = 30522, 512
EPSILON = 1e-12


class Layer(nn.Module):
    """One layer: every word looks at every other, then each is worked on by itself."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.last_norm = nn.LayerNorm(WIDTH, EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        def heads(y: Tensor) -> Tensor:
            return y.view(y.shape[0], -1, HEADS, WIDTH // HEADS).transpose(1, 2)

        scores = heads(self.query(x)) @ heads(self.key(x)).transpose(2, 3) / (WIDTH // HEADS) ** 0.5
        seen = torch.softmax(scores + hidden, dim=-1) @ heads(self.value(x))
        seen = seen.transpose(1, 2).reshape(x.shape[0], -1, WIDTH)
        x = self.norm(x + self.dropout(self.out(seen)))
        return self.last_norm(x + self.dropout(self.narrow(nn.functional.gelu(self.wide(x)))))


class Encoder(nn.Module):
    """Token ids and mask in, one vector of length 1 a sentence out."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.places = nn.Embedding(PLACES, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        mask = attention_mask.to(torch.float32)
        place = torch.arange(input_ids.shape[1])
        x = self.words(input_ids) + self.places(place) + self.kinds.weight[0]
        x = self.dropout(self.norm(x))
        hidden = (1 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        mean = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return nn.functional.normalize(mean, dim=-1)

    def load_minilm(self, path: Path) -> None:
        """Begin from the published weights of all-MiniLM-L6-v2 (a safetensors file)."""
        with path.open("rb") as file:
            header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
            body = file.read()
        found = {}
        for name, what in header.items():
            if name != "__metadata__" and what["dtype"] == "F32":
                begin, end = what["data_offsets"]
                numbers = np.frombuffer(body[begin:end], dtype="<f4").reshape(what["shape"])
                found[name] = torch.from_numpy(numbers.copy())
        names = {
            "words": "embeddings.word_embeddings", "places": "embeddings.position_embeddings",
            "kinds": "embeddings.token_type_embeddings", "norm": "embeddings.LayerNorm",
        }  # fmt: skip
        inner = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm": "attention.output.LayerNorm",
            "wide": "intermediate.dense", "narrow": "output.dense", "last_norm": "output.LayerNorm",
        }  # fmt: skip
        for nth in range(LAYERS):
            names.update(
                {f"layers.{nth}.{ours}": f"encoder.layer.{nth}.{theirs}" for ours, theirs in inner.items()}
            )
        state = {}
        for ours, theirs in names.items():
            for part in ("weight", "bias"):
                if f"{theirs}.{part}" in found:
                    state[f"{ours}.{part}"] = found[f"{theirs}.{part}"]
        self.load_state_dict(state)
