"""The explorer page in a real Chromium without WebGL and without a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from litgraph.exports.formats import FORMATS, write_export
from litgraph.exports.graph import ExportGraph
from tests.integration.browser import Visit, launch, visit
from tests.unit.exports.drawn import HOSTILE, crowd, empty, hostile, paper, survey, told

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launch() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture
def explorer(browser: Browser, folder: Path) -> Iterator[Visit]:
    """Open the page of the drawn survey, and hold it to silence and to asking for nothing but itself."""
    file = written(survey(), folder / "survey.html")
    with visit(browser, file) as seen:
        yield seen
        assert seen.complaints == []
        assert [url.partition("#")[0] for url in seen.requests] == [file.as_uri()]


def written(graph: ExportGraph, file: Path) -> Path:
    return write_export(graph, FORMATS["html"], file).files[0]


def titles(page: Page) -> list[str]:
    return page.locator("#rows .title").all_inner_texts()


def focused(page: Page) -> str:
    text: str = page.evaluate("document.activeElement.id || document.activeElement.innerText")
    return text


def test_page_shows_counts_notes_and_legend(explorer: Visit) -> None:
    page = explorer.page
    assert page.inner_text("#survey") == "A Survey"
    assert page.inner_text("#totals") == "2 listed · 1 candidate · 1 periphery · 4 citations"
    assert "References known for 2 of 2 listed papers." in page.inner_text("#notes")
    assert "7 more papers of the record" in page.inner_text("#notes")
    assert page.inner_text("#legend").split()[:3] == ["listed", "candidate", "periphery"]


def test_map_is_drawn(explorer: Visit) -> None:
    explorer.page.wait_for_timeout(100)
    inked = explorer.page.evaluate(
        "(() => { const c = document.getElementById('map');"
        "return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0); })()"
    )
    assert inked
    assert explorer.page.evaluate("document.createElement('canvas').getContext('webgl')") is None


def test_search_narrows(explorer: Visit) -> None:
    page = explorer.page
    page.click("#view-list")
    page.fill("#query", "frantar gpt")
    assert titles(page) == ["GPTQ: Accurate Post-Training Quantization", "SparseGPT"]
    assert page.inner_text("#shown") == "2 of 4 papers"
    page.fill("#query", "nothing of the kind")
    assert page.inner_text("#no-rows") == "No paper fits these filters."


def test_keyboard_alone_leads_to_a_paper_and_back(explorer: Visit) -> None:
    page = explorer.page
    page.keyboard.press("/")
    page.keyboard.type("sparse")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.inner_text("#detail-title") == "SparseGPT"
    assert focused(page) == "detail-title"
    page.keyboard.press("Escape")
    assert page.locator("#detail").is_hidden()
    assert focused(page) == "query"


def test_arrows_walk_the_list(explorer: Visit) -> None:
    page = explorer.page
    page.keyboard.press("l")
    page.locator("#rows tr").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.inner_text("#detail-title") == "SparseGPT"
    page.keyboard.press("Escape")
    assert focused(page).startswith("SparseGPT")


def test_arrows_walk_the_map(explorer: Visit) -> None:
    page = explorer.page
    page.focus("#map")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#announced") == (
        "GPTQ: Accurate Post-Training Quantization, 2022, listed, Quantization, 1 citation"
    )
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#announced").startswith("Squeezing")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert page.inner_text("#detail-title") == "GPTQ: Accurate Post-Training Quantization"
    page.keyboard.press("Escape")
    assert focused(page) == "map"


def test_everything_is_reached_by_tab(explorer: Visit) -> None:
    page = explorer.page
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
    wanted = {"skip", "view-map", "view-list", "theme", "show-keys", "query", "status-listed", "from", "to"}
    assert wanted | {"colour-category", "map", "zoom-in", "zoom-out", "zoom-fit"} <= reached


def test_detail_says_why_and_what(explorer: Visit) -> None:
    page = explorer.page
    page.fill("#query", "squeezing")
    page.keyboard.press("Enter")
    text = page.inner_text("#detail")
    assert "candidate" in text
    assert "for review" in text
    assert "Perhaps under" in text
    assert "0.63" in text
    assert "GPTQ: Accurate Post-Training Quantization" in text
    assert "arxiv:9999.99999 (not on this page)" in text
    link = page.locator("#detail .links a")
    assert link.get_attribute("href") == "https://doi.org/10.1000/x_y"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_references_and_citations_lead_on(explorer: Visit) -> None:
    page = explorer.page
    page.fill("#query", "gptq")
    page.keyboard.press("Enter")
    assert page.locator(".part.references .paper").all_inner_texts() == ["Attention Is All You Need"]
    assert page.locator(".part.cited-by .paper").all_inner_texts() == ["SparseGPT"]
    page.click(".part.cited-by .paper")
    assert page.inner_text("#detail-title") == "SparseGPT"


def test_filters_count_and_narrow(explorer: Visit) -> None:
    page = explorer.page
    page.click("#view-list")
    page.click("button.category:has-text('Quantization')")
    assert titles(page) == ["GPTQ: Accurate Post-Training Quantization", "Squeezing Models & Prompts"]
    assert page.inner_text("#count-listed") == "1"
    page.uncheck("#status-candidate")
    assert titles(page) == ["GPTQ: Accurate Post-Training Quantization"]
    page.select_option("#from", "2023")
    assert titles(page) == []
    page.click("#reset")
    assert len(titles(page)) == 4


def test_a_click_on_the_map_opens_a_paper(explorer: Visit) -> None:
    page = explorer.page
    page.focus("#map")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(100)
    tip = page.locator("#tip").bounding_box()
    area = page.locator("#map").bounding_box()
    assert tip
    assert area
    # The tip stands beside the paper that the keyboard is at.
    page.mouse.click(tip["x"] - 14, tip["y"] - 18 if tip["y"] - 18 > area["y"] else tip["y"])
    assert page.inner_text("#detail-title") == "GPTQ: Accurate Post-Training Quantization"


def test_list_is_sorted_by_its_columns(explorer: Visit) -> None:
    page = explorer.page
    page.click("#view-list")
    page.click("th.column-year button")
    assert titles(page)[0] == "Squeezing Models & Prompts"
    assert page.get_attribute("th.column-year", "aria-sort") == "descending"
    page.click("th.column-year button")
    assert titles(page)[0] == "Attention Is All You Need"


def test_permalink_restores_what_was_chosen(explorer: Visit, browser: Browser, folder: Path) -> None:
    page = explorer.page
    page.click("#view-list")
    page.fill("#query", "quantization")
    page.click("button.category:has-text('Quantization')")
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    address = page.evaluate("location.hash")
    assert "in=Model-Centric > Quantization" in unquote(address).replace("+", " ")
    with visit(browser, folder / "survey.html", address) as again:
        assert again.page.inner_text("#detail-title") == "GPTQ: Accurate Post-Training Quantization"
        assert titles(again.page) == ["GPTQ: Accurate Post-Training Quantization"]


def test_odd_permalinks_are_passed_over(browser: Browser, folder: Path) -> None:
    file = written(survey(), folder / "survey.html")
    with visit(browser, file, "#paper=gone&in=Gone&from=x&to=99999&status=none&colour=plaid&view=3d&q=%E0%A4") as seen:
        assert seen.page.inner_text("#survey") == "A Survey"
        assert seen.complaints == []


def test_dark_mode_follows_the_system_and_the_button(browser: Browser, folder: Path) -> None:
    file = written(survey(), folder / "survey.html")
    with visit(browser, file) as seen:
        seen.page.emulate_media(color_scheme="dark")
        seen.page.wait_for_selector("html[data-theme=dark]", timeout=10_000)
        seen.page.click("#theme")
        assert seen.page.get_attribute("html", "data-theme") == "light"
        assert seen.complaints == []


def test_hostile_text_is_shown_and_does_nothing(browser: Browser, folder: Path) -> None:
    file = written(hostile(), folder / "hostile.html")
    with visit(browser, file) as seen:
        page = seen.page
        title = page.title()
        for number in range(len(HOSTILE)):
            page.goto(f"{file.as_uri()}#view=list&paper=arxiv:2401.0000{number}")
            page.reload()
            assert page.inner_text("#detail-title") == HOSTILE[number]
        page.fill("#query", "script")
        page.keyboard.press("Escape")
        assert len(page.locator("#rows tr").all()) == 3
        assert page.locator("#app img, #app svg, #app script").count() == 0
        assert page.title() == title
        assert seen.complaints == []
        assert {url.partition("#")[0] for url in seen.requests} == {file.as_uri()}


@pytest.mark.parametrize(
    ("graph", "said"),
    [
        (empty(), "This record holds no papers yet."),
        (replace(empty(), papers=(paper("local:only"),)), "Untitled (local:only)"),
        (crowd(40, linked=False), "Untitled (local:000000)"),
    ],
    ids=["empty", "one without title or year", "no citations"],
)
def test_poor_graphs_are_shown_sensibly(browser: Browser, folder: Path, graph: ExportGraph, said: str) -> None:
    file = written(graph, folder / "poor.html")
    with visit(browser, file) as seen:
        seen.page.wait_for_timeout(100)
        seen.page.click("#view-list")
        assert said in seen.page.inner_text("#list-view")
        assert seen.complaints == []


def test_without_javascript_the_page_says_so(browser: Browser, folder: Path) -> None:
    file = written(survey(), folder / "survey.html")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert "needs JavaScript" in page.inner_text("body")
    context.close()


def test_narrow_screen_reaches_filters_and_detail(browser: Browser, folder: Path) -> None:
    file = written(survey(), folder / "survey.html")
    with visit(browser, file) as seen:
        page = seen.page
        page.set_viewport_size({"width": 400, "height": 800})
        page.click("#show-filters")
        page.fill("#query", "gptq")
        page.keyboard.press("Enter")
        assert page.locator("#detail").bounding_box() == pytest.approx(page.locator("#stage").bounding_box())
        assert page.evaluate("document.documentElement.scrollWidth") == 400
        assert seen.complaints == []


def test_thousands_of_papers_stay_quick(browser: Browser, folder: Path) -> None:
    file = written(crowd(5000), folder / "crowd.html")
    with visit(browser, file) as seen:
        page = seen.page
        page.fill("#query", "00499")
        assert page.inner_text("#shown") == "11 of 5,000 papers"
        page.fill("#query", "")
        # Generous: it is some 20 ms here, and the machine may be busy.
        spent = page.evaluate(
            "new Promise((done) => { const map = document.getElementById('map'); const t = performance.now();"
            "map.dispatchEvent(new WheelEvent('wheel', { deltaY: -50, cancelable: true }));"
            "requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - t))); })"
        )
        assert spent < 1500
        assert seen.complaints == []


@pytest.fixture
def lineages(browser: Browser, folder: Path) -> Iterator[Visit]:
    """Open the page of the drawn survey with techniques."""
    file = written(told(), folder / "told.html")
    with visit(browser, file, "#view=lineage&technique=GPTQ") as seen:
        yield seen
        assert seen.complaints == []


def test_lineage_shows_what_came_before_and_after_with_the_sentence_that_says_so(lineages: Visit) -> None:
    page = lineages.page
    assert page.inner_text("#technique-title") == "GPTQ"
    assert page.locator(".step-line").all_inner_texts() == [
        f"extends\n{HOSTILE[1]}\n2020",
        "uses\nSparseGPT\n2023\ndoubtful",
        "variant of\nGPTQ 4-bit",
    ]
    assert page.locator("blockquote").first.inner_text() == f"{HOSTILE[0]} GPTQ and 2 more papers"
    assert page.title() == "A Survey: literature explorer"


def test_a_lineage_is_walked_and_its_permalink_says_where(lineages: Visit) -> None:
    page = lineages.page
    page.click(".step-line .step >> nth=1")
    assert page.inner_text("#technique-title") == "SparseGPT"
    assert unquote(page.url).endswith("technique=SparseGPT")
    assert page.locator(".descent .descent .step-line").all_inner_texts() == [f"extends\n{HOSTILE[1]}\n2020"]
    page.fill("#technique-sought", "4-b")
    assert page.locator(".technique").all_inner_texts() == ["GPTQ 4-bit\n1"]


def test_papers_and_lineages_lead_to_each_other(lineages: Visit) -> None:
    page = lineages.page
    page.click("cite .step >> nth=0")
    assert page.inner_text("#detail-title") == "GPTQ: Accurate Post-Training Quantization"
    page.click("#view-map")
    page.click("#detail .papers .paper >> text=GPTQ")
    assert page.inner_text("#technique-title") == "GPTQ"
    assert page.is_hidden("#map-view")


def test_a_page_without_techniques_has_no_such_view(explorer: Visit) -> None:
    explorer.page.keyboard.press("t")
    assert explorer.page.is_hidden("#view-lineage")
    assert explorer.page.is_visible("#map-view")
