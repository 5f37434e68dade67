"""Every named query on real papers, asked of the record and of a server to which it was pushed: the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from litgraph import pipeline
from litgraph.errors import InputError, LitgraphError
from litgraph.graph.backend import GraphBackend
from litgraph.graph.embedded import open_graph
from litgraph.graph.neo4j.backend import Neo4jBackend
from litgraph.graph.neo4j.connection import connect
from litgraph.model.identifiers import PaperId
from litgraph.queries.answer import Answer, Scope
from litgraph.queries.categories import categories
from litgraph.queries.citations import cited_by, references
from litgraph.queries.frameworks import frameworks
from litgraph.queries.papers import paper
from litgraph.queries.paths import path
from litgraph.queries.ranking import Rank, top
from litgraph.queries.search import search, semantic_search
from litgraph.queries.similar import By, similar
from litgraph.queries.vectors import Likeness
from litgraph.store.record import Record, open_record
from tests.contract.conftest import address_of
from tests.contract.records import DAYS, build_hep_ph, build_snapshot
from tests.encoders import HashEncoder
from tests.servers.neo4j_server import Neo4jServer

NETWORKS: Mapping[str, tuple[str | None, ...]] = {
    "snapshot": (None, "2024-01-31", "2023-06-30"),
    "hep-ph": (None, "1993-12-31"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One record's graph in both backends, and papers and days to ask about."""

    record: Record
    embedded: GraphBackend
    server: GraphBackend
    survey: str
    days: tuple[str | None, ...]
    papers: tuple[PaperId, ...]

    def scopes(self, limit: int | None = 20) -> Iterator[Scope]:
        """Yield what to ask under: all, and each day."""
        for day in self.days:
            yield Scope(survey=self.survey, as_of=day, limit=limit)

    def likeness(self, backend: GraphBackend, day: str | None) -> Likeness:
        """Give the vectors that a backend compares by."""
        return pipeline.likeness(self.record, backend, HashEncoder(), day, _silent)


