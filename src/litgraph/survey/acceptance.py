"""What texts and identifiers say of where a paper was accepted: journal references, comments, ACL ids, DOIs, DBLP keys.

A claim without a year is kept: another source may know it. What is only submitted, under review or rejected is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from litgraph.lists.lexicon import VENUE_ACRONYMS
from litgraph.lists.spelling import LONGEST, house_venue

JOURNAL, CONFERENCE, WORKSHOP = "journal", "conference", "workshop"
_JOURNALS = frozenset(
    (
        *("IJCV", "IJHCI", "JAIR", "JMLR", "JSSC", "PNAS", "PVLDB", "TACL", "TASL", "TASLP", "TCAD", "TCAS", "TCSVT"),
        *("TDSC", "TIFS", "TIP", "TIST", "TKDD", "TKDE", "TMC", "TMI", "TMLR", "TMM", "TNNLS", "TOCHI", "TODAES"),
        *("TOG", "TOIS", "TOMM", "TPAMI", "TPDS", "TSE", "TSP", "TVCG"),
    )
)
# Publishers and societies name no venue, preprint servers none that accepts; the rest are common words or slips.
_VAGUE = frozenset(
    (
        *("ACM", "ARXIV", "ArXiv", "Arxiv", "BioRxiv", "ChemRxiv", "CoRR", "DATE", "FAST", "IEEE", "MASS", "MM"),
        *("DeeLIO", "NATURE", "NeirIPS", "NeurlPS", "PsyArXiv", "SC", "SSRN", "USENIX", "VIS", "WWWJ"),
        *("arXiv", "arxiv", "bioRxiv", "medRxiv"),
    )
)
KNOWN = frozenset(VENUE_ACRONYMS) - _VAGUE
_SPELLED = {"NIPS": "NeurIPS", "Neurips": "NeurIPS", "MLSYS": "MLSys", "SIGKDD": "KDD", "CONLL": "CoNLL"}
_SPELLED |= {"ACM-MM": "ACM MM", "ACMMM": "ACM MM", "Interspeech": "INTERSPEECH", "PAMI": "TPAMI", "TheWebConf": "WWW"}
_LONG = (
    ("pattern analysis and machine intelligence", "TPAMI"),
    ("audio, speech, and language processing", "TASLP"),
    ("neural networks and learning systems", "TNNLS"),
)
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)(?!\d)|['’‘-](?P<short>\d\d)(?![\d-]))"
_ACRONYM = "|".join(re.escape(name) for name in sorted(KNOWN, key=len, reverse=True))
# `NeurIPS-ENLSP` is a workshop there, `EMNLP-Findings` a track.
_ALONE = r"(?![A-Za-z]|-(?!(?i:findings|main|industry|demo|short|long)\b)[A-Za-z])"
_NAMED = re.compile(rf"(?<![\w-])(?P<name>{_ACRONYM}){_ALONE}(?:[\s,:(-]{{0,3}}(?:conference\s*)?{_YEAR})?")
_YEAR_BEFORE = re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d\d)\s+(?P<name>{_ACRONYM})(?![A-Za-z])")
_IN_BRACKETS = re.compile(rf"\((?P<name>[A-Z][A-Za-z&]*[A-Z][A-Za-z&]*)[\s,-]*{_YEAR}?\)")
_ANY_YEAR = re.compile(r"(?<![\d.:/-])(?P<year>(?:19|20)\d\d)(?![\d:/-]|\.\d)")
_REFUSED = re.compile(
    r"\b(?:submitted|submission|submitting|resubmi\w+|(?:under|in|for)\s+(?:\w+\s+)?review|reviewing|rejected|withdrawn|"
    r"to be submitted|not\s+accepted|tutorial|challenge|competition|shared task|doctoral|hackathon|overlap\w*|"
    r"extend\w*|extension|formatted|template|style|"
    r"(?:short|shorter|preliminary|abridged|earlier|previous|early|longer|full|part)\s+(?:\w+\s+)?(?:version|of))\b",
    re.IGNORECASE,
)
_ACCEPTED = re.compile(
    r"\b(?:accept\w*|appear(?:s|ed|ing)?|publish\w*|publication|in proc\w*|proc(?:eedings|\.)|camera[- ]?ready|"
    r"present\w*|oral|spotlight|highlight|poster|in press|best paper|outstanding paper)",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\b(?:\d+|pages?|figures?|figs?|tables?|appendi\w+|pp|main|track|conference|international|annual|meeting|the|at|in|of|and|on|"
    r"for|with|papers?|long|short|full|regular|research|findings|workshop|datasets?|benchmarks?|industry|tiny|systems?|"
    r"demos?|demonstrations?|ieee|acm|cvf|usenix|top|notable|v\d)\b|[\W_]+",
    re.IGNORECASE,
)
_WORKSHOP = re.compile(r"workshop|\bWS\b|\S\s?@\s?\S", re.IGNORECASE)
# `NeurIPS 2023 Workshop on …`, `… Workshop @ ICML 2023`: a workshop's own name and nothing else.
_WORKSHOP_NAME = re.compile(
    rf"\W*(?:(?:{_ACRONYM})\W{{0,3}}{_YEAR}\W+workshop\b|[^,]{{0,80}}\bworkshop\W+(?:@|at|in)\W+(?:{_ACRONYM})\W{{0,3}}(?:19|20)\d\d\W*$)",
    re.IGNORECASE,
)
# `37th Conference on Neural Information Processing Systems (NeurIPS 2023)`: a meeting's own name.
_MEETING_NAME = re.compile(
    r"\W*(?:(?:the|\d+(?:st|nd|rd|th)|[a-z]+(?:-[a-z]+)?(?:st|nd|rd|th)|(?:19|20)\d\d|ieee|acm|cvf|annual|international|joint|"
    r"european)[\s/]+)+(?:conference|meeting|symposium)\b",
    re.IGNORECASE,
)
_TRACKS = (
    (re.compile(r"findings", re.IGNORECASE), "Findings"),
    (re.compile(r"datasets?\s*(?:and|&)\s*benchmarks?", re.IGNORECASE), "Datasets and Benchmarks Track"),
    (re.compile(r"industry\s+track|\bindustry\b", re.IGNORECASE), "Industry Track"),
    (re.compile(r"tiny\s*papers?", re.IGNORECASE), "Tiny Papers"),
    (re.compile(r"\bdemos?\b|demonstrations?", re.IGNORECASE), "Demo"),
)
_REFERENCE = re.compile(r"(?P<name>[^\W\d][^\d(]*?)[\s,]*(?:\bvol(?:ume|\.)?\s*)?(?:\d|\(\d{4}\))", re.IGNORECASE)
_PREPRINTS = re.compile(r"arxiv|corr\b|preprint|openreview|zenodo|ssrn|research square|techrxiv", re.IGNORECASE)
_CLAUSE_END = re.compile(r";|(?<=[^\s.]{3})\.\s+(?=[A-Z\d])|\s[-–—|/]\s|\bhttps?://\S+")
_BRACKETED_YEAR = re.compile(r"\(\s*(?:\w+\.?\s+)?(?P<year>(?:19|20)\d\d)\s*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one source says: the venue as the field names it, its short name, and the year, if it says one.

    `evidence` is the very words, or the identifier, by which it says so.
    """

    short: str
    kind: str
    source: str
    evidence: str
    name: str = ""
    year: int | None = None


