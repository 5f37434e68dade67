"""Thinning: which of very many candidates are worth the time of a slow encoder.

Encoding an abstract takes some 50 ms on two cores; reading its words and its vector by a fast encoder takes 1 ms. A
candidate is far where three signs together put it well below the least typical papers of the list: likeness to the
list by words, by fast vectors, and the contrast of its words to those of the other candidates. It is judged by its
words and fast vector, and never filed. docs/encoders.md tells how many pass, and what is lost. A candidate without an
abstract is always near: a title is soon encoded, and too short to judge by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.contrast import contrast
from litgraph.classify.features import Embed, Lexicon, Matrix, paper_vectors, paper_words, unit
from litgraph.classify.likeness import likeness_among, likeness_to
from litgraph.classify.scale import scale_of, squashed
from litgraph.classify.scorers import ridge
from litgraph.model.paper import Paper

MANY = 2_000
FEWEST_LISTED = 50
# Chosen on the histories of five public lists, where it lets 0.99 of what people added later pass.
_FAR = -0.4


@dataclass(frozen=True, kw_only=True)
class Thinned:
    """Which candidates are near, how far in scope each can be, and a vector for each far one, in their order."""

    near: NDArray[np.bool_]
    most_in_scope: NDArray[np.float64]
    far_vectors: Matrix


def worth_thinning(candidates: Sequence[Paper], listed: Sequence[Paper]) -> bool:
    """Tell whether there are many candidates, and enough listed papers with abstracts to learn from."""
    return len(candidates) >= MANY and sum(bool(paper.abstract) for paper in listed) >= FEWEST_LISTED


def thin(
    candidates: Sequence[Paper], listed: Sequence[Paper], vectors: Matrix, lexicon: Lexicon, fast_embed: Embed
) -> Thinned:
    """Part candidates into near and far; `vectors` are the slow encoder's of the listed papers.

    Fast vectors are taken from the middle of all candidates, for abstracts have more in common than tells them apart.
    A far candidate gets the vector that a ridge regression over the listed papers foretells from its fast one.
    """
    theirs, ours = paper_vectors(candidates, fast_embed), paper_vectors(listed, fast_embed)
    middle = theirs.mean(axis=0)
    theirs, ours = unit(theirs - middle), unit(ours - middle)
    words, their_words = paper_words(listed, lexicon), paper_words(candidates, lexicon)
    signs = (
        (likeness_among(words), likeness_to(words, their_words)),
        (likeness_among(ours), likeness_to(ours, theirs)),
        contrast(words, their_words),
    )
    whole = np.array([bool(paper.abstract) for paper in listed])
    places = np.mean([scale_of(usual[whole]).place(found) for usual, found in signs], axis=0)
    near = (places >= _FAR) | np.array([not paper.abstract for paper in candidates])
    mean = vectors.mean(axis=0)
    return Thinned(
        near=near,
        most_in_scope=np.where(near, 1.0, squashed(places)),
        far_vectors=unit(theirs[~near] @ ridge(ours, vectors - mean) + mean),
    )
