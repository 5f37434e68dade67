"""Sections: which headings count, and what their titles read as."""

from __future__ import annotations

import pytest

from tests.unit.ingest.tex.build import cited, outline, read


def test_sections_nest_and_hold_what_stands_directly_in_them() -> None:
    survey = read(
        r"""
        \begin{abstract} We cite \cite{front}. \end{abstract}
        \section{Compression} On it \cite{a}.
        \subsection{Quantization} More \cite{b}.
        \subsubsection{After training} Deep \cite{c}.
        \paragraph{Weights} Still there \cite{d}.
        \subparagraph{Scales} And \cite{e}.
        \subsection{Pruning} \cite{f}
        \section{Inference} \cite{g}
        """
    )

    assert outline(survey) == [
        (0, ()),
        (1, ("Compression",)),
        (2, ("Compression", "Quantization")),
        (3, ("Compression", "Quantization", "After training")),
        (2, ("Compression", "Pruning")),
        (1, ("Inference",)),
    ]
    assert [section.place for section in survey.sections] == [0, 1, 2, 3, 4, 5]
    assert list(cited(survey).values()) == [["front"], ["a"], ["b"], ["c", "d", "e"], ["f"], ["g"]]


def test_a_level_that_is_left_out_leaves_no_hole() -> None:
    survey = read(r"\section{A}\subsubsection{C}\subsection{B}\subsubsection{C}")

    assert [section.path for section in survey.sections] == [("A",), ("A", "C"), ("A", "B"), ("A", "B", "C")]


def test_text_before_the_first_section_is_given_only_where_it_cites() -> None:
    assert outline(read(r"Words. \section{A}")) == [(1, ("A",))]


def test_starred_and_appendix_sections_count() -> None:
    survey = read(r"\section*{A}\appendix\section{B}\section *{C}")

    assert [section.path for section in survey.sections] == [("A",), ("B",), ("C",)]


def test_chapters_stand_above_sections_and_parts_end_them() -> None:
    survey = read(r"\chapter{One}\cite{a}\section{A}\part{Two}\cite{b}\section{B}")

    assert outline(survey) == [(0, ("One",)), (1, ("One", "A")), (0, ()), (1, ("B",))]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        (r"[Short]{The long one}", "The long one"),
        (r"{Weights \emph{and {Biases}}}", "Weights and Biases"),
        (r"{A\label{sec:a}}", "A"),
        (r"{A\footnote{Not this \emph{one}.}}", "A"),
        (r"{\texorpdfstring{$\beta$-VAE}{beta-VAE}}", "beta-VAE"),
        (r"{A~B -- C---D}", "A B – C—D"),
        (r"{Caf\'{e}s, K{\"o}ln \& \v{S}koda: 50\%}", "Cafés, Köln & Škoda: 50%"),
        (r"{$\mathcal{Z}$ and $\alpha$ space}", "Z and α space"),
        (r"{Point Anomalies. }", "Point Anomalies"),
        ("{Long\n  lines % with a remark\n go on}", "Long lines go on"),
        (r"{\textcolor{red}{Red} \colorbox{blue}{Blue}}", "Red Blue"),
        (r"{Large\\Models}", "Large Models"),
        (r"{Attacks \cite{x}}", "Attacks"),
        (r"{``Thinking'' models}", "“Thinking” models"),
        (r"{中文 title}", "中文 title"),
        (r"{\name and \name{}s, \name\ too}", "FooNet and FooNets, FooNet too"),
    ],
)
def test_titles_are_plain_text(heading: str, title: str) -> None:
    survey = read(rf"\section{heading}", preamble=r"\newcommand{\name}{Foo\textsc{Net}\xspace}")

    assert [section.path for section in survey.sections] == [(title,)]


def test_a_heading_that_prints_nothing_is_none() -> None:
    assert cited(read(r"\section{A}\section*{}\cite{a}\section{\hspace{1cm}}\cite{b}")) == {("A",): ["a", "b"]}


def test_citations_in_a_heading_belong_to_its_section() -> None:
    assert cited(read(r"\section{A}\section{Method of \citet{x}} Text.")) == {("A",): [], ("Method of",): ["x"]}


@pytest.mark.parametrize(
    "hidden",
    [
        "% \\section{No}\\cite{no}",
        "\\begin{comment}\\section{No}\\cite{no}\\end{comment}",
        "\\begin{verbatim}\\section{No}\\cite{no}\\end{verbatim}",
        "\\begin{lstlisting}[language=TeX]\n\\section{No} % \\cite{no}\n\\end{lstlisting}",
        "\\iffalse \\section{No} \\ifx a b \\cite{no} \\else \\cite{no} \\fi \\fi",
        "\\newif\\ifdraft \\ifdraft \\section{No}\\cite{no} \\fi",
        "\\newif\\ifdraft \\drafttrue \\ifdraft x \\else \\section{No}\\cite{no} \\fi",
        "\\newcommand{\\no}{\\section{No}\\cite{no}}",
        "\\def\\no#1{\\section{No}\\cite{no}}",
        "\\def\\no#1\\relax{\\section{No}\\cite{no}}",
        "\\DeclareRobustCommand*\\no{\\section{No}\\cite{no}}",
        "\\NewDocumentCommand{\\no}{m O{x}}{\\section{No}\\cite{no}}",
        "\\newenvironment{no}[1][x]{\\section{No}\\cite{no}}{\\section{No}}",
        "\\verb|\\section{No}\\cite{no}|",
        "\\lstinline!\\cite{no}!",
        "\\renewcommand{\\section}[1]{\\cite{no}}",
        "\\nocite{no}",
        "\\label{no:\\cite}",
    ],
)
def test_what_is_not_printed_is_not_read(hidden: str) -> None:
    survey = read(f"\\section{{A}} Text. {hidden}\n \\subsection{{B}} Seen \\cite{{yes}}.")

    assert cited(survey) == {("A",): [], ("A", "B"): ["yes"]}


def test_the_branch_that_holds_is_read_and_both_where_that_is_not_known() -> None:
    survey = read(
        r"""\newif\iflong \longtrue
        \section{A} \iflong \cite{a} \else \cite{b} \fi \ifpdf \cite{c} \else \cite{d} \fi
        \iftrue \cite{e} \else x \fi"""
    )

    assert cited(survey) == {("A",): ["a", "c", "d", "e"]}


def test_what_follows_the_end_of_the_document_is_not_read() -> None:
    survey = read("\\section{A}\n\\end{document}\n\\section{B}\\cite{no}")

    assert cited(survey) == {("A",): []}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (r"\title{Efficient\\ Models: \emph{A} Survey\thanks{Not this.}}", "Efficient Models: A Survey"),
        ("\\title[Short]{%\n % An old one\n The Title}", "The Title"),
        (r"\newcommand{\name}{Foo}\title{\name: a survey}", "Foo: a survey"),
        (r"\icmltitle{Of ICML}", "Of ICML"),
        ("", ""),
    ],
)
def test_title(title: str, text: str) -> None:
    assert read(r"\maketitle \section{A}", preamble=title).title == text
    assert read(title + r"\maketitle \section{A}").title == text
