"""Export graphs drawn by hand, and titles that mean harm."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litgraph.exports.graph import ExportGraph, ExportPaper, ExportStep, ExportTechnique
from litgraph.exports.links import paper_links
from litgraph.model.assignment import Alternative
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path

QUANTIZATION: Path = ("Model-Centric", "Quantization")
PRUNING: Path = ("Model-Centric", "Pruning")
PROMPTS: Path = ("Data-Centric", "Prompts")

HOSTILE = (
    "</script><script>document.title='pwned'</script>",
    "<img src=x onerror=\"document.title='pwned'\">",
    "\"><svg onload=document.title='pwned'> 'single' & `back` ${1+1}",
    "<!-- <script> ]]> \\input{/etc/passwd} %comment #$_^~ {unbalanced",
    "[click](javascript:alert(1)) | a | b | 中文标题 🚀",
)


def paper(key: str, title: str = "", **facts: Any) -> ExportPaper:
    """Draw a paper; its links are those of its identifier."""
    return ExportPaper(id=PaperId(key), title=title, links=paper_links([PaperId(key)]), **facts)


def survey() -> ExportGraph:
    """Draw four papers: two listed, a candidate for review, and one of the periphery that all of them cite."""
    return ExportGraph(
        survey="A Survey",
        generated="2024-05-06",
        taxonomy=(("Model-Centric",), QUANTIZATION, PRUNING, ("Data-Centric",), PROMPTS),
        papers=(
            paper("arxiv:1706.03762", "Attention Is All You Need", year=2017, local_citations=3),
            paper(
                "arxiv:2210.17323",
                "GPTQ: Accurate Post-Training Quantization",
                authors=("Elias Frantar", "Dan Alistarh"),
                date="2022-10-31",
                year=2022,
                venue="ICLR",
                status="listed",
                categories=(QUANTIZATION,),
                probability=1.0,
                method="CURATED",
                local_citations=1,
            ),
            paper(
                "arxiv:2301.00774",
                "SparseGPT",
                authors=("Elias Frantar",),
                date="2023-01",
                year=2023,
                status="listed",
                categories=(PRUNING,),
                probability=1.0,
                method="CURATED",
            ),
            paper(
                "doi:10.1000/x_y",
                "Squeezing Models & Prompts",
                year=2024,
                status="candidate",
                categories=(QUANTIZATION,),
                probability=0.625,
                in_scope=0.75,
                method="EMBEDDED",
                filed=False,
                alternatives=(
                    Alternative(category=QUANTIZATION, probability=0.625),
                    Alternative(category=PROMPTS, probability=0.25),
                ),
                because=(PaperId("arxiv:2210.17323"), PaperId("arxiv:9999.99999")),
            ),
        ),
        citations=((1, 0), (2, 0), (2, 1), (3, 0)),
        references_known=2,
        references_of=2,
        hidden_papers=7,
        hidden_citations=1,
        sources=("arxiv", "list"),
    )


def hostile() -> ExportGraph:
    """Draw a graph in which every piece of text means harm."""
    papers = tuple(
        paper(
            f"arxiv:2401.0000{number}",
            title,
            authors=(title, "A and B"),
            year=2024,
            venue=title,
            abstract=title,
            status="listed",
            categories=((title, title),),
        )
        for number, title in enumerate(HOSTILE)
    )
    return ExportGraph(survey=HOSTILE[0], generated="2024-05-06", papers=papers, citations=((0, 1),))


def empty() -> ExportGraph:
    """Draw a survey that has nothing yet."""
    return ExportGraph(survey="Nothing Yet", generated="2024-05-06")


def crowd(size: int, linked: bool = True) -> ExportGraph:
    """Draw many papers of no category; each cites the one at half its position."""
    papers = tuple(paper(f"local:{number:06d}") for number in range(size))
    citations = tuple((number, number // 2) for number in range(1, size)) if linked else ()
    return ExportGraph(survey="A Crowd", generated="2024-05-06", papers=papers, citations=citations)


def told() -> ExportGraph:
    """Draw the survey with techniques: GPTQ extends OBQ, SparseGPT doubtfully uses it, and GPTQ 4-bit is a variant."""
    gptq, sparse = PaperId("arxiv:2210.17323"), PaperId("arxiv:2301.00774")
    return replace(
        survey(),
        techniques=(
            ExportTechnique(name="GPTQ", kind="method", year=2022, papers=(gptq,)),
            ExportTechnique(name="GPTQ 4-bit", kind="method"),
            ExportTechnique(name=HOSTILE[1], kind="method", year=2020),
            ExportTechnique(name="SparseGPT", kind="method", year=2023, papers=(sparse,)),
        ),
        steps=(
            ExportStep(newer=0, older=2, type="EXTENDS", paper=gptq, sentence=HOSTILE[0], witnesses=3),
            ExportStep(newer=1, older=0, type="VARIANT_OF"),
            ExportStep(
                newer=3, older=0, type="USES", paper=sparse, sentence="It uses GPTQ.", witnesses=1, doubtful=True
            ),
        ),
    )
