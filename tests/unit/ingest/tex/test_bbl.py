"""Printed bibliographies, in the forms that styles leave them."""

from __future__ import annotations

import pytest

from litgraph.ingest.tex.bbl import read_bbl
from litgraph.ingest.tex.entries import BibEntry
from tests.unit.ingest.tex.build import ids, read

_PLAINNAT = r"""\begin{thebibliography}{2}
\bibitem[Frantar et~al.(2023)Frantar, Ashkboos, and Alistarh]{gptq}
Elias Frantar, Saleh Ashkboos, and Dan Alistarh.
\newblock {GPTQ}: Accurate quantization for
  generative transformers.
\newblock In \emph{International Conference on Learning Representations}, pages
  1--9, 2023.
\newblock URL \url{https://openreview.net/forum?id=tcbBPnfwxS}.

\bibitem{awq}
Ji~Lin and Song Han.
\newblock {AWQ}.
\newblock \emph{arXiv preprint arXiv:2306.00978}, 2023{\natexlab{a}}.
\end{thebibliography}
After \bibitem is nothing
"""

_ACM = r"""\providecommand\natexlab[1]{#1}
\bibitem[\protect\citeauthoryear{Arjovsky, Chintala}{Arjovsky et~al\mbox{.}}{2017}]%
        {wgan}
\bibfield{author}{\bibinfo{person}{Martin Arjovsky} {and}
  \bibinfo{person}{Soumith Chintala}.} \bibinfo{year}{2017}\natexlab{}.
\newblock \showarticletitle{{Wasserstein} {GAN}}. In \bibinfo{booktitle}{\emph{Proc. of ICML}}.
\newblock
\showeprint[arxiv]{1701.07875}
\urldef\tempurl%
\url{https://doi.org/10.1145/1.2}
\showDOI{\tempurl}
"""


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        (
            _PLAINNAT,
            BibEntry(
                key="gptq",
                title="GPTQ: Accurate quantization for generative transformers",
                authors=("Elias Frantar", "Saleh Ashkboos", "Dan Alistarh"),
                year=2023,
                venue="International Conference on Learning Representations",
                identifiers=ids("openreview:tcbBPnfwxS"),
            ),
        ),
        (
            _ACM,
            BibEntry(
                key="wgan",
                title="Wasserstein GAN",
                authors=("Martin Arjovsky", "Soumith Chintala"),
                year=2017,
                venue="Proc. of ICML",
                identifiers=ids("arxiv:1701.07875", "doi:10.1145/1.2"),
            ),
        ),
        (
            r"""\bibitem{attention}
            A.~Vaswani, N.~Shazeer, and {\L}.~Kaiser, ``Attention is all you need,'' in
            \emph{Advances in NeurIPS}, 2017, pp. 5998--6008.""",
            BibEntry(
                key="attention",
                title="Attention is all you need",
                authors=("A. Vaswani", "N. Shazeer", "Ł. Kaiser"),
                year=2017,
                venue="Advances in NeurIPS",
            ),
        ),
        (
            r"""\bibitem{springer} Vaswani, A., Shazeer, N.: Attention is all you need. In: NeurIPS (2017),
            \doi{10.5555/3295222.3295349}""",
            BibEntry(
                key="springer",
                title="Attention is all you need",
                authors=("A. Vaswani", "N. Shazeer"),
                year=2017,
                venue="NeurIPS",
                identifiers=ids("doi:10.5555/3295222.3295349"),
            ),
        ),
        (
            r"\bibitem{elsevier} A.~Vaswani, N.~Shazeer, Attention is all you need, Neural Netw. 12~(3) (2017) 1--10.",
            BibEntry(
                key="elsevier", title="Attention is all you need", authors=("A. Vaswani", "N. Shazeer"), year=2017
            ),
        ),
        (
            r"""\bibitem[{Lin and Han(2023)}]{acl} Ji~Lin and Song Han. 2023.
            \newblock \href {https://doi.org/10.18653/v1/2023.acl-long.1} {{AWQ}: A study}.
            \newblock In \emph{Proceedings of the ACL (Volume 1)}, pages 1--9.""",
            BibEntry(
                key="acl",
                title="AWQ: A study",
                authors=("Ji Lin", "Song Han"),
                year=2023,
                venue="Proceedings of the ACL",
                identifiers=ids("doi:10.18653/v1/2023.acl-long.1"),
            ),
        ),
        (
            r"""\bibitem [{\citenamefont {Vaswani}\ and\ \citenamefont {Shazeer}(2017)}]{revtex}%
              \BibitemOpen
              \bibfield {author} {\bibinfo {author} {\bibfnamefont {A.}~\bibnamefont {Vaswani}}\ and\
              \bibinfo {author} {\bibnamefont {Shazeer}, \bibfnamefont {N.}},\ }
              \bibfield {title} {\enquote {\bibinfo {title} {Attention is all you need},}\ }
              \href {https://doi.org/10.5555/3295222} {\bibfield {journal} {\bibinfo {journal} {NeurIPS}\ }
              \textbf {\bibinfo {volume} {30}} (\bibinfo {year} {2017})}\BibitemShut {NoStop}%""",
            BibEntry(
                key="revtex",
                title="Attention is all you need",
                authors=("A. Vaswani", "N. Shazeer"),
                year=2017,
                venue="NeurIPS",
                identifiers=ids("doi:10.5555/3295222"),
            ),
        ),
        (
            r"""\bibitem{online} \BIBentryALTinterwordspacing
            A.~Vaswani \emph{et~al.}, ``Attention is all you need,'' 2017. [Online]. Available:
            \url{https://arxiv.org/abs/1706.03762} \BIBentrySTDinterwordspacing""",
            BibEntry(
                key="online",
                title="Attention is all you need",
                authors=("A. Vaswani",),
                year=2017,
                identifiers=ids("arxiv:1706.03762"),
            ),
        ),
        (r"\bibitem{bare} Words that tell little, 1999.", BibEntry(key="bare", year=1999)),
    ],
)
def test_entries_of_each_style(text: str, entry: BibEntry) -> None:
    assert next(read_bbl(text)) == entry


