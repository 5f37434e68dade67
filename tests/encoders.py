"""An encoder without a language model, for tests: the words of a text, hashed to directions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from litgraph.encode.encoder import Encoder, Vectors


class HashEncoder:
    """Add up a fixed random direction for each word; it remembers what it was asked, so that tests can tell."""

    name = "hash@1"
    dimensions = 64
    fast: Encoder | None = None

    def __init__(self) -> None:
        """Begin without having been asked."""
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode each text as a row of unit length."""
        self.asked.extend(texts)
        rows = np.array([np.sum([_direction(word) for word in _words(text)], axis=0) for text in texts])
        rows = rows.reshape(len(texts), self.dimensions)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _words(text: str) -> list[str]:
    pattern = r"\w+" if text.isascii() else r"\w"
    return re.findall(pattern, text.casefold()) or ["nothing"]


def _direction(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8])
    return np.random.default_rng(seed).standard_normal(HashEncoder.dimensions).astype(np.float32)
