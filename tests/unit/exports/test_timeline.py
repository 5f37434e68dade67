"""Clusters over time as a picture, whatever labels and titles hold."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from litgraph.exports.timeline import MOST, render_timeline
from tests.integration.hostile import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"


def stage(band: int, event: str = "steady", label: str = "KV Cache", **more: Any) -> dict[str, Any]:
    papers = ["arxiv:2106.09685", "local:b"]
    return {
        "band": band, "label": label, "size": 9, "added": 2, "event": event, "from": [], "papers": papers, **more
    }  # fmt: skip


def window(day: str, *stages: dict[str, Any]) -> dict[str, Any]:
    return {"as_of": day, "papers": 1000, "clusters": list(stages), "ended": []}


def drawn(*windows: dict[str, Any], titles: dict[str, str] | None = None) -> ET.Element:
    return ET.fromstring(render_timeline(windows, titles or {}))


def test_each_bar_leads_to_its_paper_and_names_some() -> None:
    split = stage(1, "split") | {"from": [0]}
    windows = window("2024-03-31", stage(0, "known")), window("2024-06-30", stage(0), split)

    picture = drawn(*windows, titles={"arxiv:2106.09685": "LoRA"})

    links = picture.findall(f"{SVG}a")
    assert [link.get("href") for link in links] == ["https://arxiv.org/abs/2106.09685"] * 3
    told = links[2].findtext(f"{SVG}rect/{SVG}title")
    assert told == "KV Cache, 2024-06-30: 9 papers, 2 new, split\nLoRA\nlocal:b"
    assert len(picture.findall(f"{SVG}path")) == 1
    assert "2024-06-30" in [text.text for text in picture.findall(f"{SVG}text")]


def test_only_so_many_bands_are_drawn() -> None:
    many = [stage(band, added=band) for band in range(MOST + 5)]

    picture = drawn(window("2024-03-31", *many), window("2024-06-30", *many))

    assert len(picture.findall(f"{SVG}a")) == 2 * MOST


def test_nothing_is_a_picture_too() -> None:
    assert drawn().tag == f"{SVG}svg"


def test_no_label_is_markup() -> None:
    stages = [stage(number, label=text) for number, text in enumerate(HOSTILE)]

    picture = drawn(window("2024-03-31", *stages), titles={"arxiv:2106.09685": HOSTILE[0]})

    assert {element.tag.removeprefix(SVG) for element in picture.iter()} == {
        "svg",
        "rect",
        "line",
        "text",
        "a",
        "title",
    }
