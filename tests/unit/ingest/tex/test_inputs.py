"""Files that take in others, and the one that is the document."""

from __future__ import annotations

import pytest

from litgraph.ingest.tex.source import read_source
from litgraph.ingest.tex.tree import TexTrouble
from tests.unit.ingest.tex.build import cited, read, tree_of

_MAIN = "\\documentclass{article}\\begin{document}%s\\end{document}"


@pytest.mark.parametrize(
    "command",
    [
        r"\input{parts/one}",
        r"\input{parts/one.tex}",
        r"\input{./parts/one}",
        r"\input{ parts/one }",
        r'\input{"parts/one"}',
        "\\input parts/one \n",
        r"\include{parts/one}",
        r"\subfile{parts/one}",
        r"\import{parts/}{one}",
        r"\subimport{parts}{one.tex}",
        r"\InputIfFileExists{parts/one}{}{\section{Absent}}",
        r"\IfFileExists{parts/one.tex}{\input{parts/one}}{\section{Absent}}",
        r"\newcommand{\part}{}\newcommand{\take}[1]{\input{parts/#1}}\take{one}",
    ],
)
def test_ways_to_take_in_a_file(command: str) -> None:
    survey = read(command, parts__one_tex=r"\section{One}\input{two}", parts__two_tex=r"\cite{a}")

    assert cited(survey) == {("One",): ["a"]}
    assert survey.files == ("main.tex", "parts/one.tex", "parts/two.tex")
    assert survey.missing_inputs == ()


def test_a_file_beside_the_document_comes_before_one_beside_the_file_that_takes_it_in() -> None:
    survey = read(
        r"\input{parts/one}",
        parts__one_tex=r"\section{One}\input{two}",
        parts__two_tex=r"\cite{no}",
        two_tex=r"\cite{a}",
    )

    assert cited(survey) == {("One",): ["a"]}


def test_an_imported_file_looks_in_its_own_folder_first() -> None:
    survey = read(
        r"\import{parts/}{one}",
        parts__one_tex=r"\section{One}\input{two}",
        parts__two_tex=r"\cite{a}",
        two_tex=r"\cite{no}",
    )

    assert cited(survey) == {("One",): ["a"]}


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "nowhere", "a/../../secret", "parts"])
def test_only_files_of_the_tree_are_taken_in(name: str) -> None:
    survey = read(rf"\section{{A}}\input{{{name}}}\cite{{a}}", parts__one_tex="x")

    assert survey.missing_inputs == (name,)
    assert cited(survey) == {("A",): ["a"]}


def test_an_input_that_is_optional_is_not_missed() -> None:
    assert read(r"\InputIfFileExists{local}{}{\section{Absent}}").missing_inputs == ()


def test_files_that_take_in_each_other_come_to_an_end() -> None:
    survey = read(
        r"\input{a}\input{a}", a_tex=r"\section{A}\input{b}\input{main}", b_tex=r"\subsection{B}\input{a}\input{b}"
    )

    assert [section.path for section in survey.sections] == [("A",), ("A", "B")] * 2


def test_files_that_end_in_each_other_come_to_an_end() -> None:
    survey = read(r"\input{a}", a_tex=r"\section{A}\input{b}", b_tex=r"\section{B}\input{a}")

    assert [section.path for section in survey.sections] == [("A",), ("B",)]


def test_a_chain_of_files_is_followed_to_a_bounded_depth() -> None:
    chain = {f"f{n}_tex": rf"\section{{{n}}}\input{{f{n + 1}}} End." for n in range(40)}

    assert 10 < len(read(r"\input{f0}", **chain).files) < 20


def test_a_subfile_is_a_document_of_its_own_whose_body_is_taken_in() -> None:
    part = r"""\documentclass[main.tex]{subfiles}\title{Not this}
        \begin{document}\section{Part}\cite{a}\end{document}\section{No}\cite{no}"""
    survey = read(r"\maketitle\subfile{part}\section{Rest}\cite{b}", preamble=r"\title{This}", part_tex=part)

    assert cited(survey) == {("Part",): ["a"], ("Rest",): ["b"]}
    assert (survey.title, survey.main) == ("This", "main.tex")


def test_inputs_in_comments_and_dead_branches_are_not_taken_in() -> None:
    survey = read("% \\input{one}\n\\iffalse\\input{one}\\fi \\section{A}", one_tex=r"\section{No}")

    assert (survey.files, survey.missing_inputs) == (("main.tex",), ())


def test_macros_are_found_in_files_of_the_preamble() -> None:
    survey = read(r"\section{\name}", preamble=r"\input{macros}", macros_tex=r"\newcommand{\name}{Foo}")

    assert [section.path for section in survey.sections] == [("Foo",)]


def test_the_document_that_cites_most_is_the_main_one() -> None:
    template = _MAIN % (r"\section{Template}\section{B}\section{C}\section{D}" + r"\cite{x}" * 20)
    survey = read_source(tree_of({"aaa-template.tex": template, "zz.tex": _MAIN % r"\section{A}\cite{a,b}"}))

    assert survey.main == "zz.tex"


def test_a_document_of_inputs_is_found_among_many_templates() -> None:
    templates = {f"template{n}.tex": _MAIN % (r"\section{T}" + r"\cite{x}" * 30) for n in range(8)}
    parts = {f"part{n}.tex": rf"\section{{P}}\cite{{a{n}}}" for n in range(3)}
    survey = read_source(tree_of({**templates, **parts, "zz.tex": _MAIN % r"\input{part0}\input{part1}\input{part2}"}))

    assert survey.main == "zz.tex"


def test_a_document_that_another_takes_in_is_not_the_main_one() -> None:
    part = _MAIN % r"\section{Part}\cite{a,b,c}"
    survey = read_source(tree_of({"a.tex": part, "z.tex": _MAIN % r"\input{a}"}))

    assert survey.main == "z.tex"
    assert cited(survey) == {("Part",): ["a", "b", "c"]}


def test_drafts_that_no_file_takes_in_are_not_read() -> None:
    survey = read(r"\input{new}", new_tex=r"\section{New}", old_tex=r"\section{Old}\cite{no}")

    assert [section.path for section in survey.sections] == [("New",)]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"main.tex": "\\section{A}"},
        {"main.tex": "\\documentclass{article}"},
        {"main.tex": "% \\documentclass{article}\n\\begin{document}\\end{document}"},
        {"refs.bib": "\\documentclass{article}\\begin{document}"},
        {"main.tex": "%auto-ignore"},
    ],
)
def test_a_tree_without_a_document_is_trouble(files: dict[str, str]) -> None:
    with pytest.raises(TexTrouble, match="documentclass"):
        read_source(tree_of(files))


def test_files_in_latin_1_are_read() -> None:
    tree = tree_of({})
    survey = read_source(
        type(tree)(files={"main.tex": (_MAIN % "\\section{Caf\u00e9} \u00fcber \\cite{a}.").encode("latin-1")})
    )

    assert cited(survey) == {("Café",): ["a"]}
