"""Where papers were accepted: real comments, journal references, identifiers and venue names, and what is none."""

from __future__ import annotations

import pytest

from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper, describe
from litgraph.model.survey import Entry, Span
from litgraph.survey.venues import Accepted, accepted_venue, as_accepted, is_work_of

S2_NEURIPS = {"venue_name": "Neural Information Processing Systems", "venue_kind": "conference"}
S2_ICLR = {"venue_name": "International Conference on Learning Representations", "venue_kind": "conference"}
S2_ICML = {"venue_name": "International Conference on Machine Learning", "venue_kind": "conference"}
S2_ACL = {"venue_name": "Annual Meeting of the Association for Computational Linguistics", "venue_kind": "conference"}
S2_TMLR = {"venue_name": "Trans. Mach. Learn. Res.", "venue_kind": "journal"}
S2_NATURE = {"venue_name": "Nat. Mac. Intell.", "venue_kind": "journal"}


def preprint(arxiv: str = "2211.10438", *others: str, authors: tuple[str, ...] = (), title: str = "A Paper") -> Paper:
    identifiers = frozenset(map(PaperId, (f"arxiv:{arxiv}", *others)))
    return describe(identifiers, source="arxiv", day="2026-01-01", title=title, authors=authors)


def accepted(paper: Paper, *, s2: dict[str, str] | None = None, **arxiv: str) -> Accepted | None:
    facts: dict[str, dict[str, str]] = {name: {"arxiv": value} for name, value in arxiv.items()}
    for name, value in (s2 or {}).items():
        facts.setdefault(name, {})["s2"] = value
    return accepted_venue(paper, facts)


def told(found: Accepted | None) -> str:
    return f"{found.short} {found.year} {found.kind}" if found else ""


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("Accepted to NeurIPS 2023", "NeurIPS 2023 conference"),
        ("ICLR 2024 (spotlight)", "ICLR 2024 conference"),
        ("ICML'23 Oral", "ICML 2023 conference"),
        ("accepted by AAAI-24", "AAAI 2024 conference"),
        ("15 pages, 6 figures, accepted to ICML 2023", "ICML 2023 conference"),
        ("Published as a conference paper at ICLR 2023", "ICLR 2023 conference"),
        ("To appear in EMNLP 2023 (Main). Code available at https://github.com/o/r", "EMNLP 2023 conference"),
        ("MLSys 2024 Best Paper Award. Code available at: https://github.com/o/r", "MLSys 2024 conference"),
        ("ICML 2023. First two authors contributed equally", "ICML 2023 conference"),
        ("37th Conference on Neural Information Processing Systems (NeurIPS 2023)", "NeurIPS 2023 conference"),
        ("Published in Transactions on Machine Learning Research (TMLR), 2023", "TMLR 2023 journal"),
        ("Accepted to Findings of EMNLP 2023", "EMNLP Findings 2023 conference"),
        ("NeurIPS 2023 Datasets and Benchmarks Track", "NeurIPS Datasets and Benchmarks Track 2023 conference"),
        ("NeurIPS 2023 Workshop on Efficient Natural Language and Speech Processing", "NeurIPS Workshop 2023 workshop"),
        ("Efficient Systems for Foundation Models Workshop @ ICML 2023", "ICML Workshop 2023 workshop"),
        ("Accepted at the 16th IEEE International Conference on Software Testing (ICST) 2023", "ICST 2023 conference"),
        ("Submitted to ICLR 2023; accepted to ICML 2023", "ICML 2023 conference"),
        ("submitted to ICLR 2024", ""),
        ("Under review at ICML 2023", ""),
        ("Rejected from ICLR 2023", ""),
        ("Extended version of our NeurIPS 2022 paper", ""),
        ("Compares ICML 2023 and NeurIPS 2022 papers", ""),
        ("An analysis of ICLR 2023 reviews", ""),
        ("We use the ICLR 2024 template", ""),
        ("ICML 2023 Workshop ES-FoMO, and ICLR 2024", ""),
        ("10 pages, 5 figures", ""),
        ("CoRR 2023", ""),
        ("NeurIPS-ENLSP 2023", ""),
        ("Accepted to ICML 2021", ""),  # before the preprint
        ("Accepted by TMLR", ""),  # no year
    ],
)  # fmt: skip
def test_a_comment_tells_an_acceptance(comment: str, venue: str) -> None:
    assert told(accepted(preprint(), comment=comment)) == venue


