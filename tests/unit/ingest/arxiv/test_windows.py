"""New papers by category and day, in windows that never hold more than arXiv gives."""

from __future__ import annotations

import calendar
from collections.abc import Sequence

import pytest

from litgraph.errors import InputError
from litgraph.ingest.source import Found
from litgraph.model.identifiers import PaperId
from litgraph.web.transport import Web
from tests.servers import arxiv_faults as wrong
from tests.servers.arxiv import ArxivServer
from tests.servers.faults import SeenRequest, html_page, rate_exceeded, status
from tests.servers.records import ServedPaper
from tests.unit.ingest.arxiv.conftest import Asks, Serves


def _paper(number: int, published: str, *categories: str) -> ServedPaper:
    month = published[2:4] + published[5:7]
    return ServedPaper(
        id=PaperId(f"arxiv:{month}.{number:05d}"),
        title=f"Paper {number}",
        published=published,
        categories=categories or ("cs.CL",),
    )


def _month(count: int, month: str = "2024-01") -> list[ServedPaper]:
    """Spread so many papers over a month, evenly."""
    days = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
    return [_paper(n, f"{month}-{n * days // count + 1:02d}") for n in range(count)]


def _found(found: Sequence[Found]) -> list[PaperId]:
    return [account.paper.id for one in found for account in one.accounts]


def _starts(server: ArxivServer) -> list[int]:
    return [int(seen.parameter("start")) for seen in server.seen]


def test_a_category_of_some_days(asks: Asks, serves: Serves) -> None:
    papers = [
        _paper(1, "2024-01-31T23:59:59Z"),
        _paper(2, "2024-02-01T00:00:00Z"),
        _paper(3, "2024-02-03", "cs.LG", "cs.CL"),
        _paper(4, "2024-02-03", "cs.LG"),
        _paper(5, "2024-02-29T23:59:59Z"),
        _paper(6, "2024-03-01T00:00:00Z"),
    ]
    server = serves(papers)
    (found,) = asks(server).new_papers("cs.CL", "2024-02", "2024-02")
    assert (found.state, found.reason) == ("ok", "")
    assert _found([found]) == [papers[1].id, papers[2].id, papers[4].id]
    assert server.seen[0].parameter("search_query") == ("cat:cs.CL AND submittedDate:[202402010000 TO 202402292359]")


def test_a_quiet_window_is_empty(asks: Asks, serves: Serves) -> None:
    assert list(asks(serves(_month(3))).new_papers("hep-th", "2024-01-01", "2024-01-31")) == [Found(state="empty")]


def test_no_days_no_question(asks: Asks, serves: Serves) -> None:
    server = serves([])
    assert list(asks(server).new_papers("cs.CL", "2024-02-02", "2024-02-01")) == []
    assert server.seen == []


def test_pages_are_read_to_the_end(asks: Asks, serves: Serves) -> None:
    papers = _month(450)
    server = serves(papers)
    (found,) = asks(server).new_papers("cs.CL", "2024-01", "2024")
    assert sorted(_found([found])) == [paper.id for paper in papers]
    assert _starts(server) == [0, 200, 400]
    assert {seen.parameter("max_results") for seen in server.seen} == {"200"}