def read_comment(text: str, source: str = "arxiv comment") -> Claim | None:
    """Read a comment (`Accepted to NeurIPS 2023`, `ICLR 2024 (spotlight)`); two venues in it are none."""
    claims = [claim for clause in _clauses(text) if (claim := _read_clause(clause, source))]
    agreed = {(claim.short, claim.year) for claim in claims}
    return claims[0] if len(agreed) == 1 else None


def read_journal_ref(text: str) -> Claim | None:
    """Read a journal reference: a proceedings (`Proceedings of the 40th ICML, 2023`), or a journal with its volume."""
    if _REFUSED.search(text):
        return None
    found = _conference_in(text, "arxiv journal_ref")
    return found or _journal_in(text)


def named_venue(name: str, kind: str, source: str, year: int | None = None) -> Claim | None:
    """Read a venue that a source names in a field of its own, such as Semantic Scholar's."""
    if not name or re.search(
        r"arxiv|corr\b|preprint|openreview|zenodo|ssrn|research square|techrxiv", name, re.IGNORECASE
    ):
        return None
    known = _conference_in(name, source)
    if known or _WORKSHOP.search(name) or kind == WORKSHOP:
        if known is None or (kind == WORKSHOP and known.kind != WORKSHOP):
            return None
        return Claim(
            short=known.short, kind=known.kind, source=source, evidence=name, name=name, year=known.year or year
        )
    short = _short_of(name)
    kind = kind or (JOURNAL if re.search(r"journal|transactions|letters|trans\.|\bj\.", name, re.IGNORECASE) else "")
    return Claim(short=short, kind=kind, source=source, evidence=name, name=name, year=year) if short and kind else None


