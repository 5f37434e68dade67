"""Lookups by id: what is there, what is not, and what arXiv did not answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from litgraph.ingest.source import Lookup
from litgraph.model.identifiers import PaperId
from litgraph.web.transport import Web
from tests.servers import arxiv_faults as wrong
from tests.servers.arxiv_atom import QueryApi
from tests.servers.faults import SeenRequest, html_page, rate_exceeded, saying, status
from tests.servers.records import ServedPaper
from tests.unit.ingest.arxiv.conftest import Asks, Serves

_OLD = ServedPaper(id=PaperId("arxiv:math/0309136"), title="An old paper", categories=("math.GT",), versions=3)
_UNKNOWN = PaperId("arxiv:2099.99999")
_MALFORMED = PaperId("arxiv:2306.123456")  # one digit too many


def _ids(papers: Sequence[ServedPaper]) -> list[PaperId]:
    return [paper.id for paper in papers]


def _asked_for(*names: str) -> Callable[[SeenRequest], bool]:
    """Match the requests that ask for one of these."""

    def matches(seen: SeenRequest) -> bool:
        return bool(set(names) & set(seen.parameter("id_list").split(",")))

    return matches


def _one(lookups: Iterator[Lookup]) -> Lookup:
    (lookup,) = lookups
    return lookup


def test_batches_of_a_hundred_in_the_order_given(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    server, ids = serves(facts), _ids(facts[:250])
    lookups = list(asks(server).lookup(ids))
    assert [list(lookup.states) for lookup in lookups] == [ids[:100], ids[100:200], ids[200:]]
    assert {state for lookup in lookups for state in lookup.states.values()} == {"ok"}
    titles = [account.paper.title for lookup in lookups for account in lookup.accounts.values()]
    assert titles == [" ".join(paper.title.split()) for paper in facts[:250]]
    assert [(seen.parameter("start"), seen.parameter("max_results")) for seen in server.seen] == [
        ("0", "100"),
        ("0", "100"),
        ("0", "50"),
    ]


def test_an_id_given_twice_is_asked_once(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    server = serves(facts)
    lookup = _one(asks(server).lookup([facts[0].id, facts[1].id, facts[0].id]))
    assert lookup.states == {facts[0].id: "ok", facts[1].id: "ok"}
    assert server.seen[0].parameter("id_list").count(",") == 1


def test_nothing_asked_is_nothing_sent(asks: Asks, serves: Serves) -> None:
    server = serves([])
    assert list(asks(server).lookup([])) == []
    assert server.seen == []


def test_what_arxiv_leaves_out_is_not_found(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    lookup = _one(asks(serves(facts[:5])).lookup([facts[3].id, _UNKNOWN, facts[9].id]))
    assert lookup.states == {facts[3].id: "ok", _UNKNOWN: "not_found", facts[9].id: "not_found"}
    assert set(lookup.accounts) == {facts[3].id}


def test_old_ids_and_versions(asks: Asks, serves: Serves) -> None:
    lookup = _one(asks(serves([_OLD])).lookup([_OLD.id]))
    account = lookup.accounts[_OLD.id]
    assert (account.paper.id, account.facts["version"]) == ("arxiv:math/0309136", "3")


def test_an_id_with_its_subject_class_is_the_same(asks: Asks, serves: Serves) -> None:
    server = serves([_OLD])
    server.faults.add(wrong.damaging(lambda entry: entry.replace(b"abs/math/", b"abs/math.GT/")))
    assert _one(asks(server).lookup([_OLD.id])).states == {_OLD.id: "ok"}


def test_a_malformed_id_is_found_by_halves(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    server, ids = serves(facts), [*_ids(facts[:40]), _MALFORMED, *_ids(facts[40:90])]
    lookup = _one(asks(server).lookup(ids))
    assert lookup.states == dict.fromkeys(ids, "ok") | {_MALFORMED: "not_found"}
    assert len(lookup.accounts) == 90
    assert len(server.seen) <= 1 + 1 + 2 * 7  # the whole, the control, two for each halving


def test_a_single_malformed_id_is_not_found(asks: Asks, serves: Serves) -> None:
    lookup = _one(asks(serves([])).lookup([_MALFORMED]))
    assert lookup.states == {_MALFORMED: "not_found"}
    assert "400" in lookup.reason


def test_refusals_of_every_question_say_nothing_of_ids(
    asks: Asks, serves: Serves, facts: Sequence[ServedPaper]
) -> None:
    server = serves(facts)
    server.faults.add(status(400))
    lookup = _one(asks(server).lookup(_ids(facts[:100])))
    assert set(lookup.states.values()) == {"failed"}
    assert len(server.seen) == 2  # the question and the control


def test_an_error_entry_alone_with_status_200_is_a_refusal(
    asks: Asks, serves: Serves, facts: Sequence[ServedPaper]
) -> None:
    server = serves(facts)
    alone = QueryApi([]).answer({"id_list": "2306.123456"}).body
    server.faults.add(saying(alone, "application/atom+xml"), when=_asked_for("2306.123456"))
    ids = [*_ids(facts[:3]), _MALFORMED]
    lookup = _one(asks(server).lookup(ids))
    assert lookup.states == dict.fromkeys(ids, "ok") | {_MALFORMED: "not_found"}


def test_an_error_entry_beside_papers_is_no_paper(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    server = serves(facts)
    server.faults.add(wrong.with_error("incorrect id format for abc"), times=1)
    ids = [*_ids(facts[:3]), _UNKNOWN]
    lookup = _one(asks(server).lookup(ids))
    assert lookup.states == dict.fromkeys(ids, "ok") | {_UNKNOWN: "not_found"}
    assert len(server.seen) == 2  # what was missing beside the error is asked for again


def test_an_error_of_another_kind_is_a_failure(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    server = serves(facts)
    server.faults.add(wrong.with_error("the index is being rebuilt"))
    lookup = _one(asks(server).lookup(_ids(facts[:3])))
    assert set(lookup.states.values()) == {"failed"}
    assert "the index is being rebuilt" in lookup.reason
    assert len(server.seen) == 3


def test_doubled_and_unsorted_entries(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    for fault in (wrong.doubled, wrong.backwards):
        server = serves(facts)
        server.faults.add(fault)
        lookup = _one(asks(server).lookup(_ids(facts[:20])))
        assert list(lookup.accounts) == _ids(facts[:20])


def test_of_two_versions_the_later_counts(asks: Asks, serves: Serves) -> None:
    server = serves([_OLD])
    server.faults.add(
        wrong.damaging(lambda entry: entry.replace(b"v3<", b"v10<").replace(b"An old", b"A newer") + entry)
    )
    account = _one(asks(server).lookup([_OLD.id])).accounts[_OLD.id]
    assert (account.facts["version"], account.paper.title) == ("10", "A newer paper")


def test_papers_that_were_not_asked_for_are_ignored(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    server = serves(facts)
    server.faults.add(wrong.damaging(lambda entry: entry + entry.replace(b"/abs/", b"/abs/1"), every=2))
    lookup = _one(asks(server).lookup(_ids(facts[:4])))
    assert list(lookup.accounts) == _ids(facts[:4])


def test_only_other_papers_are_no_answer(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    server = serves(facts)
    server.faults.add(
        wrong.damaging(lambda entry: entry.replace(b"<id>http://arxiv.org/abs/2", b"<id>http://arxiv.org/abs/1"))
    )
    lookup = _one(asks(server).lookup(_ids([paper for paper in facts if paper.arxiv.startswith("2")][:4])))
    assert set(lookup.states.values()) == {"failed"}
    assert lookup.accounts == {}


@pytest.mark.parametrize("total", ["1", "999", "-1", "many", ""])
def test_a_wrong_count_takes_nothing_away(asks: Asks, serves: Serves, facts: Sequence[ServedPaper], total: str) -> None:
    server = serves(facts)
    server.faults.add(wrong.counting(total), times=1)
    ids = [*_ids(facts[:5]), _UNKNOWN]
    lookup = _one(asks(server).lookup(ids))
    assert lookup.states == dict.fromkeys(ids, "ok") | {_UNKNOWN: "not_found"}


def test_one_unknown_id_counted_as_one_is_not_found(asks: Asks, serves: Serves) -> None:
    server = serves([])
    server.faults.add(wrong.counting("1"))
    assert _one(asks(server).lookup([_UNKNOWN])).states == {_UNKNOWN: "not_found"}
    assert len(server.seen) == 1


def test_a_reply_cut_short_is_asked_for_again(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    server = serves(facts)
    server.faults.add(wrong.first_half, times=2)
    lookup = _one(asks(server).lookup(_ids(facts[:40])))
    assert Counter(lookup.states.values()) == {"ok": 40}
    assert len(server.seen) == 3


def test_an_empty_reply_that_counts_papers_is_a_failure(
    asks: Asks, serves: Serves, facts: Sequence[ServedPaper]
) -> None:
    server = serves(facts)
    server.faults.add(wrong.without_entries)
    lookup = _one(asks(server).lookup(_ids(facts[:4])))
    assert set(lookup.states.values()) == {"failed"}
    assert len(server.seen) == 3


def test_damaged_entries_are_asked_for_again_and_then_fail(
    asks: Asks, serves: Serves, facts: Sequence[ServedPaper]
) -> None:
    server, ids = serves(facts), _ids(facts[:6])
    server.faults.add(wrong.undated)
    lookup = _one(asks(server).lookup(ids))
    states = Counter(lookup.states.values())
    assert set(states) == {"ok", "failed"}
    assert states["failed"] == 1  # the last that was left, alone
    assert {paper for paper, state in lookup.states.items() if state == "ok"} == set(lookup.accounts)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (rb"<published>2", b"<published>soon 2"),
        (rb"<updated>2", b"<updated>0"),
        (rb"<title>", b"<title/><name>"),
    ],
)
def test_damage_that_the_package_would_fail_on(
    asks: Asks, serves: Serves, facts: Sequence[ServedPaper], was: bytes, becomes: bytes
) -> None:
    def spoil(entry: bytes) -> bytes:
        entry = entry.replace(was, becomes)
        return entry.replace(b"</title>", b"</name>") if b"<name>" in becomes else entry

    server, ids = serves(facts), _ids(facts[:4])
    server.faults.add(wrong.damaging(spoil, every=3), times=1)
    assert set(_one(asks(server).lookup(ids)).states.values()) == {"ok"}
    assert len(server.seen) == 2


def test_a_batch_that_fails_does_not_spoil_the_next(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    server = serves(facts)
    server.faults.add(html_page, when=_asked_for(facts[0].arxiv))
    first, second = asks(server).lookup(_ids(facts[:150]))
    assert set(first.states.values()) == {"failed"}
    assert "HTML" in first.reason
    assert set(second.states.values()) == {"ok"}


def test_after_a_failure_for_good_the_rest_is_deferred(
    asks: Asks, serves: Serves, facts: Sequence[ServedPaper], web: Web
) -> None:
    server = serves(facts)
    server.faults.add(rate_exceeded)
    first, second = asks(server).lookup(_ids(facts[:150]))
    assert set(first.states.values()) == {"failed"}
    assert set(second.states.values()) == {"deferred"}
    assert len(server.seen) == 3
    assert [(report.name, report.state) for report in web.reports()] == [("arxiv", "unreachable")]


def test_an_endpoint_that_is_not_there_says_nothing_of_papers(
    asks: Asks, serves: Serves, facts: Sequence[ServedPaper]
) -> None:
    server = serves(facts)
    server.faults.add(status(404))
    assert set(_one(asks(server).lookup(_ids(facts[:2]))).states.values()) == {"failed"}


def test_what_was_answered_is_not_asked_again(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    server, ids = serves(facts), _ids(facts[:150])
    source = asks(server)
    assert list(source.lookup(ids)) == list(source.lookup(ids))
    assert len(server.seen) == 2


def test_only_arxiv_ids_are_taken(asks: Asks, serves: Serves) -> None:
    source = asks(serves([]))
    assert source.name == "arxiv"
    assert source.takes(PaperId("arxiv:2306.00978"))
    assert not source.takes(PaperId("doi:10.1145/1"))


def test_the_doi_of_the_published_version(asks: Asks, serves: Serves, facts: Sequence[ServedPaper]) -> None:
    paper = replace(facts[0], doi="10.1145/3712285", comment="SC 2025", journal_ref="SC '25")
    account = _one(asks(serves([paper])).lookup([paper.id])).accounts[paper.id]
    assert account.paper.aliases == {paper.id, "doi:10.1145/3712285"}
    assert (account.facts["comment"], account.facts["journal_ref"]) == ("SC 2025", "SC '25")
    assert account.paper.venue == ""
