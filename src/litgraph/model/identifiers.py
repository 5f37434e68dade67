"""Identifiers of papers: reading them from text and addresses, and writing each of them in one way.

A `PaperId` is text of the form `scheme:value`. arXiv versions are stripped, arXiv DOIs are folded into arXiv ids, DOIs
are lower-cased. https://info.arxiv.org/help/arxiv_identifier.html describes both styles of arXiv id.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import NewType
from urllib.parse import parse_qs, unquote, urlsplit

PaperId = NewType("PaperId", str)

# The first of these that a paper has is its public key. `local` is what a person called it in a file of their own.
SCHEMES = ("arxiv", "doi", "acl", "openreview", "s2", "local", "title")

_ARXIV_NEW = r"(?:0[7-9]|[1-9]\d)(?:0[1-9]|1[0-2])\.\d{4,5}"
_ARXIV_OLD = r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2,3})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_ARXIV = re.compile(rf"(?:arxiv:\s*)?({_ARXIV_NEW}|{_ARXIV_OLD})(?:v\d+)?(?:\.pdf)?", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:\s*)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.IGNORECASE)
_ACL = re.compile(r"(?:acl:\s*)?([A-Za-z]\d{2}-\d{4}|\d{4}\.[a-z0-9_-]+-[a-z0-9_]+\.\d+)", re.IGNORECASE)
_OPENREVIEW = re.compile(r"openreview:\s*([\w-]{6,})", re.IGNORECASE)
_S2 = re.compile(r"(?:s2|corpusid):\s*(\d+)", re.IGNORECASE)
_ASCII_BLANK = re.compile(r"[^0-9a-z]+")
_ARXIV_HOSTS = ("arxiv.org", "alphaxiv.org", "ar5iv.org")
_DOI_IN_PATH = re.compile(r"/(?:doi/(?:abs/|full/|pdf/|epdf/|book/)?)?(10\.\d{4,9}(?:\.\d+)*/[^?#\s]+)", re.IGNORECASE)


def scheme_of(paper: PaperId) -> str:
    """Give the scheme of an identifier: the part before its first colon."""
    return paper.partition(":")[0]


def value_of(paper: PaperId) -> str:
    """Give the value of an identifier: the part after its first colon."""
    return paper.partition(":")[2]


def precedence(paper: PaperId) -> tuple[int, PaperId]:
    """Order identifiers by how good a public key they are, best first; ties by text."""
    return SCHEMES.index(scheme_of(paper)), paper


def best_key(identifiers: Iterable[PaperId]) -> PaperId:
    """Choose the public key among the identifiers of one paper."""
    return min(identifiers, key=precedence)


def arxiv_id(text: str) -> PaperId | None:
    """Read an arXiv id of either style, without its version and subject class (`math.GT/0309136v2`)."""
    found = _ARXIV.fullmatch(text.strip())
    if not found:
        return None
    value = found[1].lower()
    archive, slash, number = value.partition("/")
    return PaperId(f"arxiv:{archive.partition('.')[0]}/{number}" if slash else f"arxiv:{value}")


def doi(text: str) -> PaperId | None:
    """Read a DOI in lower case; one that arXiv minted gives the arXiv id."""
    found = _DOI.fullmatch(text.strip())
    if not found:
        return None
    value = found[1].lower().rstrip(".,;")
    minted = _ARXIV_DOI.fullmatch(value)
    return (minted and arxiv_id(minted[1])) or PaperId(f"doi:{value}")


def parse_identifier(text: str) -> PaperId | None:
    """Read an identifier as it is written (`arxiv:2306.00978`, `10.1145/…`, `s2:…`) or as the address of a paper."""
    text = text.strip()
    if "://" in text:
        return identifier_in_url(text)
    if found := arxiv_id(text) or doi(text):
        return found
    if found_acl := _ACL.fullmatch(text):
        return _acl(found_acl[1])
    if found_openreview := _OPENREVIEW.fullmatch(text):
        return PaperId(f"openreview:{found_openreview[1]}")
    if found_s2 := _S2.fullmatch(text):
        return PaperId(f"s2:{int(found_s2[1])}")
    scheme, colon, value = text.partition(":")
    if colon and scheme in ("local", "title") and value.strip():
        return PaperId(f"{scheme}:{value.strip()}")
    return None


def identifier_in_url(url: str) -> PaperId | None:
    """Read the identifier that an address carries: arXiv, DOI, ACL Anthology, OpenReview, Semantic Scholar."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    host, path = (parts.hostname or "").lower().removeprefix("www."), unquote(parts.path)
    if any(host == known or host.endswith(f".{known}") for known in _ARXIV_HOSTS):
        return _arxiv_in_path(path)
    if host == "huggingface.co" and path.startswith("/papers/"):
        return arxiv_id(path.removeprefix("/papers/").strip("/"))
    if host in ("aclanthology.org", "aclweb.org"):
        return _acl_in_path(path)
    if host == "openreview.net":
        forum = parse_qs(parts.query).get("id", [""])[0]
        return PaperId(f"openreview:{forum}") if re.fullmatch(r"[\w-]{6,}", forum) else None
    if host == "api.semanticscholar.org" and (corpus := re.match(r"/corpusid:(\d+)", path, re.IGNORECASE)):
        return PaperId(f"s2:{int(corpus[1])}")
    return _doi_in_path(host, path)