@pytest.fixture(scope="module", params=sorted(NETWORKS))
def pair(
    request: pytest.FixtureRequest, neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    """Push each record to the server, and open it there and by itself."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "snapshot":
        built = build_snapshot(folder)
    else:
        built = build_hep_ph(folder, request.getfixturevalue("shared") / "citations" / "hep-ph", "1995-04")
    neo4j_server.wipe()
    with ExitStack() as opened:
        record = opened.enter_context(open_record(built, write=False, today=DAYS[-1]))
        embedded = opened.enter_context(open_graph(record, folder / "graph"))
        connection = opened.enter_context(connect(address_of(neo4j_server)))
        pipeline.push_graph(record, connection, HashEncoder(), prefix="", dry_run=False, progress=_silent)
        yield Pair(
            record=record,
            embedded=embedded,
            server=Neo4jBackend(connection),
            survey=embedded.surveys()[0].name,
            days=NETWORKS[request.param],
            papers=chosen(embedded),
        )
    neo4j_server.wipe()


def chosen(backend: GraphBackend) -> tuple[PaperId, ...]:
    """Choose some much cited papers, some that cite much, and some from anywhere."""
    cited = [key for key, _ in backend.most_cited(limit=4)]
    citing = [key for key in cited for key in backend.citing([key])[key][:1]]
    everyone = backend.paper_ids()
    return tuple(dict.fromkeys((*cited, *citing, *everyone[:: len(everyone) // 4])))


def _silent(what: str, done: int, of: int) -> None:
    """Report nothing."""


def told(ask: Callable[[], Answer]) -> Mapping[str, Any]:
    """Give an answer with its warnings, or what was said instead of one; the backend's name is all that may differ."""
    try:
        answer = ask()
    except LitgraphError as error:
        return {"error": type(error), "said": str(error)}
    return {**answer.as_json(), "warnings": answer.warnings, "backend": ""}


def assert_same(pair: Pair, ask: Callable[..., Answer], *texts: str, scope: Scope, **more: Any) -> None:
    one, other = (told(partial(ask, b, *texts, scope, **more)) for b in (pair.embedded, pair.server))
    assert other == one


def test_surveys_and_counts(pair: Pair) -> None:
    assert pair.server.surveys() == pair.embedded.surveys()
    for day in pair.days:
        assert pair.server.counts(as_of=day) == pair.embedded.counts(as_of=day)
        assert list(pair.server.paper_ids(as_of=day)) == list(pair.embedded.paper_ids(as_of=day))
        for survey in pair.embedded.surveys():
            assert pair.server.taxonomy(survey.name, as_of=day) == pair.embedded.taxonomy(survey.name, as_of=day)
            assert list(pair.server.listed(survey.name, as_of=day)) == list(
                pair.embedded.listed(survey.name, as_of=day)
            )


def test_all_facts_of_all_papers(pair: Pair) -> None:
    everyone = pair.embedded.paper_ids()

    assert pair.server.papers(everyone) == pair.embedded.papers(everyone)
    for survey in pair.embedded.surveys():
        for day in pair.days:
            one, other = (b.statuses(survey.name, everyone, as_of=day) for b in (pair.embedded, pair.server))
            assert other == one
            found, placed = (b.categories_of(survey.name, everyone, as_of=day) for b in (pair.embedded, pair.server))
            assert placed == found


def test_facts_of_a_paper(pair: Pair) -> None:
    for scope in pair.scopes():
        for key in pair.papers:
            assert_same(pair, paper, key, scope=scope)


def test_citations_of_a_paper(pair: Pair) -> None:
    for scope in pair.scopes():
        for key in pair.papers:
            assert_same(pair, references, key, scope=scope)
            assert_same(pair, cited_by, key, scope=scope)
            assert_same(pair, cited_by, key, scope=scope, since="1994-01-01")


def test_likeness_by_citations(pair: Pair) -> None:
    for scope in pair.scopes(limit=None):
        for key in pair.papers:
            assert_same(pair, similar, key, scope=scope, by=By.COUPLING)
            assert_same(pair, similar, key, scope=scope, by=By.CO_CITATION)


def test_paths(pair: Pair) -> None:
    for scope in pair.scopes():
        for start, goal in zip(pair.papers, pair.papers[1:], strict=False):
            assert_same(pair, path, start, goal, scope=scope)
            assert_same(pair, path, goal, start, scope=scope, directed=True)


@pytest.mark.parametrize("by", Rank)
def test_rankings(pair: Pair, by: Rank) -> None:
    for scope in pair.scopes(limit=50):
        assert_same(pair, top, scope=scope, by=by)
        assert_same(pair, top, scope=scope, by=by, year=1994)
        assert_same(pair, top, scope=scope, by=by, year=2023)


def test_rankings_of_a_category(pair: Pair) -> None:
    for scope in pair.scopes(limit=None):
        for category in pair.embedded.taxonomy(pair.survey).categories[:3]:
            assert_same(pair, top, scope=scope, category=" > ".join(category.path))
        assert_same(pair, top, scope=scope, category="Qantisation")


def test_categories_and_frameworks(pair: Pair) -> None:
    for scope in pair.scopes(limit=None):
        assert_same(pair, categories, scope=scope)
        assert_same(pair, categories, scope=scope, over_time=True)
        assert_same(pair, frameworks, scope=scope)
        assert_same(pair, frameworks, scope=scope, capabilities=["serving"])


def test_an_unknown_survey_is_refused(pair: Pair) -> None:
    with pytest.raises(InputError, match=f"Unknown survey 'nobody'.*{pair.survey}"):
        categories(pair.server, Scope(survey="nobody"))


WORDS = (
    *("quantization", "large language models", "QCD", "standard model", "the", "b-quark", "e+e-", "SU(3)", "1/N"),
    *("Schrödinger", "schrodinger", "LLM.int8()", "GPT-3", "W & Z", "top\tquark", "don't", "zzzz", "剪枝", "*", "a:b"),
)


def test_every_word_finds_the_same_papers(pair: Pair) -> None:
    facts = pair.embedded.papers(pair.embedded.paper_ids())
    titles = [one.title for one in facts.values() if one.title]
    for day in pair.days:
        for text in (*WORDS, *titles[:: max(1, len(titles) // 60)]):
            one, other = (
                {key for key, _ in backend.search(text, limit=10_000, as_of=day)}
                for backend in (pair.embedded, pair.server)
            )
            assert other == one, text


def test_words_with_a_limit(pair: Pair) -> None:
    answer = search(pair.server, "model", Scope(survey=pair.survey, limit=3))

    assert len(answer.rows) == 3
    assert answer.truncated
    assert [row["score"] for row in answer.rows] == sorted((row["score"] for row in answer.rows), reverse=True)


def test_what_people_call_a_paper(pair: Pair) -> None:
    facts = pair.embedded.papers(pair.papers)
    texts = [text for one in facts.values() for text in (*sorted(one.aliases), one.title, one.title[3:-3].upper())]
    for text in (*texts, "model", "of the", "arxiv:2210.173", "local:hep-ph/99", "nothing like it", "%_", "\\E.*", ""):
        one, other = (resolved(backend, text) for backend in (pair.embedded, pair.server))
        assert other == one, text


def resolved(backend: GraphBackend, text: str) -> str:
    try:
        return backend.resolve(text)
    except LitgraphError as error:
        return str(error)


@pytest.mark.parametrize("limit", [1, 20, None])
def test_senses(pair: Pair, limit: int | None) -> None:
    if not pair.record.rows("SELECT 1 FROM vector LIMIT 1"):
        pytest.skip("only the snapshot's papers are encoded")
    for scope in pair.scopes(limit):
        both = [(backend, pair.likeness(backend, scope.as_of)) for backend in (pair.embedded, pair.server)]
        for text in ("quantization of large models", "a cat"):
            one, other = (
                told(partial(semantic_search, backend, text, scope, vectors=vectors)) for backend, vectors in both
            )
            assert other == one
            assert limit != 20 or len(one["rows"]) == 20
        for key in pair.papers[:3]:
            one, other = (
                told(partial(similar, backend, key, scope, by=By.EMBEDDING, vectors=vectors))
                for backend, vectors in both
            )
            assert other == one


def test_senses_by_an_encoder_that_the_server_lacks(pair: Pair) -> None:
    encoder = HashEncoder()
    encoder.name = "another@1"
    vectors = pipeline.likeness(pair.record, pair.server, encoder, None, _silent)

    with pytest.raises(InputError, match=r"no vectors by the encoder another@1.*litgraph graph push"):
        semantic_search(pair.server, "anything", Scope(survey=pair.survey), vectors=vectors)
