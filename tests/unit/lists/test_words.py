"""The small grammars: venues, dates, authors, labels, headings, badges."""

from __future__ import annotations

import pytest

from litgraph.lists.authors import read_authors, split_authors
from litgraph.lists.badges import venue_in_badge
from litgraph.lists.dates import find_date, is_date, read_date
from litgraph.lists.headings import heading_name, is_apart, is_customary
from litgraph.lists.links import OTHER, PAPER, TITLE, address, kind_of
from litgraph.lists.markup import read_inline
from litgraph.lists.venues import Venue, is_venue, read_venue


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [
        ("NeurIPS 2023", "NeurIPS", 2023),
        ("ICML'23", "ICML", 2023),
        ("ICLR2025", "ICLR", 2025),
        ("CVPR19", "CVPR", 2019),
        ("ACL Findings, 2025", "ACL Findings", 2025),
        ("Findings of EMNLP 2022", "Findings of EMNLP", 2022),
        ("ACL'25 Findings", "ACL Findings", 2025),
        ("IJCAI 2024 (Survey Track)", "IJCAI (Survey Track)", 2024),
        ("MLSys 2024 (Best Paper 🏆)", "MLSys", 2024),
        ("arXiv 2021.08", "arXiv", 2021),
        ("Workshop @ ICLR 2025 2025", "Workshop @ ICLR", 2025),
        ("(TMLR)", "TMLR", None),
        ("2023", "", 2023),
        ("《计算机学报》，2024", "计算机学报", 2024),
    ],
)
def test_venue_and_year_are_told_apart(text: str, name: str, year: int | None) -> None:
    assert read_venue(text) == Venue(name=name, year=year)


@pytest.mark.parametrize(
    "text", ["ICML 2023", "arXiv", "Nature", "Pattern Recognition, 2021", "IEEE Transactions on X"]
)
def test_venue_is_known(text: str) -> None:
    assert is_venue(text)


@pytest.mark.parametrize(
    "text", ["Nature of Language Models", "Attention Is All You Need", "", "Machine Learning on Graphs"]
)
def test_other_words_are_no_venue(text: str) -> None:
    assert not is_venue(text)


@pytest.mark.parametrize(
    ("address_of_badge", "venue"),
    [
        ("https://img.shields.io/badge/Conference-ICML'23-blue", Venue(name="ICML", year=2023)),
        ("https://img.shields.io/badge/Journal-TMLR_2025-blue", Venue(name="TMLR", year=2025)),
        (
            "https://img.shields.io/badge/Conference-Nature%20Scientific%20Reports-blue",
            Venue(name="Nature Scientific Reports"),
        ),
        ("https://img.shields.io/badge/NeurIPS-2022-blue.svg", Venue(name="NeurIPS", year=2022)),
        ("https://img.shields.io/static/v1?label=ICLR&message=2024&color=red", Venue(name="ICLR", year=2024)),
        ("https://img.shields.io/badge/Unstructured-C2A4A6", None),
        ("https://img.shields.io/badge/arXiv-2106.05234-b31b1b.svg", None),
        ("https://img.shields.io/github/stars/a/b.svg?style=social", None),
        ("https://[", None),
    ],
)
def test_venue_is_read_from_a_badge(address_of_badge: str, venue: Venue | None) -> None:
    assert venue_in_badge(address_of_badge) == venue


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("[2023/08]", "2023-08"),
        ("2024.05", "2024-05"),
        ("2022年11月", "2022-11"),
        ("May 29, 2024", "2024-05-29"),
        ("7 Apr 2022", "2022-04-07"),
        ("Mar 2024", "2024-03"),
        ("12/07/2023", "2023-12-07"),
        ("2021", "2021"),
        ("2023/13", ""),
        ("soon", ""),
    ],
)
def test_date_is_read(text: str, date: str) -> None:
    assert read_date(text) == date


def test_date_is_found_within_other_words() -> None:
    assert find_date("arXiv 2021.08") == "2021-08"
    assert find_date("ICML 2023") == ""
    assert is_date("[2020-02]")
    assert not is_date("2020-02 EMNLP")


