"""Citations: the commands that cite, their keys, and the sentences around them."""

from __future__ import annotations

import pytest

from litgraph.ingest.tex.sentences import SENTENCE_LIMIT
from tests.unit.ingest.tex.build import cited, read, sentences


@pytest.mark.parametrize(
    "command",
    [
        r"\cite{a,b}",
        "\\cite{ a ,\n   b }",
        "\\cite{a,% a remark\n b}",
        r"\cite[p.~3]{a,b}",
        r"\citep[see][{Sec.~2 [x]}]{a,b}",
        r"\citet*{a,b}",
        r"\Citet{a,b}",
        r"\citealp{a,b}",
        r"\citeauthor{a} (\citeyear{b})",
        r"\parencite[][12]{a,b}",
        r"\textcite{a} and \autocite{b}",
        r"\footcite{a,b}",
        r"\cites[1]{a}[2]{b}",
        r"\parencites{a}{b}",
        r"\cite<e.g.>[p. 2]{a,b}",
        r"\citepsec{a,b}",
        r"\cite {a,b}",
        r"\cite{a}\cite{b}",
        r"\mycite{a,b}",
        r"\seealso{a}{b}",
        r"\oldcite{a,b}",
        r"\footnote{As said \cite{a,b}.}",
        r"\textbf{Bold \emph{and \cite{a,b}}}",
        r"\begin{table}\caption[Short \cite{no}]{Of \cite{a,b}.}\end{table}",
        r"\begin{tabular}{ll} x & \cite{a} \\ y & \cite{b} \end{tabular}",
        r"\unknown{\cite{a,b}}",
        r"\href{https://x.org/50%}{\cite{a,b}}",
    ],
)
def test_commands_that_cite(command: str) -> None:
    preamble = r"""
        \newcommand{\mycite}[1]{\cite{#1}} \newcommand\seealso[2]{(see \citep{#1,#2})} \let\oldcite\citep
        \renewcommand{\cite}[1]{nothing}
    """

    assert cited(read(rf"\section{{A}} Words {command} end.", preamble)) == {("A",): ["a", "b"]}


@pytest.mark.parametrize(
    "command",
    [
        r"\nocite{x}",
        r"\defcitealias{x}{Foo}",
        r"\setcitestyle{round}",
        r"\citestyle{acm}",
        r"\cite{}",
        r"\cite",
        r"\excite me",
        r"\hide{\cite{x}}",
    ],
)
def test_commands_that_do_not_cite(command: str) -> None:
    assert cited(read(rf"\section{{A}} Words {command} end.", r"\newcommand{\hide}[1]{}")) == {("A",): []}


def test_a_macro_with_citations_cites_where_it_is_used() -> None:
    survey = read(
        r"\section{A} x \section{B} \figone and \figone", preamble=r"\newcommand{\figone}{\caption{From \cite{a}.}}"
    )

    assert cited(survey) == {("A",): [], ("B",): ["a"]}


def test_a_macro_that_makes_a_heading_makes_it_where_it_is_used() -> None:
    survey = read(
        r"\topic{A} \cite{a} \note{B} \cite{b}",
        preamble=r"\newcommand{\topic}[1]{\section{#1}\label{x}} \newcommand{\note}[1]{\paragraph{\colorbox{red}{#1}}}",
    )

    assert cited(survey) == {("A",): ["a", "b"]}


def test_old_and_new_meaning_of_a_redefined_macro() -> None:
    survey = read(
        r"\section{A} \foo{One \cite{a}}.",
        preamble=r"\let\oldfoo\foo \renewcommand{\foo}[1]{\oldfoo{#1} \cite{b}} \edef\bar{\bar x}",
    )

    assert cited(survey) == {("A",): ["a", "b"]}


def test_the_sentence_around_a_citation() -> None:
    survey = read(
        r"""\section{A}
        Nothing here. The \emph{LLaMA} models, e.g.\ those of Foo et al.~\cite{a}, are \modelname\ too~\citep{b}.
        See Fig.~3 \cite{c}. \citet{d} say ``so''~(see \cite{e}; 50\%).% remark

        New paragraph without a stop \cite{f}
        \begin{itemize} \item[First] one \cite{g} \item Second \cite{h}. \end{itemize}
        Done.\cite{i} Next.
        """,
        preamble=r"\newcommand{\modelname}{Foo-7B\xspace}",
    )

    assert sentences(survey) == [
        "The LLaMA models, e.g. those of Foo et al. [..], are Foo-7B too [..].",
        "The LLaMA models, e.g. those of Foo et al. [..], are Foo-7B too [..].",
        "See Fig. 3 [..].",
        "[..] say “so” (see [..]; 50%).",
        "[..] say “so” (see [..]; 50%).",
        "New paragraph without a stop [..]",
        "First one [..]",
        "Second [..].",
        "Done.[..]",
    ]


def test_footnotes_captions_and_rows_are_read_apart_from_the_text_around_them() -> None:
    survey = read(
        r"""\section{A} Before\footnote{Aside \cite{a}.} and after \cite{b}.
        \begin{table}\caption{Caption \cite{c}} \begin{tabular}{l|l} Row one & \cite{d} \\
        Row two & \cite{e} \\ \end{tabular} \end{table}
        \begin{forest} [Root [Leaf one: \cite{f}] [Leaf two: \cite{g}]] \end{forest}"""
    )

    assert sorted(sentences(survey)) == sorted(
        [
            "Aside [..].",
            "Before and after [..].",
            "Caption [..]",
            "Row one [..]",
            "Row two [..]",
            "Leaf one: [..]",
            "Leaf two: [..]",
        ]
    )


def test_several_citations_in_a_row_show_as_one() -> None:
    assert set(sentences(read(r"\section{A} It works \cite{a}, \cite{b}; \citep{c}\cite{d}."))) == {"It works [..]."}


def test_one_key_counts_once_a_sentence() -> None:
    survey = read(r"\section{A} One \cite{a} and \cite{a,a}. Two \cite{a}. \section{B} One \cite{a}.")

    assert [(c.key, c.sentence) for s in survey.sections for c in s.cites] == [
        ("a", "One [..] and [..]."),
        ("a", "Two [..]."),
        ("a", "One [..]."),
    ]


def test_a_long_sentence_is_cut_around_the_citation() -> None:
    survey = read(rf"\section{{A}} {'before ' * 200}here \cite{{a}} {'after ' * 200}\cite{{b}}.")

    first, last = sentences(survey)

    assert "before here [..] after" in first
    assert first.startswith("…before")
    assert first.endswith("after…")
    assert last.startswith("…after")
    assert last.endswith("after [..].")
    assert max(map(len, (first, last))) <= SENTENCE_LIMIT


def test_a_sentence_without_a_word_is_none() -> None:
    assert sentences(read(r"\section{A} \cite{a}, \cite{b}.")) == ["", ""]


def test_sentences_hold_no_control_characters() -> None:
    survey = read("\\section{A} Tricky\u202e \x07text \U000f0003 \\cite{a}.")

    assert sentences(survey) == ["Tricky text [..]."]


def test_sentences_end_at_chinese_points() -> None:
    assert sentences(read("\\section{A} 第一句\\cite{a}。第二句。第三句\\cite{b}。")) == [
        "第一句 [..]。",
        "第三句 [..]。",
    ]
