"""What identifiers of published papers say of where they appeared: ACL Anthology ids, DOIs, DBLP keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from litgraph.model.identifiers import PaperId, scheme_of, value_of
from litgraph.survey.acceptance import CONFERENCE, JOURNAL, KNOWN, WORKSHOP, Claim

# What the letter of an old id and the name in a new one stand for (https://aclanthology.org/info/ids/).
_LETTERS = {"P": "ACL", "D": "EMNLP", "N": "NAACL", "E": "EACL", "C": "COLING", "Q": "TACL", "K": "CoNLL", "L": "LREC"}
_MEETINGS = ("acl", "emnlp", "naacl", "eacl", "aacl", "coling", "conll", "lrec", "ijcnlp")
_MAIN = ("", "long", "short", "main", "1")
_TRACKS = {"demo": "Demo", "demos": "Demo", "industry": "Industry Track", "srw": "SRW"}
_NEW_ACL = re.compile(r"(?P<year>\d{4})\.(?P<name>[a-z]+)(?:-(?P<part>[a-z]+|\d+))?\.\d+")
_OLD_ACL = re.compile(r"(?P<letter>[A-Z])(?P<year>\d\d)-(?P<volume>\d)\d{3}", re.IGNORECASE)
_ACL_DOI = re.compile(r"10\.18653/v1/(.+)")
_IEEE_DOI = re.compile(r"10\.1109/(?P<name>[a-z]+)\d*\.(?P<year>(?:19|20)\d\d)\.\d+")
_AAAI_DOI = re.compile(r"10\.1609/aaai\.v(?P<volume>\d+)i\d+\.\d+")
_IJCAI_DOI = re.compile(r"10\.24963/ijcai\.(?P<year>\d{4})/\d+")
_DBLP = re.compile(r"(?:conf|journals)/(?P<name>[^/]+)/\D*?(?P<year>\d\d)[a-z]{0,2}")
# How DBLP calls a venue where that is not its acronym.
_DBLP_NAMES = {
    "nips": "NeurIPS",
    "corr": "",
    "tmlr": "TMLR",
    "jmlr": "JMLR",
    "tacl": "TACL",
    "interspeech": "INTERSPEECH",
}
_FOLDED = {name.casefold(): name for name in sorted(KNOWN)}


def claims_of(aliases: Iterable[PaperId]) -> Iterator[Claim]:
    """Yield what the identifiers of a paper say."""
    for alias in sorted(aliases):
        value = value_of(alias)
        found = _of_acl(value, alias) if scheme_of(alias) == "acl" else None
        found = _of_doi(value, alias) if scheme_of(alias) == "doi" else found
        if found:
            yield found


def dblp_year(key: str, short: str) -> int | None:
    """Give the year of a DBLP key, where it is one of that venue: `conf/icml/XiaoLSWDH23` of ICML."""
    found = _DBLP.fullmatch(key)
    name = found and (_DBLP_NAMES.get(found["name"]) or _FOLDED.get(found["name"], ""))
    if not found or not name or name.casefold() != short.split()[0].casefold():
        return None
    year = int(found["year"])
    return year + (1900 if year > 60 else 2000)


def _of_acl(value: str, alias: PaperId) -> Claim | None:
    if old := _OLD_ACL.fullmatch(value):
        return _of_old_acl(old, alias)
    found = _NEW_ACL.fullmatch(value.lower())
    if not found:
        return None
    name, part, year = found["name"], found["part"] or "", int(found["year"])
    if name == "tacl":
        return _claim("TACL", JOURNAL, year, alias)
    if name == "findings" and part in _MEETINGS:
        return _claim(f"{_FOLDED[part]} Findings", CONFERENCE, year, alias)
    if name not in _MEETINGS or part not in (*_MAIN, *_TRACKS):
        return None
    kind = WORKSHOP if part == "srw" else CONFERENCE
    return _claim(f"{_FOLDED[name]} {_TRACKS.get(part, '')}".strip(), kind, year, alias)


def _of_old_acl(found: re.Match[str], alias: PaperId) -> Claim | None:
    """Read an id such as P19-1001; volumes beyond the first are short papers, demonstrations or workshops by year."""
    letter, year, volume = found["letter"].upper(), int(found["year"]), int(found["volume"])
    year += 1900 if year > 60 else 2000
    short_papers = volume == 2 and letter in "PNE" and year <= 2018
    if letter not in _LETTERS or not (volume == 1 or short_papers):
        return None
    return _claim(_LETTERS[letter], JOURNAL if letter == "Q" else CONFERENCE, year, alias)


def _of_doi(value: str, alias: PaperId) -> Claim | None:
    if acl := _ACL_DOI.fullmatch(value):
        return _of_acl(acl[1], alias)
    if aaai := _AAAI_DOI.fullmatch(value):
        return _claim("AAAI", CONFERENCE, 1986 + int(aaai["volume"]), alias)
    if ijcai := _IJCAI_DOI.fullmatch(value):
        return _claim("IJCAI", CONFERENCE, int(ijcai["year"]), alias)
    ieee = _IEEE_DOI.fullmatch(value)
    name = ieee["name"] if ieee else ""
    if not ieee or (name not in _FOLDED and name.removesuffix("w") not in _FOLDED):
        return None
    is_workshop = name.endswith("w") and name.removesuffix("w") in _FOLDED
    short = _FOLDED[name.removesuffix("w") if is_workshop else name]
    kind = WORKSHOP if is_workshop else CONFERENCE
    return _claim(f"{short} Workshop" if is_workshop else short, kind, int(ieee["year"]), alias)


def _claim(short: str, kind: str, year: int, alias: PaperId) -> Claim:
    return Claim(short=short, kind=kind, source=scheme_of(alias), evidence=alias, year=year)
