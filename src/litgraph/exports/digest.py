"""The digest: what is new in a survey's field since a day, for a weekly issue or a reading group.

Markdown for people, and Atom (RFC 4287) for feed readers. Titles come from anywhere: nothing in them is markup here.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from litgraph.exports.links import paper_links
from litgraph.lists.escape import escape_markdown
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path, join_path

_SHOWN = 50  # papers of a section; the rest is counted
_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold, escaped or not.
_UNFIT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPaper:
    """A paper that came since, and where it stands: `listed`, or a `candidate`."""

    id: PaperId
    title: str
    date: str
    day: str
    status: str
    cluster: str = ""

    @property
    def url(self) -> str:
        """Give the address of the paper, or nothing."""
        links = paper_links([self.id])
        return links[0].url if links else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RisingCluster:
    """An emerging cluster, with its most central papers and the heading that it asks for, if any."""

    id: str
    label: str
    description: str
    size: int
    growth: float
    interval: tuple[float, float]
    proposal: Path = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """A listed preprint that has a venue now, by its line (1-based) of the list."""

    title: str
    message: str
    line: int
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is new from one day to another; `sections` are by heading, those of no heading under the empty path."""

    survey: str
    since: str
    until: str
    sections: Mapping[Path, Sequence[NewPaper]]
    clusters: Sequence[RisingCluster]
    upgrades: Sequence[Upgrade]


def render_markdown(digest: Digest) -> str:
    """Write the digest as Markdown."""
    return "\n".join(_lines(digest)) + "\n"


def render_atom(digest: Digest) -> str:
    """Write the digest as a feed: an entry for each new paper, emerging cluster and venue, the newest first."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _add(feed, "title", f"{digest.survey}: new since {digest.since}")
    _add(feed, "id", _urn(digest.survey))
    _add(feed, "updated", _moment(digest.until))
    _add(ET.SubElement(feed, f"{{{_ATOM}}}author"), "name", digest.survey)
    for paper, paths in _headings(digest):
        entry = _entry(feed, digest, paper.id, paper.title or paper.id, paper.day)
        if paper.url:
            ET.SubElement(entry, f"{{{_ATOM}}}link", {"href": paper.url})
        for path in paths:
            ET.SubElement(entry, f"{{{_ATOM}}}category", {"term": _fit(join_path(path))})
        where = f"under {'; '.join(map(join_path, paths))}" if paths else "under no heading yet"
        _add(entry, "summary", f"{paper.status}, {where}" + (f"; {paper.cluster}" if paper.cluster else ""))
    for cluster in digest.clusters:
        entry = _entry(feed, digest, cluster.id, f"Emerging: {cluster.label}", digest.until)
        _add(entry, "summary", f"{_growth(cluster)}. {cluster.description}")
    for one in digest.upgrades:
        entry = _entry(feed, digest, f"{one.line} {one.message}", f"Venue: {one.title}", one.day)
        _add(entry, "summary", one.message)
    ET.indent(feed)
    return ET.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def _headings(digest: Digest) -> Iterator[tuple[NewPaper, list[Path]]]:
    """Give each paper once, the newest first, with the headings that it stands at."""
    headings: dict[PaperId, tuple[NewPaper, list[Path]]] = {}
    for path, papers in digest.sections.items():
        for paper in papers:
            headings.setdefault(paper.id, (paper, []))[1].extend([path] if path else [])
    yield from sorted(headings.values(), key=lambda one: one[0].day, reverse=True)


def _lines(digest: Digest) -> Iterator[str]:
    yield f"# {escape_markdown(digest.survey)}: {digest.since} to {digest.until}"
    if not (digest.sections or digest.clusters or digest.upgrades):
        yield from ("", "Nothing new.")
    if digest.sections:
        count = len({paper.id for papers in digest.sections.values() for paper in papers})
        yield from ("", f"## New papers ({count})")
    for path, papers in digest.sections.items():
        yield from ("", f"### {escape_markdown(join_path(path)) if path else 'Under no heading yet'}", "")
        yield from (_paper_line(paper) for paper in papers[:_SHOWN])
        if len(papers) > _SHOWN:
            yield f"- and {len(papers) - _SHOWN} more"
    if digest.clusters:
        yield from ("", "## Emerging clusters")
    for cluster in digest.clusters:
        yield from ("", f"### {escape_markdown(cluster.label)}", "", f"{_growth(cluster)}.")
        if cluster.proposal:
            yield f"It asks for a heading: {escape_markdown(join_path(cluster.proposal))}."
        yield from ("", escape_markdown(cluster.description))
    if digest.upgrades:
        yield from ("", "## Preprints that have a venue now", "")
    for one in digest.upgrades:
        yield f"- {escape_markdown(one.title)} (line {one.line}): {escape_markdown(one.message)}"


def _paper_line(paper: NewPaper) -> str:
    title = escape_markdown(paper.title or paper.id)
    named = f"[{title}]({paper.url})" if paper.url else title
    notes = (paper.date, "on the list" if paper.status == "listed" else "", escape_markdown(paper.cluster))
    return f"- {named} ({', '.join(note for note in notes if note)})"


def _growth(cluster: RisingCluster) -> str:
    low, high = cluster.interval
    return f"{cluster.size} papers, growing {cluster.growth:.1f} times as fast as the field ({low:.1f} to {high:.1f})"


def _entry(feed: ET.Element, digest: Digest, key: str, title: str, day: str) -> ET.Element:
    entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
    _add(entry, "title", title)
    _add(entry, "id", _urn(f"{digest.survey}\n{key}"))
    _add(entry, "updated", _moment(day))
    return entry


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = _fit(" ".join(text.split()))


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


def _urn(text: str) -> str:
    """Name something so that a feed reader knows it again in the next feed."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text.encode('utf-8', 'replace').decode())}"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