def test_a_month_of_five_thousand_is_cut_into_windows(asks: Asks, serves: Serves) -> None:
    papers = _month(5_000)
    server = serves(papers)
    found = list(asks(server).new_papers("cs.CL", "2024-01-01", "2024-01-31"))
    assert sorted(_found(found)) == [paper.id for paper in papers]
    assert {one.state for one in found} == {"ok"}
    assert all(len(one.accounts) <= 2_000 for one in found)
    assert max(_starts(server)) < 2_000
    assert len(server.seen) == 3 + sum(-(-len(one.accounts) // 200) for one in found)  # three windows were cut


def test_a_day_with_too_many_is_capped(asks: Asks, serves: Serves) -> None:
    papers = [*_month(25), *(_paper(100 + n, f"2024-01-15T{n // 60:02d}:{n % 60:02d}:00Z") for n in range(60))]
    server = serves(papers)
    found = list(asks(server, most=20, page=6).new_papers("cs.CL", "2024-01", "2024-01"))
    (capped,) = [one for one in found if one.state not in ("ok", "empty")]
    assert capped.state == "capped"
    assert "61 papers of cs.CL on 2024-01-15" in capped.reason
    assert "no more than 20" in capped.reason
    assert len(capped.accounts) == 20
    assert max(_starts(server)) < 20
    assert all(int(seen.parameter("start")) + int(seen.parameter("max_results")) <= 20 for seen in server.seen)
    others = {paper.id for paper in papers if not paper.published.startswith("2024-01-15")}
    assert others <= set(_found(found))


def test_exactly_as_many_as_are_given_are_not_cut(asks: Asks, serves: Serves) -> None:
    papers = _month(20)
    (found,) = asks(serves(papers), most=20, page=6).new_papers("cs.CL", "2024-01", "2024-01")
    assert found.state == "ok"
    assert len(found.accounts) == 20


def test_papers_of_other_days_are_dropped(asks: Asks, serves: Serves) -> None:
    server = serves([_paper(1, "2024-01-05"), _paper(2, "2024-01-06")])
    server.faults.add(wrong.damaging(lambda entry: entry.replace(b"<published>2024-01-06", b"<published>2024-02-06")))
    (found,) = asks(server).new_papers("cs.CL", "2024-01", "2024-01")
    assert (found.state, len(found.accounts)) == ("ok", 1)


def test_doubled_and_unsorted_entries_count_once(asks: Asks, serves: Serves) -> None:
    papers = _month(8)
    for fault in (wrong.doubled, wrong.backwards):
        server = serves(papers)
        server.faults.add(fault)
        (found,) = asks(server, page=5).new_papers("cs.CL", "2024-01", "2024-01")
        assert (found.state, sorted(_found([found]))) == ("ok", [paper.id for paper in papers])


def test_a_list_that_shifts_is_failed_with_what_it_gave(asks: Asks, serves: Serves) -> None:
    papers = _month(20)
    server = serves(papers)

    def again(seen: SeenRequest) -> bool:
        return seen.parameter("start") == "10"

    server.faults.add(wrong.damaging(lambda entry: _as_the_first(entry)), when=again)
    (found,) = asks(server, page=10).new_papers("cs.CL", "2024-01", "2024-01")
    assert found.state == "failed"
    assert "counts 20 papers of cs.CL from 2024-01-01 to 2024-01-31, and gave 10" in found.reason
    assert _found([found]) == [paper.id for paper in papers[:10]]


def _as_the_first(entry: bytes) -> bytes:
    return entry.replace(b"/abs/2401.0001", b"/abs/2401.0000")


def test_a_short_page_loses_nothing(asks: Asks, serves: Serves) -> None:
    papers = _month(20)
    server = serves(papers)
    server.faults.add(wrong.first_half, times=1)
    (found,) = asks(server, page=10).new_papers("cs.CL", "2024-01", "2024-01")
    assert (found.state, _found([found])) == ("ok", [paper.id for paper in papers])
    assert _starts(server) == [0, 5, 15]


@pytest.mark.parametrize("total", ["3", "0", "", "many", "-5"])
def test_a_count_that_cannot_be_is_a_failure(asks: Asks, serves: Serves, total: str) -> None:
    server = serves(_month(8))
    server.faults.add(wrong.counting(total))
    (found,) = asks(server).new_papers("cs.CL", "2024-01", "2024-01")
    assert found.state == "failed"
    assert found.accounts == ()
    assert len(server.seen) == 3


def test_a_count_that_is_too_high_is_a_failure(asks: Asks, serves: Serves) -> None:
    server = serves(_month(8))
    server.faults.add(wrong.counting("9"))
    (found,) = asks(server).new_papers("cs.CL", "2024-01", "2024-01")
    assert found.state == "failed"
    assert len(found.accounts) == 8
    assert len(server.seen) == 1 + 3  # the second page is empty, which is asked again


def test_a_feed_without_a_count_is_a_failure(asks: Asks, serves: Serves) -> None:
    server = serves(_month(8))
    server.faults.add(wrong.without_total)
    (found,) = asks(server).new_papers("cs.CL", "2024-01", "2024-01")
    assert (found.state, found.accounts) == ("failed", ())


def test_an_empty_page_in_the_middle_is_asked_again(asks: Asks, serves: Serves) -> None:
    papers = _month(30)
    server = serves(papers)
    fault = server.faults.add(wrong.without_entries, times=2, when=lambda seen: seen.parameter("start") == "10")
    (found,) = asks(server, page=10).new_papers("cs.CL", "2024-01", "2024-01")
    assert (found.state, len(found.accounts)) == ("ok", 30)
    assert fault.acted == 2
    assert _starts(server) == [0, 10, 10, 10, 20]


def test_an_empty_page_for_ever_fails_with_what_came_before(asks: Asks, serves: Serves) -> None:
    server = serves(_month(30))
    server.faults.add(wrong.without_entries, when=lambda seen: seen.parameter("start") == "10")
    (found,) = asks(server, page=10).new_papers("cs.CL", "2024-01", "2024-01")
    assert (found.state, len(found.accounts)) == ("failed", 10)
    assert "empty page from 10 on of 30" in found.reason
    assert _starts(server) == [0, 10, 10, 10]


def test_damaged_entries_are_left_out_and_told(asks: Asks, serves: Serves) -> None:
    server = serves(_month(8))
    server.faults.add(wrong.undated)
    (found,) = asks(server).new_papers("cs.CL", "2024-01", "2024-01")
    assert (found.state, len(found.accounts)) == ("ok", 4)
    assert found.reason == "4 of 8 papers of cs.CL from 2024-01-01 to 2024-01-31 are damaged"


def test_a_failure_is_the_last_window(asks: Asks, serves: Serves) -> None:
    server = serves(_month(60))
    server.faults.add(html_page, when=lambda seen: "[20240109" in seen.parameter("search_query"))
    found = list(asks(server, most=20, page=10).new_papers("cs.CL", "2024-01", "2024-01"))
    assert [one.state for one in found] == ["ok", "failed"]
    assert found[1].accounts == ()
    assert not any("[20240117" in seen.parameter("search_query") for seen in server.seen[1:])


def test_after_a_failure_for_good_the_next_category_is_deferred(asks: Asks, serves: Serves, web: Web) -> None:
    server = serves(_month(5))
    server.faults.add(rate_exceeded)
    source = asks(server)
    (first,) = source.new_papers("cs.CL", "2024-01", "2024-01")
    (second,) = source.new_papers("cs.LG", "2024-01", "2024-01")
    assert (first.state, second.state) == ("failed", "deferred")
    assert len(server.seen) == 3
    assert web.reports()[0].state == "unreachable"


@pytest.mark.parametrize("code", [400, 404])
def test_a_refused_query_is_a_failure(asks: Asks, serves: Serves, code: int) -> None:
    server = serves(_month(5))
    server.faults.add(status(code))
    (found,) = asks(server).new_papers("cs.CL", "2024-01", "2024-01")
    assert (found.state, found.accounts) == ("failed", ())
    assert len(server.seen) == 1


def test_an_error_entry_is_never_an_empty_window(asks: Asks, serves: Serves) -> None:
    server = serves([])
    server.faults.add(wrong.with_error("incorrect id format for cs.CL"))
    (found,) = asks(server).new_papers("cs.CL", "2024-01", "2024-01")
    assert found.state == "failed"


@pytest.mark.parametrize("category", ["", "cs.CL OR all:x", "Computation and Language", "cs.CL]"])
def test_only_categories_are_asked_for(asks: Asks, serves: Serves, category: str) -> None:
    with pytest.raises(InputError, match="is no arXiv category"):
        list(asks(serves([])).new_papers(category, "2024", "2024"))


@pytest.mark.parametrize(("since", "until"), [("soon", "2024"), ("2024", "2024-13"), ("2024-02-30", "2024")])
def test_only_dates_are_asked_for(asks: Asks, serves: Serves, since: str, until: str) -> None:
    with pytest.raises(InputError, match="is no date"):
        list(asks(serves([])).new_papers("cs.CL", since, until))


def test_one_request_at_a_time_at_the_interval(asks: Asks, serves: Serves) -> None:
    server = serves(_month(30))
    (found,) = asks(server, page=10, interval=0.15).new_papers("cs.CL", "2024-01", "2024-01")
    assert found.state == "ok"
    assert server.most_at_once == 1
    assert min(server.gaps()) >= 0.1  # a busy machine notes a request late
