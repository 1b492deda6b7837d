"""Sentences to vectors: MiniLM, tuned on our sentences, on onnxruntime; without Rasa and without PyTorch."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from coach.errors import PlainError

Vectors = npt.NDArray[np.float32]

VOCABULARY = Path(__file__).parent / "data" / "vocab.txt"
ENCODER = Path(__file__).parent / "data" / "encoder.onnx"
"""Made by training/encoder/tune.py; encoder.md beside it says from what, and how well it does."""
SETTING = "SPINECOACH_ENCODER"
MAX_TOKENS = 128  # the model was made for sentences; the rest of a long story changes little
_REPORT = 64


class EncoderMissing(PlainError, RuntimeError):
    """There is no sentence encoder to load; the message says what to do."""


def model_file(path: str | os.PathLike[str] | None = None) -> Path:
    """The ONNX file: `path`, else the setting SPINECOACH_ENCODER, else the one that comes with the assistant.

    Raises:
        EncoderMissing: if there is no such file.
    """
    chosen = path or os.environ.get(SETTING)
    found = Path(chosen).expanduser() if chosen else ENCODER
    if not found.is_file():
        what = f"Mend or remove {SETTING}." if chosen else "Install SpineCoach anew."
        raise EncoderMissing(f"There is no sentence encoder at {found}. {what}")
    return found


def digest(path: Path) -> str:
    """A short name for exactly this model file; vectors of two models must never be mixed."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            sha.update(block)
    return sha.hexdigest()[:16]


class SentenceModel:
    """One loaded encoder. The same text always gives the same vector (length 1)."""

    def __init__(self, path: str | os.PathLike[str] | None = None, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import BertWordPieceTokenizer

        self.path = model_file(path)
        self._tokenizer = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)
        self._tokenizer.enable_truncation(MAX_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._threads = threads
        self._pool: ThreadPoolExecutor | None = None
        options.enable_cpu_mem_arena = False  # a sentence at a time needs no pool of memory
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(self.path), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {i.name for i in self._session.get_inputs()}

    @property
    def size(self) -> int:
        """How many numbers a vector has."""
        return int(self._session.get_outputs()[0].shape[-1])

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """One row for each text. `progress` is called with the number of texts that are done."""
        encodings = self._tokenizer.encode_batch(list(texts))
        rows = np.zeros((len(texts), self.size), dtype=np.float32)
        # One at a time: eight-bit sums are scaled by what is in the batch, and a vector must not hang
        # on the neighbours of its sentence.
        if self._threads == 1 or len(texts) == 1:
            found: Iterator[Vectors] = map(self._vector, encodings)
        else:
            found = self._workers().map(self._vector, encodings)
        for done, row in enumerate(found):
            rows[done] = row
            if progress and ((done + 1) % _REPORT == 0 or done + 1 == len(texts)):
                progress(done + 1)
        return rows

    def _workers(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads)
        return self._pool

    def _vector(self, encoding: Any) -> Vectors:
        return self._run(np.array([encoding.ids], dtype=np.int64))[0]  # type: ignore[no-any-return]

    def _run(self, ids: npt.NDArray[np.int64]) -> Vectors:
        feed: dict[str, Any] = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        if "token_type_ids" in self._inputs:
            feed["token_type_ids"] = np.zeros_like(ids)
        hidden = self._session.run(None, feed)[0]
        mean = hidden.mean(axis=1) if hidden.ndim == 3 else hidden
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True).clip(1e-9), dtype=np.float32)


class VectorCache:
    """Vectors of earlier trainings, so that a change of ten sentences does not encode six thousand again."""

    def __init__(self, folder: Path, model: Path, kind: str) -> None:
        self._file = folder / f"{kind}-{digest(model)}.npz"

    def load(self) -> dict[str, npt.NDArray[np.float32]]:
        """Text to vector; empty where nothing was kept or the file is damaged."""
        try:
            with np.load(self._file, allow_pickle=False) as kept:
                return dict(zip(kept["texts"].tolist(), kept["vectors"], strict=False))
        except (OSError, ValueError, KeyError, EOFError):
            return {}
        except Exception as error:  # zipfile.BadZipFile and whatever else a half-written file brings
            if type(error).__name__ not in {"BadZipFile", "error"}:
                raise
            return {}

    def save(self, vectors: dict[str, npt.NDArray[np.float32]]) -> None:
        """Keep these for next time; where the folder cannot be written, nothing is kept."""
        part = self._file.with_name(f"{self._file.stem}.{os.getpid()}.npz")
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            np.savez_compressed(part, texts=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
            os.replace(part, self._file)
        except OSError:
            part.unlink(missing_ok=True)


def encode_cached(
    model: SentenceModel,
    texts: Sequence[str],
    folder: Path | None,
    progress: Callable[[int, int], None] | None = None,
    kind: str = "sentences",
) -> Vectors:
    """Like `SentenceModel.encode`, through the cache in `folder` for sentences of this kind.

    `progress` gets (done, to do).
    """
    cache = VectorCache(folder, model.path, kind) if folder else None
    known = cache.load() if cache else {}
    new = [t for t in dict.fromkeys(texts) if t not in known]
    if new:
        report = (lambda done: progress(done, len(new))) if progress else None
        known.update(zip(new, model.encode(new, report), strict=False))
        if cache:
            cache.save({t: known[t] for t in dict.fromkeys(texts)})
    if not texts:
        return np.zeros((0, model.size), dtype=np.float32)
    return np.stack([known[t] for t in texts])
