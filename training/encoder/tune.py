# /// script
# requires-python = ">=3.11"
# dependencies = [
#     "numpy>=2", "torch==2.13.0", "onnx==1.23.2", "onnxruntime==1.32.0", "tokenizers==0.23.3", "PyYAML",
# ]
# ///
"""Tunes the sentence encoder on data/nlu and writes it as an int8 ONNX file.

    uv run training/encoder/tune.py MODEL.safetensors OUT.onnx [--passes 3] [--judge 0]

MODEL.safetensors are the weights of all-MiniLM-L6-v2. The encoder learns to set sentences of one intent
close together and others apart (a classifier of cosines on top of it is thrown away afterwards), and what
sentences tell of the dangers in data/danger.yml. Letters are mistyped and words dropped now and then, so
that it learns to read what people type. With `--judge N` a fifth of the sentences is never learnt from,
and how well they are told apart is printed: N says which fifth.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import torch
import yaml
from network import WIDTH, Encoder
from tokenizers import BertWordPieceTokenizer
from torch import Tensor, nn

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
from assistant.nlu.examples import load_examples  # noqa: E402

PARTS = 5
BATCH = 48
MOST_TOKENS = 48
SMOOTHING = 0.05
MARKED = re.compile(r"\[([^\]]+)\]\{[^}]*\}")
NEAR = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo",
    "j": "hk", "k": "jl", "l": "ko", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et",
    "s": "ad",
    "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip


def dangers(file: Path) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """The facts of data/danger.yml, and its sentences with the numbers of those they tell."""
    examples = load_examples(file)
    facts = sorted({fact for _, told in examples for fact in told})
    return facts, [(text, [facts.index(fact) for fact in told]) for text, told in examples]


def sentences(folder: Path) -> list[tuple[str, str]]:
    """(intent, sentence) of all training data, without the marks of entities."""
    found = {}
    for file in sorted(folder.glob("*.yml")):
        for entry in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
            for line in entry["examples"].splitlines():
                text = MARKED.sub(r"\1", line.strip().removeprefix("- ")).strip()
                if text:
                    found[text] = entry["intent"]
    return [(intent, text) for text, intent in found.items()]


def mistyped(text: str, chance: random.Random) -> str:
    """The sentence with a slip of the finger or a word lost, now and then."""
    if chance.random() < 0.12 and text.count(" ") >= 4:
        words = text.split()
        del words[chance.randrange(len(words))]
        text = " ".join(words)
    if chance.random() < 0.2:
        for _ in range(1 + (len(text) > 30)):
            at = chance.randrange(len(text))
            letter = text[at].lower()
            if letter not in NEAR:
                continue
            kind = chance.randrange(4)
            if kind == 0:
                text = text[:at] + text[at + 1 :]
            elif kind == 1:
                text = text[:at] + text[at] + text[at:]
            elif kind == 2:
                text = text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
            else:
                text = text[:at] + chance.choice(NEAR[letter]) + text[at + 1 :]
    return text or "?"


class Head(nn.Module):
    """How near a vector is to each intent."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.centres = nn.Parameter(torch.randn(classes, WIDTH) * 0.05)
        self.scale = nn.Parameter(torch.tensor(3.0))

    def forward(self, vectors: Tensor) -> Tensor:
        return self.scale.exp() * vectors @ nn.functional.normalize(self.centres, dim=-1).T


def batch(tokenizer: BertWordPieceTokenizer, texts: list[str]) -> tuple[Tensor, Tensor]:
    rows = [one.ids[:MOST_TOKENS] for one in tokenizer.encode_batch(texts)]
    long = max(map(len, rows))
    ids = torch.tensor([row + [0] * (long - len(row)) for row in rows])
    return ids, (ids != 0).long()