@pytest.mark.parametrize(
    ("reference", "venue"),
    [
        ("Proceedings of the 40th ICML, 2023", "ICML 2023 conference"),
        ("Published at ICLR 2024", "ICLR 2024 conference"),
        ("Proc. 40th International Conference on Machine Learning, PMLR 202:38087-38099, 2023", "ICML 2023 conference"),
        ("Advances in Neural Information Processing Systems 35 (2022) 16344-16359", "NeurIPS 2022 conference"),
        ("Findings of the Association for Computational Linguistics: EMNLP 2023", "EMNLP Findings 2023 conference"),
        ("Phys. Rev. B 75, 064505 (2024)", "Phys. Rev. B 2024 journal"),
        ("Eur. Phys. J. C (2023) 77:856", "Eur. Phys. J. C 2023 journal"),
        ("Lett. Math. Phys. 108 (2023), no. 2, 359-376", "Lett. Math. Phys. 2023 journal"),
        ("J. Phys. A: Math. Theor. 51 (2023) 035201", "J. Phys. A: Math. Theor. 2023 journal"),
        ("Nature 596, 583-589 (2023)", "Nature 2023 journal"),
        ("Journal of Machine Learning Research 23 (2022) 1-39", "JMLR 2022 journal"),
        ("ACM Computing Surveys, Volume 55, Issue 6, 2022, Article No.: 109", "ACM Computing Surveys 2022 journal"),
        ("NeurIPS 2022 Workshop on Transfer Learning", "NeurIPS Workshop 2022 workshop"),
        ("arXiv preprint 2301.00001, 2023", ""),
        ("Phys. Rev. B 75, 064505 (2007)", ""),
    ],
)  # fmt: skip
def test_a_journal_reference_tells_an_acceptance(reference: str, venue: str) -> None:
    assert told(accepted(preprint(), journal_ref=reference)) == venue


@pytest.mark.parametrize(
    ("identifier", "venue"),
    [
        ("acl:2023.acl-long.1", "ACL 2023 conference"),
        ("doi:10.18653/v1/2023.acl-long.1", "ACL 2023 conference"),
        ("doi:10.18653/v1/2023.findings-emnlp.12", "EMNLP Findings 2023 conference"),
        ("acl:2024.naacl-industry.3", "NAACL Industry Track 2024 conference"),
        ("acl:2023.tacl-1.3", "TACL 2023 journal"),
        ("acl:2023.acl-srw.3", "ACL SRW 2023 workshop"),
        ("doi:10.1609/aaai.v38i17.29860", "AAAI 2024 conference"),
        ("doi:10.24963/ijcai.2023/12", "IJCAI 2023 conference"),
        ("doi:10.1109/cvpr52729.2023.01234", "CVPR 2023 conference"),
        ("doi:10.1109/cvprw59228.2023.00123", "CVPR Workshop 2023 workshop"),
        ("acl:2023.sustainlp-1.2", ""),
        ("openreview:nZeVKeeFYf9", ""),
        ("doi:10.1145/3600006.3613165", ""),
    ],
)
def test_an_identifier_tells_where_a_paper_appeared(identifier: str, venue: str) -> None:
    assert told(accepted(preprint("2211.10438", identifier))) == venue


def test_old_ids_of_the_anthology_are_read_by_their_letter_and_volume() -> None:
    assert told(accepted(preprint("1901.00001", "acl:P19-1001"))) == "ACL 2019 conference"
    assert told(accepted(preprint("1801.00001", "acl:P18-2001"))) == "ACL 2018 conference"
    assert accepted(preprint("1901.00001", "acl:P19-2001")) is None  # the student workshop, by then


@pytest.mark.parametrize(
    ("arxiv", "s2", "venue"),
    [
        # The year is another than the preprint's, or a key of DBLP tells it.
        ("2211.10438", S2_ICML | {"publication_year": "2023"}, "ICML 2023 conference"),
        ("2106.09685", S2_ICLR | {"publication_year": "2021", "dblp": "conf/iclr/HuSWALWWC22"}, "ICLR 2022 conference"),
        ("2210.17323", S2_ICLR | {"publication_date": "2023-05-01"}, "ICLR 2023 conference"),
        ("2301.00001", S2_TMLR | {"publication_date": "2023-09-01"}, "TMLR 2023 journal"),
        # The year is the preprint's: believed where that year's meeting was still to come.
        ("2305.14314", S2_NEURIPS | {"publication_date": "2023-05-23"}, "NeurIPS 2023 conference"),
        ("2106.09685", S2_ICLR | {"publication_date": "2021-06-17"}, ""),
        ("2211.10438", S2_ICML | {"publication_date": "2022-11-18"}, ""),
        ("2306.07629", S2_ICML | {"publication_date": "2023-06-13"}, ""),
        ("2206.12131", S2_ACL | {"publication_date": "2022-06-24"}, ""),
        ("2304.05376", S2_NATURE | {"publication_date": "2023-04-11"}, ""),
        # It would have appeared before it was posted.
        ("2305.14314", S2_NEURIPS | {"publication_date": "2021-12-01"}, ""),
        ("2305.14314", {"venue_name": "arXiv.org", "publication_year": "2024"}, ""),
        ("2305.14314", {"venue_name": "CoRR", "publication_year": "2024"}, ""),
    ],
)  # fmt: skip
def test_the_year_of_a_preprint_is_not_that_of_its_venue(arxiv: str, s2: dict[str, str], venue: str) -> None:
    assert told(accepted(preprint(arxiv), s2=s2)) == venue


