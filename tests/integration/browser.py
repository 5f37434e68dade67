"""A headless Chromium for the tests of the page: one that is on the machine, never downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No WebGL by any way: the page must not need it.
    "--disable-webgl",
    "--disable-webgl2",
    "--disable-3d-apis",
)


@dataclass(kw_only=True)
class Visit:
    """A page that is open, what it said on the console, and what it asked the network for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def launch() -> Iterator[Browser]:
    """Start the Chromium of `LITGRAPH_CHROMIUM` or of the path, or skip; `LITGRAPH_REQUIRE_BROWSER=1` forbids that."""
    executable = os.environ.get("LITGRAPH_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if executable is None:
        _absent("no Chromium is on this machine")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _absent("the package playwright is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_FLAGS))
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, file: Path, hash_: str = "") -> Iterator[Visit]:
    """Open a file in a fresh context of its own, in which every request but the one for it is refused."""
    opened = browser.new_context(viewport={"width": 1280, "height": 800})
    seen = Visit(page=opened.new_page())

    def answer(route: Route) -> None:
        seen.requests.append(route.request.url)
        if route.request.url.partition("#")[0] == file.as_uri():
            route.continue_()
        else:
            route.abort()

    seen.page.route("**/*", answer)
    seen.page.on("console", lambda message: seen.complaints.append(f"{message.type}: {message.text}"))
    seen.page.on("pageerror", lambda error: seen.complaints.append(f"error: {error}"))
    seen.page.goto(file.as_uri() + hash_)
    yield seen
    opened.close()


def _absent(reason: str) -> None:
    if os.environ.get("LITGRAPH_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason}, and LITGRAPH_REQUIRE_BROWSER=1 asks for it")
    pytest.skip(reason)
