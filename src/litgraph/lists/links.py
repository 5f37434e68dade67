"""The links of an entry: what their labels mean, and which of them name the paper itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from litgraph.lists.lexicon import CODE_HOSTS, FILLERS, OTHER_WORDS, PAPER_WORDS, SCHOLARLY_HOSTS, TALK_HOSTS
from litgraph.lists.rich import LINK, Mark, RichText
from litgraph.model.identifiers import PaperId, identifier_in_url, precedence, scheme_of
from litgraph.model.survey import Link

PAPER, OTHER, TITLE = "paper", "other", "title"


_KINDS = {**dict.fromkeys(OTHER_WORDS, OTHER), **dict.fromkeys(PAPER_WORDS, PAPER)}
_NUMBERED = re.compile(r"^([a-z]+)[-_ ]?\d{1,2}$")
_ID_LABEL = re.compile(
    r"(?:arxiv\s*[:\s]?\s*)?\d{4}\.\d{4,5}(?:v\d+)?|(?:doi:?\s*)?10\.\d{4,9}/\S+|https?://\S+|www\.\S+", re.IGNORECASE
)
_NESTED_ADDRESS = re.compile(r"^(?:%5B|\[).*?(?:%5D|\])\((https?://.*?)\)?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?")

_PAPER_PAGES = ("huggingface.co/papers/", "/paper/", "/papers/", "/publication", "/abs/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A link of an entry: what stands on it, where it leads, what it means, and its place in the text."""

    label: str
    url: str
    kind: str
    start: int
    end: int


def references_of(rich: RichText) -> tuple[Reference, ...]:
    """Read the links of a text that lead out of the list, in order."""
    found = [_reference(rich, mark) for mark in rich.of_kind(LINK)]
    return tuple(reference for reference in found if leads_out(reference.url))


def leads_out(url: str) -> bool:
    """Tell a link to something else from one to a place in the list, or to nothing."""
    return bool(url) and not url.startswith("#") and not url.lower().startswith(("mailto:", "javascript:"))


def kind_of(label: str) -> str:
    """Tell a label that only says what it leads to (the paper; something else) from one that may be a title."""
    bare = label.strip(" \t[]()（）【】{}<>:：.,;|·-–—*_`\"'“”📄📃📑💻🔗⭐️")
    if not bare or _ID_LABEL.fullmatch(bare):
        return PAPER
    words = [_NUMBERED.sub(r"\1", word) for word in map(str.casefold, _WORD.findall(bare))]
    kinds = {_KINDS.get(word, TITLE) for word in words if word not in FILLERS and not word.isdigit()}
    if TITLE in kinds or len(words) > 4:
        return TITLE
    return OTHER if OTHER in kinds else PAPER


def as_link(reference: Reference) -> Link:
    """Give the link as an entry keeps it."""
    return Link(label=reference.label.strip().strip("[]【】").strip(), url=reference.url)


def identifiers_of(references: Iterable[Reference]) -> tuple[PaperId, ...]:
    """Read the paper's identifiers, best first: one a scheme, from the links to the paper, else from any other."""
    chosen: dict[str, PaperId] = {}
    for kinds in ((TITLE, PAPER), (OTHER,)):
        for reference in references:
            found = identifier_in_url(reference.url) if reference.kind in kinds else None
            if found:
                chosen.setdefault(scheme_of(found), found)
        if chosen:
            break
    return tuple(sorted(chosen.values(), key=precedence))


def leads_to_paper(reference: Reference) -> bool:
    """Tell a link that surely leads to a paper: by its address, or by its label where it is no code host's."""
    if identifier_in_url(reference.url):
        return True
    parts = _split(reference.url)
    host = parts[0]
    if _is_host(host, SCHOLARLY_HOSTS):
        return True
    paged = parts[1].lower().endswith(".pdf") or any(page in f"{host}{parts[1]}" for page in _PAPER_PAGES)
    return paged and not _is_host(host, CODE_HOSTS)


def on_code_host(reference: Reference) -> bool:
    """Tell a link to a repository of code."""
    return _is_host(_split(reference.url)[0], CODE_HOSTS)


def is_talk(reference: Reference) -> bool:
    """Tell a link to talk about papers: blogs, videos, posts, encyclopaedias."""
    host, path = _split(reference.url)
    return _is_host(host, TALK_HOSTS) or host.startswith("blog.") or "/blog" in path


def address(url: str) -> str:
    """Give an address as it was meant: without blanks around it, and of one written inside another the inner one."""
    nested = _NESTED_ADDRESS.match(url.strip())
    return (nested[1] if nested else url).strip()


def _reference(rich: RichText, mark: Mark) -> Reference:
    label = rich.on(mark).strip() or mark.note
    kind = kind_of(label)
    if kind == TITLE and not rich.on(mark).strip():
        kind = OTHER
    return Reference(label=" ".join(label.split()), url=address(mark.url), kind=kind, start=mark.start, end=mark.end)


def _split(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return (parts.hostname or "").removeprefix("www."), unquote(parts.path)


def _is_host(host: str, hosts: Iterable[str]) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in hosts)
