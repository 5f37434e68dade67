"""Small real models, made on the spot: a few hundred weights by chance, in the files that real ones come in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel, PreTrainedModel, PreTrainedTokenizerFast

_PIECES = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz", *map("##{}".format, "aeinorst"))
_WIDTH = 32


def write_bert(folder: Path, *, dtype: torch.dtype = torch.float32, positions: int = 64) -> Path:
    """Write a plain transformers folder, without the files of sentence-transformers, as SPECTER2's is."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(_PIECES), hidden_size=_WIDTH, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=positions,
    )  # fmt: skip
    return _write(folder, BertModel(config), dtype)


def write_mpnet(folder: Path) -> Path:
    """Write an MPNet model, which counts from behind its padding and so holds fewer pieces than positions."""
    torch.manual_seed(0)
    config = MPNetConfig(
        vocab_size=len(_PIECES), hidden_size=_WIDTH, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=66, pad_token_id=0,
    )  # fmt: skip
    return _write(folder, MPNetModel(config), torch.float32)


def write_tokenizer(folder: Path) -> Path:
    """Write the tokenizer's file alone."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "tokenizer.json"
    _tokenizer().save(str(file))
    return file


def piece_count() -> int:
    """Count the pieces that these tokenizers know."""
    return len(_PIECES)


def _write(folder: Path, model: PreTrainedModel, dtype: torch.dtype) -> Path:
    marks = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep", "mask")}
    make: Callable[..., Any] = PreTrainedTokenizerFast
    tokenizer = make(tokenizer_object=_tokenizer(), **marks)
    tokenizer.save_pretrained(folder)
    for weights in model.parameters():
        weights.data = weights.data.to(dtype)
    model.save_pretrained(folder)
    return folder


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(WordPiece({piece: number for number, piece in enumerate(_PIECES)}, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair=None, special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer
