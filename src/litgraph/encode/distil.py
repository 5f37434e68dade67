"""Distilling: what a sentence encoder says of each of its word pieces alone, which takes half a minute on a core."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from litgraph.encode.encoder import Vectors
from litgraph.encode.static_encoder import weigh_pieces

_PIECES_AT_ONCE = 1_024


def distil(folder: Path) -> Vectors:
    """Encode each piece of the vocabulary of a BERT-like model between its marks of beginning and end, and weigh it."""
    import torch
    from tokenizers import Tokenizer
    from transformers import AutoModel

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    model = AutoModel.from_pretrained(folder, local_files_only=True).float().eval()
    begin, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    blocks = []
    with torch.inference_mode():
        for start in range(0, tokenizer.get_vocab_size(), _PIECES_AT_ONCE):
            pieces = range(start, min(start + _PIECES_AT_ONCE, tokenizer.get_vocab_size()))
            ids = torch.tensor([[begin, piece, end] for piece in pieces])
            blocks.append(model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state.mean(1).numpy())
    return weigh_pieces(np.concatenate(blocks))