def test_sources_that_agree_are_one_and_the_one_that_says_more_stands_for_them() -> None:
    paper = preprint("2301.00001", "acl:2023.findings-acl.5")
    both = accepted(paper, s2=S2_ACL | {"publication_year": "2023"})
    assert told(both) == "ACL Findings 2023 conference"
    assert both
    assert (both.source, both.evidence) == ("acl", "acl:2023.findings-acl.5")
    workshop = accepted(preprint("2306.00001"), comment="NeurIPS 2023 Workshop on Compression", s2=S2_NEURIPS)
    assert told(workshop) == "NeurIPS Workshop 2023 workshop"
    dated = accepted(preprint("2106.09685"), comment="Accepted to ICLR 2022", s2=S2_ICLR | {"publication_year": "2021"})
    assert told(dated) == "ICLR 2022 conference"
    journal = accepted(preprint("2304.05376"), journal_ref="Nature Machine Intelligence 6 (2024) 525", s2=S2_NATURE)
    assert told(journal) == "Nature Machine Intelligence 2024 journal"


def test_sources_that_disagree_are_not_believed() -> None:
    assert accepted(preprint(), comment="Accepted to ICML 2023", s2=S2_ICLR | {"publication_year": "2023"}) is None
    assert accepted(preprint(), comment="Accepted to ICML 2023", s2=S2_ICML | {"publication_year": "2024"}) is None
    assert accepted(preprint(), comment="ICML 2023", journal_ref="Published at ICLR 2023") is None


def test_a_withdrawn_paper_is_accepted_nowhere() -> None:
    assert accepted(preprint(), comment="Accepted to ICML 2023", withdrawn="by its authors") is None


def test_a_paper_of_which_nothing_is_said_is_a_preprint() -> None:
    assert accepted(preprint()) is None


def test_a_venue_in_a_persons_own_file_counts() -> None:
    said = describe(
        frozenset({PaperId("arxiv:2211.10438")}), source="file", day="2026-01-01", title="A", venue="ICML 2023"
    )
    preprint_only = describe(
        frozenset({PaperId("arxiv:2211.10438")}), source="file", day="2026-01-01", venue="arXiv 2023"
    )
    assert told(accepted_venue(said, {})) == "ICML 2023 conference"
    assert accepted_venue(preprint_only, {}) is None


def test_a_new_entry_is_written_with_the_venue_that_accepted_its_paper() -> None:
    key = frozenset({PaperId("arxiv:2106.09685")})
    paper = describe(key, source="s2", day="2026-01-01", title="LoRA", venue="International Conference on Learning")
    sure = {name: {"s2": value} for name, value in (S2_ICLR | {"dblp": "conf/iclr/HuSWALWWC22"}).items()}
    unsure = {name: {"s2": value} for name, value in (S2_ICLR | {"publication_year": "2021"}).items()}
    own = describe(key, source="file", day="2026-01-01", title="LoRA", venue="My Venue")

    assert as_accepted(paper, sure).venue == "ICLR 2022"
    assert as_accepted(paper, unsure).venue == ""
    assert as_accepted(own, {}).venue == "My Venue"


def test_the_entry_and_the_paper_must_be_one_work() -> None:
    title = "SmoothQuant: Accurate and Efficient Post-Training Quantization"
    paper = preprint(title=title, authors=("Guangxuan Xiao", "Ji Lin"))

    def entry(title: str, *authors: str) -> Entry:
        return Entry(title=title, category=("A",), line=1, span=Span(start=0, end=1), authors=authors)

    assert is_work_of(entry(title), paper)
    assert is_work_of(entry(title.replace("Efficient", "Efficent"), "Guangxuan Xiao (MIT)"), paper)
    assert not is_work_of(entry(title, "Tim Dettmers"), paper)
    assert not is_work_of(entry("GPTQ: Accurate Post-Training Quantization for Transformers"), paper)
    assert not is_work_of(entry(""), paper)
