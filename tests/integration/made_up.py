"""Papers that do not exist, as many as a test needs: the snapshot's facts are too few, and cite too little.

Their ids are of December 2029, their titles say what they are, and who cites whom is drawn. No figure rests on them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from litgraph.model.identifiers import PaperId, value_of
from tests.servers.records import ServedPaper, completed
from tests.servers.s2_library import KnownPaper, Reference, known_papers

_SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve", "wi", "xo", "zu")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUp:
    """A list of papers that do not exist, and what each service says of them."""

    text: str
    papers: Sequence[ServedPaper]
    library: Sequence[KnownPaper]


def make_up(count: int, seed: int) -> MadeUp:
    """Draw so many papers, each citing up to four others.

    Of twenty entries one has a DOI alone, one an ACL link alone, one a title alone, one an arXiv id that nobody knows,
    and one has references that its publisher withholds.
    """
    chance = random.Random(seed)
    numbers = range(count)
    papers = [completed(_paper(number, chance)) for number in numbers]
    citing = [(p.id, papers[cited].id) for p in papers for cited in chance.sample(numbers, min(4, count - 1))]
    known = known_papers(papers, citing)
    library = [_known(number, paper) for number, paper in enumerate(known)]
    lines = (_line(number, paper) for number, paper in enumerate(papers))
    text = "# Made-up Papers\n\n## Some\n" + "".join(lines)
    unknown = {number for number in numbers if number % 20 == 13}
    return MadeUp(
        text=text,
        papers=[p for n, p in enumerate(papers) if n not in unknown],
        library=[p for n, p in enumerate(library) if n not in unknown],
    )


def _paper(number: int, chance: random.Random) -> ServedPaper:
    words = " ".join("".join(chance.choices(_SYLLABLES, k=3)).capitalize() for _ in range(5))
    return ServedPaper(id=PaperId(f"arxiv:2912.{90_000 + number:05d}"), title=f"Made-up {words}", authors=("No One",))


def _known(number: int, paper: KnownPaper) -> KnownPaper:
    names = {10: f"doi:10.5555/made.up.{number}", 11: f"acl:2029.made-up.{number}"}
    name = names.get(number % 20)
    if name:
        return replace(paper, ids=paper.ids | {PaperId(name)})
    if number % 20 == 14:
        return replace(paper, elided=True)
    return replace(paper, references=(*paper.references, Reference(title="A made-up book", authors=("No One",))))


def _line(number: int, paper: ServedPaper) -> str:
    links = {
        10: f"https://doi.org/10.5555/made.up.{number}",
        11: f"https://aclanthology.org/2029.made-up.{number}/",
        12: f"https://example.org/made-up/{number}.pdf",
    }
    link = links.get(number % 20, f"https://arxiv.org/abs/{value_of(paper.id)}")
    return f"- {paper.title}, <ins>arXiv, 2029</ins> [[Paper]({link})]\n"
