"""BibTeX entries: stable keys, text that TeX prints as it stands."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from litgraph.exports.bibtex import cite_keys, escape_latex, render_bibtex
from tests.unit.exports.drawn import hostile, paper, survey


def test_conference_paper() -> None:
    entry = next(one for one in render_bibtex(survey()).split("\n\n") if "frantar2022gptq" in one).strip()
    assert (
        entry
        == """@inproceedings{frantar2022gptq,
  title = {{GPTQ}: {Accurate} {Post}-{Training} {Quantization}},
  author = {Elias Frantar and Dan Alistarh},
  year = {2022},
  booktitle = {ICLR},
  eprint = {2210.17323},
  archivePrefix = {arXiv},
  url = {https://arxiv.org/abs/2210.17323},
  keywords = {Quantization},
}"""
    )


@pytest.mark.parametrize(
    ("venue", "start"),
    [
        ("", "@misc{"),
        ("arXiv, 2023", "@misc{"),
        ("TMLR", "@article{"),
        ("Journal of X", "@article{"),
        ("ACL", "@inproceedings{"),
    ],
)
def test_kind_follows_the_venue(venue: str, start: str) -> None:
    graph = replace(survey(), papers=(paper("arxiv:2401.00001", "T", venue=venue),))
    assert render_bibtex(graph).startswith(start)


def test_keys_that_clash_get_letters_by_id() -> None:
    facts = {"authors": ("Ada Lovelace",), "year": 2020}
    papers = [paper("doi:10.1000/b", "On Engines", **facts), paper("arxiv:2001.00001", "The Engines", **facts)]
    assert cite_keys(papers) == {"arxiv:2001.00001": "lovelace2020enginesa", "doi:10.1000/b": "lovelace2020enginesb"}


def test_a_letter_never_makes_a_key_of_another_paper() -> None:
    papers = [paper(f"local:{n}", title) for n, title in enumerate(("Data", "Data", "Dataa"))]
    assert len(set(cite_keys(papers).values())) == 3


def test_key_of_names_beyond_ascii() -> None:
    papers = [
        paper("local:1", "Éxtra Points", authors=("Bädoiu, Mihai",), year=2003),
        paper("local:2", "中文", authors=("王伟",)),
    ]
    assert list(cite_keys(papers).values()) == ["badoiu2003extra", "anonnd"]


def test_doi_and_verbatim_fields_are_not_escaped() -> None:
    assert "  doi = {10.1000/x_y}," in render_bibtex(survey())


def test_papers_without_a_title_are_left_out() -> None:
    graph = replace(survey(), papers=(paper("arxiv:2401.00001"),), citations=())
    assert render_bibtex(graph) == ""


def test_author_with_and_is_one_person() -> None:
    graph = replace(
        survey(), papers=(paper("local:1", "T", authors=("Research and Data Team", "Ada B")),), citations=()
    )
    assert "author = {{Research and Data Team} and Ada B}" in render_bibtex(graph)


def test_escape_latex() -> None:
    assert escape_latex(r"50% of \input{x} & $a_b$ #1 ~^") == (
        r"50\% of \textbackslash{}input\{x\} \& \$a\_b\$ \#1 \textasciitilde{}\textasciicircum{}"
    )


def test_hostile_text_keeps_braces_balanced_and_commands_out() -> None:
    text = render_bibtex(hostile())
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")
    assert "\\input" not in text
    assert len(re.findall(r"^@\w+\{", text, re.MULTILINE)) == 5