def _clauses(text: str) -> list[str]:
    """Part a comment where one statement ends; an abbreviation's full stop ends none."""
    return [
        clause for clause in re.split(r";|(?<=[^\s.]{3})\.\s+(?=[A-Z\d])|\s[-–—|/]\s|\bhttps?://\S+", text) if clause
    ]


def _read_clause(clause: str, source: str) -> Claim | None:
    if _REFUSED.search(clause):
        return None
    claim = _conference_in(clause, source)
    if claim is None or _ACCEPTED.search(clause):
        return claim
    bare = _ANY_YEAR.sub("", _NAMED.sub("", clause))
    is_name = (_WORKSHOP_NAME if claim.kind == WORKSHOP else _MEETING_NAME).match(clause)
    return claim if claim.year and (is_name or not _NOISE.sub("", bare)) else None


def _conference_in(text: str, source: str) -> Claim | None:
    """Find a venue that is known by its acronym or by its full name, and the year; two different ones are none."""
    found = [*_YEAR_BEFORE.finditer(text), *_NAMED.finditer(text)]
    names = {_spelled(match["name"]): None for match in found}
    full = house_venue(re.sub(r"\bworkshop\b|\bfindings\b|@", " ", text, flags=re.IGNORECASE), {})
    if full in KNOWN:
        names[full] = None
    years = [_year_of(match) for match in found]
    if not names and re.search(r"\b(?:conference|symposium)\b", text, re.IGNORECASE):
        bracketed = list(_IN_BRACKETS.finditer(text))
        names |= {match["name"]: None for match in bracketed}
        years += [_year_of(match) for match in bracketed]
    if len(names) != 1:
        return None
    year = next((year for year in years if year), None) or _only_year(text)
    short, kind = _track(next(iter(names)), text)
    return Claim(short=short, kind=kind, source=source, evidence=text.strip(), year=year) if short else None


def _track(short: str, text: str) -> tuple[str, str]:
    """Tell a workshop, the Findings and other tracks from the main one."""
    if short in _JOURNALS:
        return short, JOURNAL
    if _WORKSHOP.search(text):
        return f"{short} Workshop", WORKSHOP
    track = next((name for pattern, name in _TRACKS if pattern.search(text)), "")
    return f"{short} {track}".strip(), CONFERENCE


def _journal_in(text: str) -> Claim | None:
    """Read a journal, its volume and its year: `Phys. Rev. B 75, 064505 (2007)`."""
    found = _REFERENCE.match(text.strip())
    year = _bracketed_year(text) or _only_year(text)
    if not found or not year or re.search(r"workshop|conference|proceedings|symposium", text, re.IGNORECASE):
        return None
    name = found["name"].strip(" ,;:")
    if not 3 <= len(name) <= LONGEST or re.search(r"arxiv|corr\b|thesis|report", name, re.IGNORECASE):
        return None
    short, evidence = _short_of(name), text.strip()
    return Claim(short=short, kind=JOURNAL, source="arxiv journal_ref", evidence=evidence, name=name, year=year)


def _short_of(name: str) -> str:
    """Shorten a journal's name where the field does; an abbreviation keeps its full stop."""
    known = next((short for words, short in _LONG if words in name.casefold()), "")
    short = known or house_venue(name, {})
    return name if name == f"{short}." else short


def _spelled(name: str) -> str:
    return _SPELLED.get(name, name)


def _year_of(found: re.Match[str]) -> int | None:
    named = found.groupdict()
    if named.get("year"):
        return int(named["year"])
    return 2000 + int(named["short"]) if named.get("short") else None


def _bracketed_year(text: str) -> int | None:
    found = _BRACKETED_YEAR.search(text)
    return int(found["year"]) if found else None


def _only_year(text: str) -> int | None:
    """Give the year that a text names, if it names only one."""
    years = {int(found["year"]) for found in _ANY_YEAR.finditer(text)}
    return years.pop() if len(years) == 1 else None