def local_id(name: str, namespace: str = "") -> PaperId:
    """Name a paper by what a person's own file calls it."""
    return PaperId(f"local:{namespace}/{name}" if namespace else f"local:{name}")


def title_id(title: str, first_author: str = "", year: int | None = None) -> PaperId:
    """Hash the normalised title, the first author's last name and the year, for a paper that has nothing better."""
    surname = normalise_title(surname_of(first_author))
    text = "\n".join((normalise_title(title), surname, str(year or "")))
    return PaperId(f"title:{hashlib.sha256(text.encode()).hexdigest()[:20]}")


def normalise_title(title: str) -> str:
    """Fold case, width, accents, punctuation and blanks, so that two spellings of one title compare equal."""
    if title.isascii():  # most are, and this is ten times as fast
        return " ".join(_ASCII_BLANK.sub(" ", title.lower()).split())
    folded = unicodedata.normalize("NFKD", title).casefold()
    kept = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join(kept.split())


def surname_of(author: str) -> str:
    """Give the last name of an author written `First Last` or `Last, First`."""
    before, comma, _ = author.partition(",")
    return before.strip() if comma else (author.split() or [""])[-1]


def arxiv_month(paper: PaperId) -> str | None:
    """Give the month (`YYYY-MM`) in which an arXiv id was given out; it is part of the id."""
    if scheme_of(paper) != "arxiv":
        return None
    digits = value_of(paper).rpartition("/")[2][:4]
    year = int(digits[:2]) + (1900 if int(digits[:2]) >= 91 else 2000)
    return f"{year}-{digits[2:]}"


def _arxiv_in_path(path: str) -> PaperId | None:
    found = re.search(
        rf"/(?:abs|pdf|html|src|e-print|format|forum|overview|ps)?/*({_ARXIV_NEW}|{_ARXIV_OLD})", path, re.I
    )
    return arxiv_id(found[1]) if found else None


def _acl(value: str) -> PaperId:
    return PaperId(f"acl:{value.upper() if re.fullmatch(r'[A-Za-z][0-9]{2}-[0-9]{4}', value) else value.lower()}")


def _acl_in_path(path: str) -> PaperId | None:
    name = path.rstrip("/").rpartition("/")[2].removesuffix(".pdf")
    found = _ACL.fullmatch(re.sub(r"v\d+$", "", name))
    return _acl(found[1]) if found else None


def _doi_in_path(host: str, path: str) -> PaperId | None:
    if host in ("doi.org", "dx.doi.org"):
        return doi(path.lstrip("/"))
    found = _DOI_IN_PATH.search(path)
    return doi(found[1].removesuffix(".pdf").rstrip("/")) if found else None