@pytest.mark.parametrize(
    ("text", "authors", "rest"),
    [
        ("Wei He et al. arXiv", ("Wei He",), "arXiv"),
        ("Aman Madaan et al.arXiv", ("Aman Madaan",), "arXiv"),
        ("Felix Hill (University of Cambridge) et al. arXiv", ("Felix Hill",), "arXiv"),
        ("Alex Nichol, Prafulla Dhariwal. ICML 2021", ("Alex Nichol", "Prafulla Dhariwal"), "ICML 2021"),
        (
            "by Jeffrey Pennington and Richard Socher (EMNLP 2014)",
            ("Jeffrey Pennington", "Richard Socher"),
            "EMNLP 2014)",
        ),
        ("Jintao Zhang, Jia wei, Pengle Zhang, Jun Zhu", ("Jintao Zhang", "Jia wei", "Pengle Zhang", "Jun Zhu"), ""),
        ("Scarselli, F., Gori, M.", ("F. Scarselli", "M. Gori"), ""),
        ("Hinton, Geoffrey E., Simon Osindero", ("Geoffrey E. Hinton", "Simon Osindero"), ""),
        ("张三，李四", ("张三", "李四"), ""),
        ("Trains two encoders on pairs", (), ""),
        ("NeurIPS, 2023", (), ""),
    ],
)
def test_authors_are_parted_from_what_follows(text: str, authors: tuple[str, ...], rest: str) -> None:
    assert split_authors(text) == (authors, rest)


def test_one_name_is_no_list_of_authors() -> None:
    assert read_authors("Scaling Laws") == ()
    assert split_authors("Noam Shazeer. arXiv", alone=True) == (("Noam Shazeer",), "arXiv")


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("[Paper]", PAPER),
        ("arXiv:2207.12598", PAPER),
        ("ICLR 2024 Oral", PAPER),
        ("论文", PAPER),
        ("https://arxiv.org/abs/1706.03762", PAPER),
        ("Code1", OTHER),
        ("Project Page", OTHER),
        ("GitHub", OTHER),
        ("LoRA", TITLE),
        ("A Survey on Code Models", TITLE),
    ],
)
def test_label_tells_what_it_leads_to(label: str, kind: str) -> None:
    assert kind_of(label) == kind


def test_address_written_within_another_is_the_inner_one() -> None:
    assert address("[https://a.b/1](https://a.b/2)") == "https://a.b/2"
    assert address(" https://a.b/c(d) ") == "https://a.b/c(d)"


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("🤖 Model-Centric Methods", "Model-Centric Methods"),
        ("📖Trending LLM/VLM Topics ([©️back👆🏻](#paperlist))  ", "Trending LLM/VLM Topics"),
        (":star: Recommended Paper", "Recommended Paper"),
        ("1.1.4 Reasoning \\& Planning", "1.1.4 Reasoning & Planning"),
        ("1️⃣ Quantization", "Quantization"),
        ("Image Generation 🎨", "Image Generation"),
        ('<a name="x"></a>**Sparse** `MoE`', "Sparse MoE"),
        ("[Quantization](#toc)", "Quantization"),
        ("Low-Rank [[Back]](#toc) ![](icon.png)", "Low-Rank"),
        ("𝌓 Architecture Efficiency", "Architecture Efficiency"),
        ("► • 量化 📚", "量化"),
        ("C++ & C#", "C++ & C"),
        ("(Semi-)Supervised", "(Semi-)Supervised"),
        ("🔥", ""),
    ],
)
def test_decoration_is_no_part_of_a_heading(heading: str, name: str) -> None:
    assert heading_name(read_inline(heading, {})) == name


@pytest.mark.parametrize(
    "name",
    [
        *(
            "News",
            "Latest News",
            "What's New?",
            "Update Log",
            "Citation",
            "How to cite",
            "Contact Us",
        ),
        *(
            "Contributing",
            "How to Contribute",
            "Project Maintainers & Contributors",
            "License",
            "MIT License",
            "The Team",
        ),
        *("Acknowledgments", "Star History", "Community Support", "3. Citation", "引用", "Announcements"),
    ],
)
def test_customary_section_apart_is_known(name: str) -> None:
    assert is_apart(name)


@pytest.mark.parametrize(
    "name", ["Table of Content (ToC)", "Contents", "Quick Link", "Introduction", "What is This Survey About?"]
)
def test_frame_of_a_list_is_customary_without_being_apart(name: str) -> None:
    assert is_customary(name)
    assert not is_apart(name)


@pytest.mark.parametrize(
    "name", ["Quantization", "Data Citation Networks", "Survey", "Benchmarks", "Other Topics", "Tools"]
)
def test_category_is_not_customary(name: str) -> None:
    assert not is_customary(name)
