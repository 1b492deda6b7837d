# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy>=2", "torch==2.13.0", "pyopen-wakeword==1.1.0"]
# ///
"""Trains the stop spotter and writes its weights.

    uv run training/stop/train.py WORK OUT.npz [--judge 0] [--shards 16] [--passes 6]

First it makes examples and keeps what the lower half of the network says of them, since that half stays as it
is; then it trains the upper half on these. With `--judge N` a fifth of the speakers is never learnt from, and
recall and false alarms on that fifth are printed: N says which fifth. Without it all of them are learnt from.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
from network import SPLIT, Spotter, times
from sounds import RATE, Maker, db, held_back, matched, rms

PARTS = 5
SHARD = 2000
POSITIVE = 0.42
EARLY, LATE = 0.08, 0.16
"""Seconds round the word's end in which it has to be known."""
SNRS: list[float | None] = [None, 20, 10, 5, 0]
THRESHOLDS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)


def keeper(judge: int | None, *, judging: bool = False):  # type: ignore[no-untyped-def]
    """Which names are learnt from, or judged on."""

    def keep(name: str) -> bool:
        if judge is None:
            return True
        return held_back(name, judge, PARTS) == judging

    return keep


def shard(job: tuple[Path, Path, int, int | None]) -> Path:
    """Make one file of examples, unless it is there."""
    work, path, seed, judge = job
    if path.exists():
        return path
    torch.set_num_threads(1)
    maker, network = Maker(work, seed, keeper(judge)), Spotter(work / "emb.npz").eval()
    lower, begin, end, kinds = [], [], [], []
    batch = []
    for n in range(SHARD):
        example = maker.positive() if maker.rng.random() < POSITIVE else maker.negative()
        batch.append(example.sound)
        begin.append(-1.0 if example.begin is None else example.begin)
        end.append(-1.0 if example.end is None else example.end)
        kinds.append(example.kind)
        if len(batch) == 50 or n == SHARD - 1:
            with torch.no_grad():
                lower.append(network.lower(torch.tensor(np.stack(batch))).half().numpy())
            batch = []
    part = path.with_suffix(".part.npz")
    np.savez(
        part, lower=np.concatenate(lower), begin=np.array(begin), end=np.array(end), kind=np.array(kinds)
    )
    part.rename(path)
    return path


def loss_of(scores: torch.Tensor, begin: torch.Tensor, end: torch.Tensor) -> torch.Tensor:
    """The word has to be known soon after its end, and nothing before it begins; elsewhere never.

    Of the steps that must stay silent the loudest count most: one is enough for a false alarm.
    """
    known = torch.tensor(times(scores.shape[1]), dtype=scores.dtype)[None]
    there = (end > 0)[:, None]
    window = there & (known > end[:, None] - EARLY) & (known < end[:, None] + LATE)
    silent = ~there | (known < begin[:, None] + 0.05)
    best = scores.masked_fill(~window, -1e4).amax(1)
    hit = functional.softplus(-best)[there[:, 0]]
    wrong = functional.softplus(scores).masked_fill(~silent, 0.0)
    worst = wrong.topk(3, dim=1).values.mean(1) + wrong.mean(1)
    return hit.sum() / len(scores) + worst.mean()


def fit(network: Spotter, paths: list[Path], passes: int, seed: int, rate: float = 1e-3) -> Spotter:
    """Train the upper half; give the average of the weights over the last steps."""
    torch.manual_seed(seed)
    for conv in network.convs[:SPLIT]:
        conv.requires_grad_(False)
    upper = [p for conv in network.convs[SPLIT:] for p in conv.parameters()]
    head = [*network.head.parameters(), *network.scale.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": upper, "lr": rate * 0.4}, {"params": head, "lr": rate}], weight_decay=0.02
    )
    steps = passes * len(paths) * (SHARD // 100)
    warm = min(300, steps // 5)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(n / warm, 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1, n / steps))))
    )
    mean = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998), use_buffers=True
    )
    rng = np.random.default_rng(seed)
    for turn in range(passes):
        network.train()
        began, total, count = time.time(), 0.0, 0
        for n in rng.permutation(len(paths)):
            data = np.load(paths[n])
            lower, begin, end = data["lower"], data["begin"], data["end"]
            order = rng.permutation(len(begin))
            for first in range(0, len(order), 100):
                chosen = order[first : first + 100]
                loss = loss_of(
                    network.upper(torch.tensor(lower[chosen]).float()),
                    torch.tensor(begin[chosen]),
                    torch.tensor(end[chosen]),
                )
                optimiser.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
                optimiser.step()
                schedule.step()
                mean.update_parameters(network)
                total, count = total + loss.item(), count + 1
        print(f"pass {turn + 1}: loss {total / count:.4f} ({time.time() - began:.0f} s)", flush=True)
    return mean.module.eval()


