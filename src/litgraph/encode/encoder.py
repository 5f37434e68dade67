"""What an encoder is: the one thing that the rest of litgraph knows of a language model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turn texts into vectors of unit length. `name` tells model and version apart: vectors are cached under it."""

    @property
    def name(self) -> str:
        """Name the model and its version; two encoders of one name give the same vectors."""
        ...

    @property
    def dimensions(self) -> int:
        """Give the length of its vectors."""
        ...

    @property
    def fast(self) -> Encoder | None:
        """Give a much faster encoder to thin very many texts by, if this one is slow and there is one."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode each text as a row of unit length, in the order of the texts."""
        ...
