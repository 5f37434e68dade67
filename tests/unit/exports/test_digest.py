"""The digest as Markdown and as a feed, whatever titles hold."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from litgraph.exports.digest import Digest, NewPaper, RisingCluster, Upgrade, render_atom, render_markdown
from litgraph.model.identifiers import PaperId
from tests.integration.hostile import HOSTILE

ATOM = "{http://www.w3.org/2005/Atom}"
LORA = NewPaper(
    id=PaperId("arxiv:2106.09685"),
    title="LoRA",
    date="2021-06",
    day="2021-06-30",
    status="listed",
    cluster="Low-Rank Adaptation",
)
CLUSTER = RisingCluster(
    id="cluster:1",
    label="KV Cache",
    description="One; Two",
    size=9,
    growth=2.04,
    interval=(1.5, 2.6),
    proposal=("Model", "KV Cache"),
)
UPGRADE = Upgrade(title="GPTQ", message="is at ICLR 2023 now", line=7, day="2021-07-02")
DIGEST = Digest(
    survey="ours",
    since="2021-06-01",
    until="2021-07-31",
    sections={("Model", "Tuning"): [LORA], ("Model", "Low Rank"): [LORA]},
    clusters=[CLUSTER],
    upgrades=[UPGRADE],
)


def test_markdown_tells_papers_clusters_and_venues() -> None:
    assert render_markdown(DIGEST).splitlines() == [
        "# ours: 2021-06-01 to 2021-07-31",
        "",
        "## New papers (1)",
        "",
        "### Model > Tuning",
        "",
        "- [LoRA](https://arxiv.org/abs/2106.09685) (2021-06, on the list, Low-Rank Adaptation)",
        "",
        "### Model > Low Rank",
        "",
        "- [LoRA](https://arxiv.org/abs/2106.09685) (2021-06, on the list, Low-Rank Adaptation)",
        "",
        "## Emerging clusters",
        "",
        "### KV Cache",
        "",
        "9 papers, growing 2.0 times as fast as the field (1.5 to 2.6).",
        "It asks for a heading: Model > KV Cache.",
        "",
        "One; Two",
        "",
        "## Preprints that have a venue now",
        "",
        "- GPTQ (line 7): is at ICLR 2023 now",
    ]


def test_a_feed_has_each_paper_once() -> None:
    feed = ET.fromstring(render_atom(DIGEST))

    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["LoRA", "Emerging: KV Cache", "Venue: GPTQ"]
    ids = [entry.findtext(f"{ATOM}id") for entry in (*entries, feed)]
    assert len(set(ids)) == 4
    assert [one.get("term") for one in entries[0].findall(f"{ATOM}category")] == ["Model > Tuning", "Model > Low Rank"]
    assert feed.findtext(f"{ATOM}updated") == "2021-07-31T00:00:00Z"
    assert render_atom(DIGEST) == render_atom(DIGEST)


def test_nothing_new_is_said() -> None:
    nothing = Digest(survey="ours", since="2021-01-01", until="2021-01-31", sections={}, clusters=[], upgrades=[])

    assert "Nothing new." in render_markdown(nothing)
    assert ET.fromstring(render_atom(nothing)).findall(f"{ATOM}entry") == []


def test_no_title_is_markup() -> None:
    papers = [
        NewPaper(id=PaperId(f"local:{n}"), title=text, date="", day="2021-06-30", status="candidate", cluster=text)
        for n, text in enumerate(HOSTILE)
    ]
    digest = Digest(
        survey=HOSTILE[0], since="2021-01-01", until="2021-07-31", sections={(): papers}, clusters=[], upgrades=[]
    )

    written = render_markdown(digest)

    assert "<script" not in written
    assert sum(line.startswith("- ") for line in written.splitlines()) == len(HOSTILE)
    assert len(ET.fromstring(render_atom(digest)).findall(f"{ATOM}entry")) == len(HOSTILE)
