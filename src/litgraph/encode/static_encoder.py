"""The encoder `fast`: a fixed vector for each word piece, so that a text costs no more than a look-up of its pieces.

Its table is distilled from a sentence encoder as in Model2Vec (Tulkens & van Dongen 2024,
https://github.com/MinishLab/model2vec): each piece is encoded alone, and frequent pieces count less (smooth inverse
frequency, Arora et al. 2017). No axis is dropped or turned, so that the table needs no decomposition.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from litgraph.encode.encoder import Vectors
from litgraph.errors import LitgraphError
from litgraph.files import replace_file

# Texts are cut into pieces this many at a time, which bounds the memory.
_TEXTS_AT_ONCE = 2_000
_SMOOTHING = 1e-4


class StaticEncoder:
    """Own a table of piece vectors; it is read, or else distilled and kept, when the first text is encoded."""

    fast = None

    def __init__(self, tokenizer: Path, distil: Callable[[], Vectors], *, name: str, kept: Path | None) -> None:
        """Remember the tokenizer's file, how the table is made, and where it is kept; None keeps it nowhere."""
        self.name = name
        self._tokenizer_file = tokenizer
        self._distil = distil
        self._kept = kept

    @property
    def dimensions(self) -> int:
        """Give the length of the vectors."""
        return int(self._table.shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode each text as a row of unit length; one without any known piece becomes the first axis."""
        blocks = (texts[start : start + _TEXTS_AT_ONCE] for start in range(0, len(texts), _TEXTS_AT_ONCE))
        rows = [np.asarray(self._count(block) @ self._table, np.float32) for block in blocks]
        return _unit(np.concatenate([np.zeros((0, self.dimensions), np.float32), *rows]))

    def _count(self, texts: Sequence[str]) -> sp.csr_matrix:
        encodings = self._tokenizer.encode_batch_fast([_readable(text) for text in texts], add_special_tokens=False)
        pieces = [encoding.ids for encoding in encodings]
        starts = np.concatenate([[0], np.cumsum([len(one) for one in pieces])])
        columns = np.fromiter((piece for one in pieces for piece in one), np.int32, starts[-1])
        counts = np.ones(len(columns), np.float32)
        return sp.csr_matrix((counts, columns, starts), shape=(len(texts), len(self._table)))

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._tokenizer_file))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _table(self) -> Vectors:
        if (kept := _read_table(self._kept)) is not None:
            return kept
        table = self._distil().astype(np.float16)
        _keep_table(self._kept, table)
        return table.astype(np.float32)


def weigh_pieces(pieces: Vectors) -> Vectors:
    """Weigh the vectors of pieces, the most frequent first, and move the usual text's to the origin.

    Frequencies go by Zipf's law over the order of the vocabulary, as in Model2Vec.
    """
    shares = 1 / np.arange(2, len(pieces) + 2)
    shares /= shares.sum()
    weights = _SMOOTHING / (_SMOOTHING + shares)
    usual = (shares * weights) @ pieces / (shares @ weights)
    return np.asarray((pieces - usual) * weights[:, None], np.float32)


def _read_table(file: Path | None) -> Vectors | None:
    """Read a kept table; one that is not there or damaged is made anew."""
    try:
        table = np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) if file else None
    except (OSError, ValueError, EOFError):
        return None
    whole = table is not None and table.ndim == 2 and table.dtype == np.float16
    return table.astype(np.float32) if table is not None and whole else None


def _keep_table(file: Path | None, table: NDArray[np.float16]) -> None:
    """Keep a table where that can be done; two that do so at once leave one whole table, for theirs are the same."""
    if file is None:
        return
    written = io.BytesIO()
    np.save(written, table, allow_pickle=False)
    try:
        replace_file(file, written.getvalue())
    except LitgraphError:
        return  # a cache that cannot be written costs time alone


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows[(lengths == 0).ravel(), :1] = 1.0
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), np.float32)


def _readable(text: str) -> str:
    """Replace lone surrogates, on which tokenizers fail."""
    return text.encode("utf-8", "replace").decode("utf-8")