def judge(network: Spotter, work: Path, part: int, limit: int = 400) -> None:
    """Recall by noise, and false alarms an hour by kind, on speakers that were never learnt from."""
    rng = np.random.default_rng(5)
    maker = Maker(work, 3, keeper(part, judging=True))
    stops = maker.banks["real_stop"]
    print("stops of others:", len(stops.chosen))
    for snr in SNRS:
        best, late = [], []
        for n in stops.chosen:
            clip = stops.clip(int(n))
            sound = np.zeros(int(2.2 * RATE) + len(clip), np.float32)
            sound[int(1.2 * RATE) : int(1.2 * RATE) + len(clip)] = clip
            if snr is not None:
                level = rms(clip[stops.begin[n] : stops.end[n]])
                noise = maker.run("real_noise", len(sound))
                sound += matched(noise, level * db(-snr))
            scores = _scores(network, sound)
            best.append(scores.max())
            late.append(times(len(scores))[scores.argmax()] - 1.2 - stops.end[n] / RATE)
        best_ = np.array(best)
        recall = " ".join(f"{t}:{np.mean(best_ > t) * 100:.1f}" for t in THRESHOLDS)
        print(f"recall, SNR {snr}: {recall}  late p50 {np.median(late):.2f}", flush=True)
    for kind in ("real_other", "real_digits", "real_speech", "real_noise", "tts_near", "coach"):
        bank = maker.banks.get(kind)
        if bank is None:
            continue
        chosen = bank.chosen
        if len(chosen) > limit:
            chosen = rng.choice(chosen, limit, replace=False)
        seconds, peaks = 0.0, []
        for n in chosen:
            clip = bank.clip(int(n))
            seconds += len(clip) / RATE
            scores = _scores(network, np.pad(clip, (int(1.2 * RATE), RATE // 2)))
            for first in range(0, len(scores), 12):
                peaks.append((scores[first : first + 12].max(), str(bank.text[n])))
        hours = seconds / 3600
        rates = " ".join(f"{t}:{sum(p > t for p, _ in peaks) / hours:.0f}" for t in THRESHOLDS)
        worst = sorted(peaks, reverse=True)[:6]
        print(
            f"false an hour, {kind} ({hours:.2f} h): {rates}  {[(round(float(p), 3), w) for p, w in worst]}",
            flush=True,
        )


def _scores(network: Spotter, sound: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        return torch.sigmoid(network(torch.tensor(sound)[None]))[0].numpy()


def base(work: Path) -> Path:
    """The embedding's own weights, taken out of the package that carries them, if they are not there yet."""
    path = work / "emb.npz"
    if not path.exists():
        raise SystemExit(f"{path} is missing: run training/stop/unpack.py first.")
    return path


def save(network: Spotter, path: Path) -> None:
    """The weights as the coach reads them: half precision, convolutions as (time, frequency, in, out)."""
    kept: dict[str, np.ndarray] = {}
    for n, conv in enumerate(network.convs):
        kept[f"conv{n}"] = conv.weight.detach().permute(2, 3, 1, 0).half().numpy()
        kept[f"bias{n}"] = conv.bias.detach().float().numpy()
    scale = network.scale
    gain = scale.weight / torch.sqrt(scale.running_var + scale.eps)
    shift = scale.bias - scale.running_mean * gain
    first, last = network.head[0], network.head[3]
    weight = (first.weight * gain[None, :, None]).detach()
    bias = (first.bias + (first.weight * shift[None, :, None]).sum((1, 2))).detach()
    kept["head"] = weight.permute(2, 1, 0).half().numpy()  # (step, in, out)
    kept["head_bias"] = bias.float().numpy()
    kept["last"] = last.weight.detach()[0, :, 0].float().numpy()
    kept["last_bias"] = last.bias.detach().float().numpy()
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **kept)
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--judge", type=int)
    parser.add_argument("--shards", type=int, default=16)
    parser.add_argument("--passes", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    folder = args.work / ("all" if args.judge is None else f"without{args.judge}")
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [
        (args.work, folder / f"{n:03}.npz", 1000 * (args.judge or 0) + n + 17, args.judge)
        for n in range(args.shards)
    ]
    began = time.time()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        paths = list(pool.imap(shard, jobs))
    print(f"{len(paths) * SHARD} examples ({time.time() - began:.0f} s)", flush=True)
    torch.set_num_threads(2)
    network = fit(Spotter(base(args.work)), paths, args.passes, args.seed)
    torch.save(network.state_dict(), args.out.with_suffix(".pt"))
    save(network, args.out)
    if args.judge is not None:
        judge(network, args.work, args.judge)


if __name__ == "__main__":
    main()
