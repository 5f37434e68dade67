"""Clusters over time as an SVG picture: a band a cluster, a bar a quarter, as high as the cluster was large.

Colours are those of Okabe & Ito, which colour-blind people tell apart; each event has a sign besides. A bar leads to
the cluster's most central paper, and names some papers when pointed at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from litgraph.exports.links import paper_links
from litgraph.model.identifiers import PaperId
from litgraph.model.text import clean_text

NAMED = 5  # papers of a bar, when pointed at
MOST = 40  # bands of a picture, those that got the most papers
_COLUMN, _ROW, _LEFT, _TOP, _RIGHT = 92, 34, 250, 58, 24
_STYLE: Mapping[str, tuple[str, str, str]] = {  # colour, colour of what is written on it, sign
    "known": ("#DDDDDD", "#000000", ""),
    "birth": ("#009E73", "#000000", "★"),
    "growth": ("#0072B2", "#FFFFFF", "▲"),
    "steady": ("#AAAAAA", "#000000", ""),
    "decline": ("#E69F00", "#000000", "▼"),
    "split": ("#CC79A7", "#000000", "Y"),
    "merge": ("#D55E00", "#000000", "⋈"),
}

Told = Mapping[str, Any]


def render_timeline(windows: Sequence[Told], titles: Mapping[str, str]) -> str:
    """Draw windows in the shape that `history.shape_history` gives."""
    bands = _bands(windows)
    wide = _LEFT + _COLUMN * len(windows) + _RIGHT
    high = _TOP + _ROW * len(bands) + 40
    body = [*_axis(windows, high), *_legend(high), *_rows(windows, bands, titles)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        'font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="Clusters over time">'
    )
    return "\n".join((head, f'<rect width="{wide}" height="{high}" fill="#ffffff"/>', *body, "</svg>")) + "\n"


def _bands(windows: Sequence[Told]) -> list[tuple[int, str]]:
    """Give the bands that got the most papers with their latest label, by first window, then the most first."""
    first: dict[int, int] = {}
    added: dict[int, int] = {}
    label: dict[int, str] = {}
    for place, window in enumerate(windows):
        for one in window["clusters"]:
            first.setdefault(one["band"], place)
            added[one["band"]] = added.get(one["band"], 0) + (one["added"] if place else 0)
            label[one["band"]] = one["label"]
    kept = sorted(added, key=lambda band: (-added[band], band))[:MOST]
    return [(band, label[band]) for band in sorted(kept, key=lambda band: (first[band], -added[band], band))]


def _rows(windows: Sequence[Told], bands: Sequence[tuple[int, str]], titles: Mapping[str, str]) -> Iterator[str]:
    row_of = {band: row for row, (band, _) in enumerate(bands)}
    tallest = max((one["size"] for window in windows for one in window["clusters"]), default=1)
    for band, label in bands:
        middle = _TOP + _ROW * row_of[band] + _ROW / 2
        yield f'<text x="{_LEFT - 10}" y="{middle + 4:g}" text-anchor="end" fill="#222222">{_text(label, 38)}</text>'
    for place, window in enumerate(windows):
        for one in window["clusters"]:
            if one["band"] in row_of:
                yield from _origins(one, place, row_of)
                yield _bar(one, place, row_of[one["band"]], tallest, window["as_of"], titles)


def _bar(one: Told, place: int, row: int, tallest: int, day: str, titles: Mapping[str, str]) -> str:
    colour, ink, sign = _STYLE[one["event"]]
    height = max(2.0, (_ROW - 6) * (one["size"] / tallest) ** 0.5)
    left, middle = _LEFT + _COLUMN * place + 8, _TOP + _ROW * row + _ROW / 2
    named = [titles.get(paper) or paper for paper in one["papers"][:NAMED]]
    told = f"{one['label']}, {day}: {one['size']} papers, {one['added']} new, {one['event']}"
    drawn = (
        f'<rect x="{left}" y="{middle - height / 2:.1f}" width="{_COLUMN - 16}" height="{height:.1f}" rx="2" '
        f'fill="{colour}"><title>{_text(chr(10).join((told, *named)))}</title></rect>'
        f'<text x="{left + _COLUMN / 2 - 8:g}" y="{middle + 4:g}" text-anchor="middle" font-size="11" '
        f'fill="{ink}" pointer-events="none">{sign} {one["size"]}</text>'
    )
    links = paper_links([PaperId(one["papers"][0])])
    return f"<a href={quoteattr(links[0].url)}>{drawn}</a>" if links else drawn


def _origins(one: Told, place: int, row_of: Mapping[int, int]) -> Iterator[str]:
    """Draw from which other bands a cluster came."""
    if not place or one["event"] not in ("split", "merge"):
        return
    right, end = _LEFT + _COLUMN * place + 8, _TOP + _ROW * row_of[one["band"]] + _ROW / 2
    for source in one["from"]:
        if source != one["band"] and source in row_of:
            start = _TOP + _ROW * row_of[source] + _ROW / 2
            way = f"M{right - 16} {start:g}C{right - 4} {start:g} {right - 12} {end:g} {right} {end:g}"
            yield f'<path d="{way}" fill="none" stroke="{_STYLE[one["event"]][0]}" stroke-width="1.5"/>'


def _axis(windows: Sequence[Told], high: int) -> Iterator[str]:
    for place, window in enumerate(windows):
        left = _LEFT + _COLUMN * place
        yield f'<line x1="{left}" y1="{_TOP - 8}" x2="{left}" y2="{high - 36}" stroke="#e5e5e5"/>'
        middle = left + _COLUMN / 2
        yield f'<text x="{middle:g}" y="24" text-anchor="middle" fill="#222222">{_text(window["as_of"])}</text>'
        known = f"{window['papers']:,} papers"
        yield f'<text x="{middle:g}" y="40" text-anchor="middle" font-size="10" fill="#555555">{known}</text>'


def _legend(high: int) -> Iterator[str]:
    for place, (event, (colour, _, sign)) in enumerate(_STYLE.items()):
        left = 16 + 96 * place
        yield f'<rect x="{left}" y="{high - 24}" width="12" height="12" fill="{colour}"/>'
        yield f'<text x="{left + 18}" y="{high - 14}" fill="#222222">{sign} {event}</text>'


def _text(text: str, longest: int | None = None) -> str:
    plain = "\n".join(clean_text(line) for line in text.split("\n"))
    cut = plain if longest is None or len(plain) <= longest else f"{plain[: longest - 1]}…"
    return escape(cut)
