"""Reading the replies of the Graph and Recommendations APIs: each is what it must be, or it is no answer."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litgraph.ingest.fields import Fields
from litgraph.ingest.semantic_scholar.names import identifiers_of
from litgraph.ingest.semantic_scholar.records import sound_record
from litgraph.model.identifiers import PaperId
from litgraph.model.text import clean_text
from litgraph.web.request import BadReply, Reply

Records = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of references or citations; `after` is where the next begins, `elided` why the publisher gives none."""

    rows: Sequence[Fields] = ()
    after: int | None = None
    elided: str = ""


def read_batch(reply: Reply, asked: Sequence[PaperId]) -> tuple[Fields | None, ...]:
    """Read one record for each identifier that was asked for, in that order; None is an unknown one."""
    answer = _answer_of(reply)
    if not isinstance(answer, list) or not all(one is None or isinstance(one, dict) for one in answer):
        raise BadReply("the batch is no list of papers")
    if len(answer) != len(asked):
        raise BadReply(f"the batch answers {len(answer)} papers to {len(asked)} identifiers")
    records = tuple(None if one is None else sound_record(one, _day_of(reply)) for one in answer)
    _check_order(records, asked)
    return records


def read_page(reply: Reply, nested: str, offset: int) -> Page:
    """Read the page that begins at `offset`; `nested` is the field of a row that holds the paper at the other end."""
    answer = _object_of(reply)
    if "data" not in answer:
        raise BadReply("the page has no `data`")
    rows, elided = answer["data"], _elision_in(answer)
    if offset == 0 and (rows is None or (rows == [] and "references" in elided)) and elided:
        return Page(elided=elided)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadReply("the `data` of the page is null or no list of rows")
    if offset and not rows:
        raise BadReply(f"the page at {offset} was promised and is empty")
    if answer.get("offset") not in (None, offset):
        raise BadReply(f"the page at {offset} says that it begins elsewhere")
    day = _day_of(reply)
    return Page(rows=[_sound_row(row, nested, day) for row in rows], after=_after(answer, offset))


def read_records(reply: Reply, field: str) -> dict[str, Records]:
    """Read an object that holds a list of papers under `field`."""
    records = _object_of(reply).get(field)
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise BadReply(f"the reply has no list of papers under `{field}`")
    return {field: [sound_record(record, _day_of(reply)) for record in records]}


def _object_of(reply: Reply) -> Mapping[str, Any]:
    answer = _answer_of(reply)
    if not isinstance(answer, dict):
        raise BadReply("the reply is no JSON object")
    return answer


def _answer_of(reply: Reply) -> Any:
    try:
        answer = json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        raise BadReply(f"the reply is no JSON: {_shown(reply.body)}") from error
    if isinstance(answer, dict) and (told := answer.get("error") or answer.get("message")):
        raise BadReply(f"status 200 with an error: {_shown(told)}", busy="too many requests" in str(told).lower())
    return answer


def _sound_row(row: Fields, nested: str, day: str) -> Fields:
    paper = row.get(nested)
    return {**row, nested: sound_record(paper if isinstance(paper, dict) else {}, day)}


def _after(answer: Fields, offset: int) -> int | None:
    after = answer.get("next")
    if after is None:
        return None
    if not isinstance(after, int) or isinstance(after, bool) or after <= offset:
        raise BadReply(f"the page after {offset} is said to begin at {_shown(after)}")
    return after


def _check_order(records: Sequence[Fields | None], asked: Sequence[PaperId]) -> None:
    """Refuse a batch in which a record stands in the place of another one."""
    shown = {one: identifiers_of(record) if record else frozenset() for one, record in zip(asked, records, strict=True)}
    misplaced = {one for one in asked if one not in shown[one]}
    for one in misplaced:
        if shown[one] & misplaced:  # what was asked for in another place, where it is not
            raise BadReply(f"the batch is out of order at {one}")


def _elision_in(answer: Fields) -> str:
    """Give the disclaimer that says that the publisher withholds fields, if there is one."""
    notices = (notice for notice in _disclaimers_in(answer.get("citingPaperInfo")) if "elided" in notice.lower())
    return next(notices, "")


def _disclaimers_in(value: object) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        if name == "disclaimer" and isinstance(inner, str):
            yield clean_text(inner)[:500]
        yield from _disclaimers_in(inner)


def _day_of(reply: Reply) -> str:
    return datetime.datetime.fromtimestamp(reply.fetched, tz=datetime.UTC).date().isoformat()


def _shown(value: object) -> str:
    """Show the beginning of what came, harmless on a terminal."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return clean_text(text[:80])
