"""The default encoder, for real, and what is said where a model is missing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

from litgraph.encode.sentence_encoder import open_encoder
from litgraph.errors import InputError, LitgraphError
from tests.unit.encode.models import write_bert, write_mpnet

_SMOKE = """
from litgraph.encode.sentence_encoder import open_encoder
rows = open_encoder().encode(["Pruning of neural networks", "Weight pruning", "Bird song", "\\ud800 量化", ""])
print(rows.shape, float(rows[0] @ rows[1]) > float(rows[0] @ rows[2]))
"""


def test_minilm_works_offline_and_keeps_the_terminal_clean() -> None:
    ran = subprocess.run([sys.executable, "-c", _SMOKE], capture_output=True, text=True, timeout=600, check=False)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "(5, 384) True\n", "")


def test_its_name_holds_its_version() -> None:
    assert open_encoder().name.startswith("minilm@")


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    encoder = open_encoder(str(tmp_path))

    with pytest.raises(InputError, match=str(tmp_path)):
        encoder.encode(["a"])


def test_a_missing_folder_is_named() -> None:
    with pytest.raises(InputError, match="/nowhere/model"):
        open_encoder("/nowhere/model")


def test_a_model_that_is_not_here_is_not_fetched_offline() -> None:
    with pytest.raises(LitgraphError, match="minilm"):
        open_encoder("nobody/no-such-model", offline=True).encode(["a"])


def test_a_changed_model_has_another_name(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    before = open_encoder(str(tmp_path)).name
    (tmp_path / "config.json").write_text('{"layers": 6}')

    assert open_encoder(str(tmp_path)).name != before
    assert np.char.startswith(before, str(tmp_path))


def test_half_precision_weights_give_unit_rows(tmp_path: Path) -> None:
    rows = open_encoder(str(write_bert(tmp_path / "model", dtype=torch.float16))).encode(["a b", "c d e"])

    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1], abs=1e-6)


@pytest.mark.parametrize("write", [write_bert, write_mpnet])
def test_a_plain_transformers_folder_reads_texts_longer_than_its_positions(
    tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    encoder = open_encoder(str(write(tmp_path / "model")))
    rows = encoder.encode(["a b c " * 500, "", "\ud800"])

    assert rows.shape == (3, encoder.dimensions)
    assert np.isfinite(rows).all()


def test_a_model_with_its_pooling_is_read_as_it_says(tmp_path: Path) -> None:
    plain = write_bert(tmp_path / "plain")
    words = Transformer(str(plain))
    first = SentenceTransformer(modules=[words, Pooling(words.get_embedding_dimension(), pooling_mode="cls")])
    first.save(str(tmp_path / "first"))

    texts = ["a b c", "d e"]
    by_first, by_mean = open_encoder(str(tmp_path / "first")).encode(texts), open_encoder(str(plain)).encode(texts)
    assert np.abs(by_first - by_mean).max() > 1e-3
    assert by_first == pytest.approx(first.encode(texts, normalize_embeddings=True), abs=1e-6)


def test_fast_tells_its_versions_and_is_what_slow_ones_thin_by(tmp_path: Path) -> None:
    fast = open_encoder("fast", cache=tmp_path)

    assert fast.name.startswith("fast@")
    assert fast.fast is None
    assert [slow.fast and slow.fast.name for slow in (open_encoder(), open_encoder("some/model"))] == [fast.name] * 2


def test_fast_is_distilled_from_the_package_and_tells_topics_apart(tmp_path: Path) -> None:
    texts = ["Pruning of neural networks", "Weight pruning", "Bird song", "Singing birds in the wood"]
    rows = open_encoder("fast", cache=tmp_path).encode(texts)

    cosines = rows @ rows.T
    assert min(cosines[0, 1], cosines[2, 3]) > cosines[:2, 2:].max()
    assert [file.suffix for file in tmp_path.iterdir()] == [".npy"]
