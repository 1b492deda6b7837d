"""The parts that the graph components are made of, without Rasa."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import sparse
from threadpoolctl import threadpool_limits

from assistant.nlu import linear
from assistant.nlu.ngrams import Counted, letters, words
from assistant.nlu.sentences import (
    SETTING,
    EncoderMissing,
    SentenceModel,
    VectorCache,
    encode_cached,
    model_file,
)


@pytest.fixture(scope="module")
def model() -> SentenceModel:
    return SentenceModel()


def test_a_vector_does_not_depend_on_its_neighbours(model: SentenceModel) -> None:
    texts = ["bend forward", "how long do I hold it", "bend slowly", "a", "and again, please, the long one"]
    together = model.encode(texts)
    alone = np.vstack([model.encode([t]) for t in texts])
    assert np.abs(together - alone).max() < 1e-5
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_what_means_the_same_is_near(model: SentenceModel) -> None:
    a, b, c = model.encode(["my leg has no feeling", "there is numbness in my leg", "what time is the bus"])
    assert a @ b > a @ c + 0.2


@pytest.mark.parametrize("text", ["", " ", "\x00", "🙂🙂", "word " * 3000, "x" * 5000])
def test_any_text_has_a_vector(model: SentenceModel, text: str) -> None:
    assert np.isfinite(model.encode([text])).all()


def test_a_missing_encoder_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(SETTING, str(tmp_path / "none.onnx"))
    with pytest.raises(EncoderMissing, match=SETTING):
        model_file()


def test_an_encoder_of_ones_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, model: SentenceModel
) -> None:
    own = tmp_path / "own.onnx"
    own.write_bytes(model.path.read_bytes())
    monkeypatch.setenv(SETTING, str(own))
    assert SentenceModel().path == own


def test_known_sentences_are_not_encoded_again(model: SentenceModel, tmp_path: Path) -> None:
    first = encode_cached(model, ["one more", "two more"], tmp_path)
    reported: list[tuple[int, int]] = []
    again = encode_cached(model, ["two more", "three more"], tmp_path, lambda *at: reported.append(at))
    assert reported == [(1, 1)]
    assert np.array_equal(first[1], again[0])


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half a file", b"not a file of ours at all"])
def test_a_damaged_cache_is_passed_over(model: SentenceModel, tmp_path: Path, damage: bytes) -> None:
    encode_cached(model, ["one more"], tmp_path)
    [file] = tmp_path.glob("*.npz")
    file.write_bytes(damage)
    assert VectorCache(tmp_path, model.path, "sentences").load() == {}
    assert encode_cached(model, ["one more"], tmp_path).shape == (1, model.size)


def test_groups_of_words_and_letters() -> None:
    assert set(words("Don't stop now")) == {"don't", "stop", "now", "don't stop", "stop now"}
    assert set(letters("go")) == {" g", "go", "o ", " go", "go ", " go "}
    assert list(words("")) == list(letters("?!")) == []


def test_what_only_one_person_said_is_not_taken_up() -> None:
    counted = Counted.learn("word", ["slower please", "a bit slower", "faster"])
    assert counted.known == ["slower"]
    assert counted(["much slower slower", "nothing known"]).toarray().tolist() == [[1.0], [0.0]]


def _clouds() -> tuple[linear.Features, list[str]]:
    random = np.random.default_rng(7)
    dense = np.vstack([random.normal(at, 0.6, (60, 2)) for at in ((0, 3), (3, 0), (-3, -3))]).astype(
        np.float32
    )
    rare = sparse.csr_matrix(np.repeat(np.eye(3, dtype=np.float32), 60, axis=0))
    return (dense, rare), [name for name in ("b", "a", "c") for _ in range(60)]


def test_classes_are_told_apart_and_chances_sum_to_one() -> None:
    features, labels = _clouds()
    model = linear.fit(features, labels)
    chances = model.probabilities(features)
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-5)
    assert [model.classes[i] for i in chances.argmax(axis=1)] == labels


def test_each_kind_of_feature_counts() -> None:
    (dense, rare), labels = _clouds()
    for blind in ((dense * 0, rare), (dense, rare * 0)):
        model = linear.fit(blind, labels)
        assert (
            np.mean([model.classes[i] for i in model.scores(blind).argmax(axis=1)] == np.array(labels)) > 0.97
        )


def test_the_same_data_gives_the_same_weights() -> None:
    features, labels = _clouds()
    one, two = linear.fit(features, labels), linear.fit(features, labels)
    assert np.array_equal(one.dense, two.dense) and np.array_equal(one.rare, two.rare)


def test_how_many_cores_there_are_makes_no_difference() -> None:
    random = np.random.default_rng(5)
    dense = random.normal(0, 1, (3000, 96)).astype(np.float32)
    rare = sparse.random(3000, 400, density=0.05, random_state=5, dtype=np.float32, format="csr")
    labels = [f"c{i}" for i in random.integers(0, 12, 3000)]
    one = linear.fit((dense, rare), labels)
    with threadpool_limits(limits=1):
        other = linear.fit((dense, rare), labels)
    assert np.allclose(one.dense, other.dense, atol=1e-6) and np.allclose(one.rare, other.rare, atol=1e-6)


def test_sharpness_makes_the_chances_honest() -> None:
    random = np.random.default_rng(3)
    dense = random.normal(0, 1, (4000, 3)).astype(np.float32)
    rare = sparse.csr_matrix((4000, 1), dtype=np.float32)
    truth = linear.Linear(
        ["a", "b", "c"],
        np.eye(3, dtype=np.float32),
        np.zeros((1, 3), np.float32),
        np.zeros((1, 3), np.float32),
        1,
    )
    truth.sharpness = 2.5
    chances = truth.probabilities((dense, rare)).astype(np.float64)
    labels = [truth.classes[random.choice(3, p=row / row.sum())] for row in chances]
    truth.sharpness = 1.0
    assert 2.2 < linear.sharpen(truth, (dense, rare), labels) < 2.8


def test_weights_are_stored_without_objects(tmp_path: Path) -> None:
    features, labels = _clouds()
    model = linear.fit(features, labels, sharpness=1.5)
    np.savez_compressed(tmp_path / "kept.npz", **model.arrays())
    with np.load(tmp_path / "kept.npz", allow_pickle=False) as stored:
        again = linear.Linear.from_arrays(stored)
    assert np.array_equal(again.probabilities(features), model.probabilities(features))
