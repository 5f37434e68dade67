"""Phrases in small letters that may name a technique: modifiers before a noun that techniques are called by."""

from __future__ import annotations

from collections.abc import Sequence

from litgraph.techniques.text import Tag, Token

_LONGEST = 6  # tokens

# What techniques are called: `dynamic batch loading`, `token tree verification`.
_HEADS = frozenset(
    "attention pruning quantization sampling decoding filtering prompting tuning fine-tuning finetuning "
    "distillation learning optimization search routing caching cache parallelism embedding embeddings "
    "verification scheduling loading training pre-training pretraining regularization selection merging "
    "decomposition whitening rotation recurrences recurrence compression factorization approximation "
    "adaptation adapter adapters generation retrieval reasoning prediction modeling modelling alignment "
    "augmentation masking initialization normalization averaging ensemble ensembling clustering hashing "
    "batching offloading recomputation checkpointing eviction sparsity sparsification rejection voting "
    "debate reflection planning extrapolation interpolation encoding encodings tokenization tokenizer "
    "tokenizers acceptance anchoring inflation upcycling sharding dropout loss skipping exit exiting "
    "gating mixing reparameterization calibration clipping smoothing binarization projection transform "
    "copula descent resampling fusion transfer supervision speculation drafting bootstrapping annealing "
    "warmup reweighting unlearning editing synthesis retention operators predictors templates pipeline "
    "tree trees kernel kernels module modules mechanism strategy objective framework experts laws law".split()
)
# What ends a phrase: it is no part of any name.
_STOPS = frozenset(
    "a an the this that these those our we its it their his her my your of in on at by for to from with "
    "without via and or but nor as than then so if when while which who whose what how where is are was "
    "were be been being has have had do does did can could may might must shall should will would not no "
    "both each every any all some such more most less least many much few several various different other "
    "another same own first second third one two three new novel simple effective efficient proposed "
    "existing previous prior recent current original popular powerful common general good better best "
    "strong large larger small smaller high higher low lower faster significant substantial also thus "
    "hence however further furthermore moreover using use uses used propose present introduce develop "
    "employ apply leverage based through into over under between across within during after before about "
    "against up down out achieve achieves achieving improve improves improving reduce reduces reducing "
    "perform performs show shows enable enables enabling include includes including combine combines "
    "combining make makes require requires provide provides i.e e.g eg ie etc its only just even still "
    "often very well respectively et al typically widely fully traditional conventional standard two- "
    "stage model's corresponding key main important specific given additional".split()
)


def phrase_end(tokens: Sequence[Token], taken: Sequence[bool], place: int) -> int:
    """Give where the phrase ends that starts here, if one does: words up to the last such noun, or 0."""
    if place and _inside(tokens[place - 1]) and not taken[place - 1]:
        return 0
    end, last = place, 0
    while end < min(len(tokens), place + _LONGEST) and not taken[end] and _inside(tokens[end]):
        end += 1
        if tokens[end - 1].lower in _HEADS and end - place > 1:
            last = end
    return last


def _inside(token: Token) -> bool:
    return token.tag in (Tag.WORD, Tag.CAPITALISED, Tag.NAMELIKE) and token.lower not in _STOPS
