"""Thinning: which of very many candidates an encoder reads, and what is said of those that it doesn't."""

from __future__ import annotations

import numpy as np
import pytest

from litgraph.classify.classifier import fit, judge
from litgraph.classify.features import learn_lexicon, paper_vectors
from litgraph.classify.thin import FEWEST_LISTED, MANY, Thinned, thin, worth_thinning
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Category, CategoryId, Taxonomy
from tests.encoders import HashEncoder

_FIELDS = ("pruning", "quantization", "distillation", "sparsity", "compression", "caching")
_BIRDS = ("song", "flight", "nest", "feather", "migration", "egg")
_FILLERS = tuple(f"term{number}" for number in range(40))


def _papers(topic: str, subjects: tuple[str, ...], count: int) -> list[Paper]:
    """Write papers that share a topic and differ in subject and filler words."""
    random = np.random.default_rng(len(topic))
    return [
        Paper(
            id=PaperId(f"local:{topic}-{number:04d}"),
            title=f"{topic} {subjects[number % len(subjects)]}",
            abstract=f"We study {topic}. " + " ".join([*random.choice(subjects, 3), *random.choice(_FILLERS, 6)]),
        )
        for number in range(count)
    ]


LISTED = _papers("transformers", _FIELDS, 60)
INSIDE, OUTSIDE = _papers("transformers", _FIELDS, 90)[60:], _papers("birds", _BIRDS, 200)


def _thin(candidates: list[Paper], listed: list[Paper]) -> Thinned:
    lexicon = learn_lexicon(listed, [("Methods",)])
    return thin(candidates, listed, paper_vectors(listed, HashEncoder().encode), lexicon, HashEncoder().encode)


def test_what_is_like_the_list_passes_and_what_is_not_does_not() -> None:
    near = _thin([*INSIDE, *OUTSIDE], LISTED).near

    assert near[: len(INSIDE)].mean() >= 0.8
    assert near[len(INSIDE) :].mean() < 0.05


def test_a_title_alone_is_always_near() -> None:
    bare = Paper(id=PaperId("local:bare"), title="Bird nests")

    assert _thin([*OUTSIDE, bare], LISTED).near[-1]


def test_far_ones_get_vectors_of_unit_length_in_their_order() -> None:
    thinned = _thin([*OUTSIDE, *INSIDE], LISTED)

    assert thinned.far_vectors.shape == ((~thinned.near).sum(), HashEncoder.dimensions)
    assert np.linalg.norm(thinned.far_vectors, axis=1) == pytest.approx(np.ones(len(thinned.far_vectors)))


def test_the_farther_a_candidate_is_the_less_it_can_be_in_scope() -> None:
    between = Paper(id=PaperId("local:between"), title="Bird song", abstract="We study birds. pruning caching term1")
    most = _thin([*INSIDE, *OUTSIDE, between], LISTED).most_in_scope

    assert np.median(most[: len(INSIDE)]) == 1
    assert np.median(most[len(INSIDE) : -1]) < 0.25
    assert most[-1] > np.median(most[len(INSIDE) : -1])


def test_a_list_of_one_text_again_and_again_sets_a_scale_too() -> None:
    same = [Paper(id=PaperId(f"local:{n}"), title="Pruning", abstract="We prune transformers.") for n in range(60)]
    near = _thin([*same[:3], *OUTSIDE], same).near

    assert near[:3].all()
    assert not near[3:].any()


@pytest.mark.parametrize(
    ("candidates", "listed", "worth"),
    [(MANY, FEWEST_LISTED, True), (MANY - 1, FEWEST_LISTED, False), (MANY, FEWEST_LISTED - 1, False), (MANY, 0, False)],
)
def test_few_candidates_or_few_listed_papers_are_not_thinned(candidates: int, listed: int, worth: bool) -> None:
    assert worth_thinning(OUTSIDE[:1] * candidates, LISTED[:1] * listed) is worth


def test_listed_papers_without_abstracts_teach_nothing_of_abstracts() -> None:
    bare = Paper(id=PaperId("local:bare"), title="Pruning")

    assert not worth_thinning(OUTSIDE[:1] * MANY, [bare] * 100)


def test_only_near_candidates_are_encoded_in_full_and_far_ones_are_out_of_scope() -> None:
    papers = [*INSIDE, *_papers("birds", _BIRDS, MANY)]
    taxonomy = Taxonomy(survey="s", categories=(Category(id=CategoryId("m"), path=("Methods",)),))
    slow = HashEncoder()
    listed = {paper.id: (("Methods",),) for paper in LISTED}
    fitted = fit(taxonomy, listed, {p.id: p for p in LISTED}, slow.encode, fast_embed=HashEncoder().encode)
    slow.asked.clear()
    scopes = np.concatenate([block.in_scope for block in judge(fitted, papers, slow.encode)])

    assert len(slow.asked) < 0.1 * 2 * len(papers)
    assert scopes.shape == (len(papers),)
    assert (scopes[len(INSIDE) :] < 0.3).all()
    assert np.median(scopes[: len(INSIDE)]) > 0.5


def test_the_same_papers_are_parted_the_same_way_again() -> None:
    first, again = _thin([*INSIDE, *OUTSIDE], LISTED), _thin([*INSIDE, *OUTSIDE], LISTED)

    assert np.array_equal(first.near, again.near)
    assert np.array_equal(first.far_vectors, again.far_vectors)