def test_every_entry_is_read_in_order() -> None:
    entries = list(read_bbl(_PLAINNAT))

    assert [entry.key for entry in entries] == ["gptq", "awq"]
    assert (entries[1].title, entries[1].venue, entries[1].identifiers) == ("AWQ", "", ids("arxiv:2306.00978"))


def test_lines_that_bibtex_broke_are_joined() -> None:
    (entry,) = read_bbl("\\bibitem{k} A. Bee. \\newblock T. \\newblock \\url{https://arxiv.org/abs/23%\n  06.00978}")

    assert entry.identifiers == {"arxiv:2306.00978"}


def test_biblatex() -> None:
    text = r"""
    \refsection{0} \datalist[entry]{none/global//global/global}
      \entry{kingma2013}{article}{}
        \name{author}{2}{}{%
          {{hash=KDP}{%
             family={Kingma},
             familyi={K\bibinitperiod},
             given={Diederik\bibnamedelima P.},
             giveni={D\bibinitperiod\bibinitdelim P\bibinitperiod},
          }}%
          {{hash=WM}{%
             family={Welling},
             given={Max},
             prefix={van\bibnamedelima der},
          }}%
          {{hash=DM}{%
             family={{DeepMind and Friends}},
          }}%
        }
        \strng{namehash}{KDPWM1}
        \field{labeltitlesource}{title}
        \field{title}{Auto-Encoding {Variational} Bayes}
        \field{journaltitle}{Learning}
        \field{year}{2013}
        \verb{eprint}
        \verb 1312.6114
        \endverb
        \field{eprinttype}{arxiv}
        \verb{url}
        \verb http://arxiv.org/abs/1312.6114
        \endverb
      \endentry
      \entry{other}{misc}{}
        \field{title}{Other}
      \endentry
    \enddatalist"""

    first, second = read_bbl(text)

    assert first == BibEntry(
        key="kingma2013",
        title="Auto-Encoding Variational Bayes",
        authors=("Diederik P. Kingma", "Max van der Welling", "DeepMind and Friends"),
        year=2013,
        venue="Learning",
        kind="article",
        identifiers=ids("arxiv:1312.6114"),
    )
    assert (second.key, second.title, second.authors) == ("other", "Other", ())


def test_the_documents_own_bbl_fills_what_the_bib_lacks() -> None:
    bbl = (
        r"\bibitem{A} X. Y. \newblock Title of A. \newblock ICML, 2020. \bibitem{b} Z. \newblock B. \newblock J, 2021."
    )
    survey = read(
        r"\section{S}\cite{a,b}\bibliography{refs}",
        refs_bib="@misc{a, author = {Xavier Young}, eprint = {2001.00001}}",
        main_bbl=bbl,
        other_bbl=r"\bibitem{z} Not read.",
    )

    assert survey.bibliography["a"] == BibEntry(
        key="a",
        title="Title of A",
        authors=("Xavier Young",),
        year=2020,
        venue="ICML",
        kind="misc",
        identifiers=ids("arxiv:2001.00001"),
    )
    assert list(survey.bibliography) == ["a", "b"]


def test_a_bbl_of_another_name_serves_where_the_document_has_none() -> None:
    survey = read(r"\section{S}\cite{a}", ms_bbl=r"\bibitem{a} X. Y. \newblock T. \newblock J. \bibitem{no} Z.")

    assert list(survey.bibliography) == ["a"]


def test_a_bbl_that_is_taken_in_and_one_that_stands_in_the_text() -> None:
    taken_in = read(r"\section{S}\cite{a}\input{refs.bbl}", refs_bbl=r"\bibitem{a} X. Y. \newblock T. \newblock J.")
    in_text = read(
        r"\section{S}\cite{a}\begin{thebibliography}{9}"
        "\n\\bibitem{a} X.~Y. \\newblock T. % remark\n \\newblock \\emph{Journal} \\url{https://arxiv.org/abs/2001.00001}.\n"
        r"\end{thebibliography} \section{Appendix}\cite{b}"
    )

    assert taken_in.bibliography["a"].title == "T"
    assert (in_text.bibliography["a"].title, in_text.bibliography["a"].venue) == ("T", "Journal")
    assert in_text.bibliography["a"].identifiers == {"arxiv:2001.00001"}
    assert in_text.unresolved_keys == ("b",)
