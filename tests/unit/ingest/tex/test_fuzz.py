"""Whatever a source holds, reading it ends soon, in a survey or in TexTrouble."""

from __future__ import annotations

import gzip
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from litgraph.ingest.tex.archive import unpack
from litgraph.ingest.tex.bbl import read_bbl
from litgraph.ingest.tex.bib import read_bib
from litgraph.ingest.tex.source import TexSurvey, read_source
from litgraph.ingest.tex.tree import TexTrouble, Tree
from tests.unit.ingest.tex.build import pack


def _any_of(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from(text.split(" "))


_PIECES = _any_of(
    r"{ } [ ] \\ # ## #1 #2 % $ & ~ ^ _ * = , . \n \n\n @ < > \cite{a} \citep[x][y]{a,b} \cites{a}{b} \section{A} "
    r"\subsection*{B} \paragraph{C} \newcommand{\x}{ \newcommand\y[1][d]{ \def\x#1{ \let\a\b \x \y \a{ \input{main} "
    r"\input{other} \include other \import{a}{b} \begin{document} \end{document} \documentclass{article} \iffalse "
    r"\iftrue \ifx \else \fi \newif\ifq \qtrue \ifq \title{T} \footnote{ \caption[s]{ \item[ \begin{tabular}{ll} "
    r"\end{tabular} \begin{verbatim} \end{verbatim} \verb|x| \url{http://a%b} \href{x}{y} \'e \"{o} \c "
    r"\begin{forest} \end{forest} \bibliography{refs} \begin{thebibliography}{9} \bibitem[l]{k} \newblock "
    r"\end{thebibliography} \nocite{*} \makeatletter \@x \makeatother \texorpdfstring{a}{b} \xspace "
    r"\NewDocumentCommand\z{m o s}{ #1} \csname \expandafter word 中文 é 2020"
)
_BIB_PIECES = _any_of(
    r'@article{k, @misc( @string{s="x"} @comment{ @preamble{ title = author = { } " # , = \n k and others {A, B} '
    r"arXiv:2306.00978 10.1/x https://arxiv.org/abs/2306.00978 year=2020 \entry{k}{misc}{} \field{title}{ "
    r"\name{author}{1}{}{ family={ hash=a \endentry \verb{url} \verb x \endverb \bibitem[ \bibitem{k} \newblock `` '' "
    r"\bibinfo{title}{ \doi{10.1/x} % \'e 中"
)
_TEXT = st.lists(_PIECES, max_size=60).map(lambda pieces: " ".join(pieces).replace("\\n", "\n"))
_BIB = st.lists(_BIB_PIECES, max_size=40).map(lambda pieces: " ".join(pieces).replace("\\n", "\n"))
_SETTINGS = settings(max_examples=300, deadline=2_000, suppress_health_check=[HealthCheck.too_slow])
_DOCUMENT = "\\documentclass{article}\\begin{document}"


def _read(files: dict[str, bytes]) -> TexSurvey | None:
    try:
        return read_source(Tree(files=files))
    except TexTrouble:
        return None


@_SETTINGS
@given(preamble=_TEXT, body=_TEXT, other=_TEXT, bib=_BIB)
def test_any_mixture_of_tex_is_read(preamble: str, body: str, other: str, bib: str) -> None:
    main = f"\\documentclass{{article}}{preamble}\n\\begin{{document}}{body}\\end{{document}}"
    files = {"main.tex": main.encode(), "other.tex": other.encode(), "refs.bib": bib.encode(), "main.bbl": bib.encode()}

    survey = _read(files)

    assert survey is None or (
        set(survey.unresolved_keys) | set(survey.bibliography) >= set(survey.cited_keys)
        and all(len(cite.sentence) <= 600 for section in survey.sections for cite in section.cites)
        and all(section.path or section.cites or section.level == 0 for section in survey.sections)
        and [section.place for section in survey.sections] == list(range(len(survey.sections)))
        and survey == _read(files)
    )


@_SETTINGS
@given(content=st.binary(max_size=400), name=st.sampled_from(["main.tex", "refs.bib", "main.bbl", "a.ltx"]))
def test_any_bytes_are_read(content: bytes, name: str) -> None:
    _read({"main.tex": f"{_DOCUMENT}\\cite{{k}}\\input{{a.ltx}}\\bibliography{{refs}}".encode(), name: content})
    _read({"main.tex": _DOCUMENT.encode() + content})


@_SETTINGS
@given(text=_BIB | st.text(max_size=300))
def test_any_bibliography_is_read(text: str) -> None:
    for entry in (*read_bib(text), *read_bbl(text)):
        assert "\n" not in entry.title


@_SETTINGS
@given(content=st.binary(max_size=1_500), cut=st.integers(0, 2_000), flip=st.integers(0, 2_000))
@example(content=b"", cut=0, flip=0)
def test_any_archive_is_unpacked_or_refused(content: bytes, cut: int, flip: int) -> None:
    plain = bytearray(gzip.decompress(pack(("main.tex", b"x" * 600), ("é" * 60 + ".bib", b"y"))))
    plain[flip % len(plain)] ^= 0x55
    for archive in (
        content,
        b"\x1f\x8b" + content,
        bytes(plain),
        bytes(plain[:cut]),
        gzip.compress(bytes(plain))[:cut],
    ):
        try:
            tree = unpack(archive)
        except TexTrouble:
            continue
        assert all(".." not in path.split("/") and not path.startswith("/") for path in tree.files)


_WHOLE = _DOCUMENT + "%s\\end{document}"


@pytest.mark.parametrize(
    "text",
    [
        "".join("\\newcommand{\\x" + chr(97 + n) + "}{" + ("\\x" + chr(98 + n)) * 10 + "}" for n in range(20))
        + _WHOLE % "\\xa",
        "\\def\\x{\\y\\y}\\def\\y{\\x\\x}" + _WHOLE % "\\x",
        "\\newcommand{\\d}[1]{#1#1}" + _WHOLE % ("\\d{" * 40 + "x" + "}" * 40),
        "\\newcommand{\\d}[1]{" + "#1" * 3_000 + "}" + _WHOLE % ("\\d{" * 4 + "x" * 10 + "}" * 4),
        _WHOLE % ("{" * 100_000 + "\\cite{a}" + "}" * 100_000),
        _WHOLE % ("\\section{" * 20_000 + "a" + "}" * 20_000),
        _WHOLE % ("\\footnote{" * 20_000 + "\\cite{a}" + "}" * 20_000),
        _WHOLE % ("\\cite[" * 30_000),
        _WHOLE % ("x \\cite{a} " * 20_000),
        _WHOLE % ("\\ifx" * 100_000),
        _WHOLE % ("\\'" * 50_000 + "\\cite{a}"),
        _WHOLE % ("\\begin{verbatim}" * 30_000),
        _WHOLE % ("\\cite{" + "k," * 100_000 + "k}"),
        _WHOLE % ("word " * 500_000 + "\\cite{a}"),
        _WHOLE % ("\\input{main}\\input{a}" * 1_000),
        _WHOLE % ("." * 100_000 + "\\cite{a}" + '."' * 50_000),
        "\\newcommand" * 50_000 + _WHOLE % "",
        _WHOLE % ("\\begin{thebibliography}{9}" + "\\bibitem{a} b, " * 10_000),
    ],
    ids=range(18),
)
def test_what_is_made_to_take_for_ever_does_not(text: str) -> None:
    begun = time.monotonic()

    _read({"main.tex": text.encode(), "a.tex": b"\\input{main}\\input{a}"})

    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    "bib",
    [
        "@article{" * 20_000,
        "@a{b,c={d}," * 20_000,
        "@a{a,c={d},\n" * 500_000,
        "{" * 200_000,
        "@article{a, title = " + "{" * 50_000 + "x" + "}" * 50_000 + "}",
        '@string{a = "x"} @article{a, title = ' + "a # " * 50_000 + "a}",
        "@article{a, author = {" + "x and " * 50_000 + "y}}",
        "\\entry{a}{misc}{}" + "\\field{title}{" * 20_000 + "\\endentry",
        "\\bibitem{a} " + "A. B, " * 20_000,
        "\\bibitem[" * 20_000,
        "\\end{thebibliography}" * 20_000,
    ],
    ids=range(11),
)
def test_bibliographies_made_to_take_for_ever_do_not(bib: str) -> None:
    begun = time.monotonic()

    _read({"main.tex": (_WHOLE % "\\cite{a}").encode(), "refs.bib": bib.encode(), "main.bbl": bib.encode()})

    assert time.monotonic() - begun < 10


def test_many_documents_in_one_tree_are_not_all_read() -> None:
    files = {f"d{n}.tex": (_WHOLE % "\\input{d1}\\input{d2}\\cite{a}").encode() for n in range(3_000)}
    begun = time.monotonic()

    assert _read(files) is not None

    assert time.monotonic() - begun < 5