def tune(
    examples: list[tuple[str, str]], alarms: list[tuple[str, list[int]]],
    model: Encoder, head: Head, alarm: Head,
    classes: list[str], passes: float, tokenizer: BertWordPieceTokenizer, rate: float,
) -> None:  # fmt: skip
    """Learn intents, and in every third step dangers, which the intents alone would throw together."""
    chance = random.Random(5)
    known = {name: n for n, name in enumerate(classes)}
    frozen = {id(p) for p in (model.words.weight, model.places.weight, model.kinds.weight)}
    slow = [p for p in model.parameters() if id(p) not in frozen]
    for p in model.parameters():
        p.requires_grad_(id(p) not in frozen)
    optimiser = torch.optim.AdamW(
        [
            {"params": slow, "lr": rate},
            {"params": [*head.parameters(), *alarm.parameters()], "lr": 20 * rate},
        ],
        weight_decay=0.01,
    )
    steps = int(passes * math.ceil(len(examples) / BATCH))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(1.0, n / (0.1 * steps)) * max(0.0, 1 - n / steps)
    )
    loss_of = nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
    model.train()
    done, begun, sums = 0, time.monotonic(), []
    while done < steps:
        order = list(range(len(examples)))
        chance.shuffle(order)
        # sentences of about one length go together, so that little is padding
        pools = [
            sorted(order[n : n + 24 * BATCH], key=lambda i: len(examples[i][1]))
            for n in range(0, len(order), 24 * BATCH)
        ]
        lots = [pool[n : n + BATCH] for pool in pools for n in range(0, len(pool), BATCH)]
        chance.shuffle(lots)
        for lot in lots:
            if done >= steps:
                break
            ids, mask = batch(tokenizer, [mistyped(examples[i][1], chance) for i in lot])
            target = torch.tensor([known[examples[i][0]] for i in lot])
            with torch.autocast("cpu", torch.bfloat16):
                vectors = model(ids, mask)
            loss = loss_of(head(vectors.float()), target)
            if done % 3 == 0:
                chosen = chance.sample(alarms, BATCH)
                wanted = torch.zeros(BATCH, alarm.centres.shape[0])
                for row, (_, facts) in enumerate(chosen):
                    wanted[row, facts] = 1
                with torch.autocast("cpu", torch.bfloat16):
                    vectors = model(*batch(tokenizer, [mistyped(text, chance) for text, _ in chosen]))
                score = alarm(vectors.float()) - alarm.scale.exp() / 2
                loss = loss + 10 * nn.functional.binary_cross_entropy_with_logits(score, wanted)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            sums.append(loss.item())
            done += 1
            if done % 25 == 0:
                print(
                    f"{done}/{steps} {np.mean(sums[-25:]):.3f} {time.monotonic() - begun:.0f} s", flush=True
                )
    model.eval()


@torch.no_grad()
def guesses(model: Encoder, head: Head, texts: list[str], tokenizer: BertWordPieceTokenizer) -> np.ndarray:
    rows = []
    for n in range(0, len(texts), 64):
        rows.append(head(model(*batch(tokenizer, texts[n : n + 64]))).argmax(-1).numpy())
    return np.concatenate(rows)


def export(model: Encoder, out: Path) -> None:
    """As ONNX, its weights in eight bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = out.with_suffix(".float.onnx")
    ids = torch.ones(2, 7, dtype=torch.long)
    axes = {0: "sentences", 1: "words"}
    torch.onnx.export(
        model, (ids, ids), str(whole), input_names=["input_ids", "attention_mask"], output_names=["vector"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "vector": {0: "sentences"}},
        opset_version=17,
        dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(whole), str(out), weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--passes", type=float, default=3)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--judge", type=int)
    parser.add_argument("--data", type=Path, default=ROOT / "data" / "nlu")
    args = parser.parse_args()
    torch.manual_seed(7)
    tokenizer = BertWordPieceTokenizer(str(ROOT / "assistant" / "nlu" / "data" / "vocab.txt"), lowercase=True)
    everything = sentences(args.data)
    classes = sorted({intent for intent, _ in everything})
    back = [one for one in everything if zlib.crc32(one[1].encode()) % PARTS == args.judge]
    learnt = [one for one in everything if one not in set(back)] if back else everything
    print(f"{len(learnt)} sentences to learn from, {len(back)} held back")
    facts, alarms = dangers(args.data.parent / "danger.yml")
    model, head, alarm = Encoder(), Head(len(classes)), Head(len(facts))
    model.load_minilm(args.weights)
    tune(learnt, alarms, model, head, alarm, classes, args.passes, tokenizer, args.rate)
    if back:
        right = [
            classes[n] == intent
            for n, (intent, _) in zip(
                guesses(model, head, [t for _, t in back], tokenizer), back, strict=True
            )
        ]
        print(f"right of those held back: {np.mean(right):.4f}")
    torch.save(
        {"model": model.state_dict(), "head": head.state_dict(), "classes": classes},
        args.out.with_suffix(".pt"),
    )
    export(model, args.out)


if __name__ == "__main__":
    main()
