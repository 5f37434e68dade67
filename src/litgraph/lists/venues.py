"""Venues and years, as lists write them: `NeurIPS 2023`, `ICML'23`, `Findings of EMNLP, 2022`, a badge's address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

# Acronyms of venues in the fields that keep such lists. A venue that a list sets apart (`<ins>…</ins>`, a column, the
# line after a break) needs no mention here: these only tell a venue from other words at the end of a title.
_ACRONYMS = (
    "AAAI AACL AAMAS ACCV ACL ACM-MM ACMMM ACM AISTATS ALT APSIPA APWEB ASE ASONAM ASPLOS ASRU ATC AutoML BioRxiv BMVC CAV CAiSE "
    "CCS CHI CICC CIDR CIKM COLING COLM COLT COMPSAC CONLL CoNLL CoRL COSYNE CPAL CVPR CVPRW DAC DATE DeeLIO DSN EACL ECAI ECCV ECCVW "
    "ECIR ECML ECOOP EDBT EMBC EMNLP EuroSys EUSIPCO FAccT FAST FPGA FPL FSE GECCO HPCA HPDC ICAIF ICAPS ICASSP ICCAD ICCV "
    "ICCVW ICDAR ICDCS ICDE ICDL ICDM ICLR ICME ICML ICMLA ICMLW ICPP ICPR ICRA ICS ICSE ICSME ICWSM IEEE IJCAI IJCB IJCNLP "
    "IJCNN IJCV INFOCOM INLG INTERSPEECH Interspeech IPDPS IROS ISBI ISCA ISCAS ISLPED ISMAR ISMIR ISPASS ISSCC ISSTA ISWC IUI "
    "JAIR JMLR JSSC KDD LoG LREC MASS MICCAI MICRO MIDL MLSYS MLSys MM MobiCom MobiSys MSR NAACL NATURE NDSS NeurIPS NeurlPS NeirIPS Neurips NIPS NLPCC "
    "NSDI OOPSLA OSDI PACT PAKDD PAMI PLDI PNAS PODC PODS POPL PPoPP PVLDB RANLP RecSys RSS S&P SANER SC SDM SenSys SIGCOMM SIGGRAPH "
    "SIGIR SIGKDD SIGMETRICS SIGMOD SLT SOSP SPAA SSRN STOC TACL TASLP TCAD TCAS TCSVT TDSC TIFS TIP TIST TKDD TKDE TMC TMI TMLR TMM TNNLS TOCHI TODAES TOG "
    "TOIS TOMM TPAMI TPDS TREC TSE TSP TVCG UAI UbiComp UIST UMAP USENIX VIS VLDB WACV WMT WSDM WWW arXiv ArXiv Arxiv arxiv ARXIV "
    "bioRxiv medRxiv ChemRxiv CoRR"
).split()
_NAMED = (
    r"Transactions\s+on\b|Journal\s+of\b|Proceedings\s+of\b|Proc\.|Findings\s+of\b|Advances\s+in\s+Neural\b|"
    r"Conference\s+on\b|Symposium\s+on\b|Workshop\s+on\b|International\s+Conference\b|Lecture\s+Notes\b|"
    r"Communications\s+of\b|Nature\b(?=\s*(?:$|[,.'’\d]|Machine|Communications|Medicine|Methods|Scientific|Biotech|Comput|Human))|"
    r"Science\b(?=\s*(?:$|[,.'’\d]|Advances|Robotics))|Cell\b(?=\s*(?:$|[,.'’\d]))|Neurocomputing\b|"
    r"OpenAI\b(?=\s*(?:$|[,.'’\d]|Blog))|Pre-?print\b|Technical\s+Report\b(?=\s*(?:$|[,.'’]?\s*\d))|Blog\b(?=\s*(?:$|[,.'’]?\s*\d))|"
    r"(?:Ph\.?D|Master'?s?)\.?\s+thesis\b|PMLR\b|Open\s?Review\b|Frontiers\s+in\b|PLOS\b|Elsevier\b|Springer\b"
)
_YEAR = r"(?:19[6-9]\d|20[0-4]\d)"
_SHORT_YEAR = r"['’‘`´]\s?\d{2}(?!\d)"
_ACRONYM = "|".join(re.escape(name) for name in sorted(_ACRONYMS, key=len, reverse=True))
VENUE = re.compile(rf"(?<![\w-])(?:(?:{_ACRONYM})(?![A-Za-z])|{_NAMED})")
_WITH_YEAR = re.compile(
    rf"\s*[-,.:/@(]?\s*(?P<year>{_YEAR})(?!\d)|\s*(?P<short>{_SHORT_YEAR})|[-_ ]?(?P<bare>(?:0|1|2)\d)(?![\d.])"
)
_ANY_YEAR = re.compile(rf"(?<![\d.])(?P<year>{_YEAR})(?![\d])|(?P<short>{_SHORT_YEAR})")
_EDGES = " \t\v\n,.;:，。；：()[]（）【】{}|/-–—*_`\"“”<>"
_VENUE_LABELS = re.compile(r"^(?:conference|journal|publish(?:ed)?|venue|publication|accepted|conf|workshop|in)$", re.I)
_COLOUR = re.compile(
    r"^(?:[0-9a-f]{3}|[0-9a-f]{6}|(?:bright|light)?(?:green|blue|red|yellow|orange|grey|gray)|yellowgreen|success|"
    r"important|critical|informational|inactive|blueviolet|ff69b4|[a-z]+)(?:\.(?:svg|png))?$",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A venue, without its year, and the year; either may be unknown."""

    name: str = ""
    year: int | None = None


def read_venue(text: str) -> Venue:
    """Read a text that is known to be a venue: take its year out of it."""
    text = " ".join(text.split())
    found = None
    for found in _ANY_YEAR.finditer(text):
        pass
    if found:
        name = text[: found.start()].rstrip(_EDGES) + " " + text[found.end() :].lstrip(_EDGES)
        return Venue(name=_tidy(name), year=_year(found))
    bare = re.fullmatch(rf"({_ACRONYM})[- ]?((?:0|1|2)\d)", text.strip(_EDGES))
    if bare:
        return Venue(name=bare[1], year=2000 + int(bare[2]))
    return Venue(name=_tidy(text))


def is_venue(text: str) -> bool:
    """Tell whether a text is nothing but a venue, and perhaps its year."""
    bare = text.strip(_EDGES)
    found = VENUE.search(bare)
    if not found or len(bare) > 90:
        return bool(re.fullmatch(_YEAR, bare))
    return found.start() < 40 and len(bare.split()) <= 12


def venue_in_badge(address: str) -> Venue | None:
    """Read the venue that a badge of shields.io shows: `badge/Conference-ICML'23-blue`, `badge/ICLR-2024-blue`."""
    parts = _badge_parts(address)
    if not parts:
        return None
    label, message = parts
    if _VENUE_LABELS.match(label) and message:
        return read_venue(message)
    text = f"{label} {message}".strip()
    if VENUE.match(text) and not re.match(r"arxiv\W*(?:\d{4}\.\d{4,5}|paper|pdf|link|$)", text, re.I) and _ANY_YEAR.search(text):
        return read_venue(text)
    return None


def text_of_badge(address: str) -> str:
    """Give the words on a badge of shields.io."""
    return " ".join(part for part in _badge_parts(address) or () if part)


def year_in(text: str) -> int | None:
    """Find the last year that a text names."""
    found = None
    for found in _ANY_YEAR.finditer(text):
        pass
    return _year(found) if found else None


def _badge_parts(address: str) -> tuple[str, str] | None:
    """Give label and message of a badge."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if "shields.io" not in (parts.hostname or "") and "badgen.net" not in (parts.hostname or ""):
        return None
    if "/static/v1" in parts.path:
        asked = parse_qs(parts.query)
        return asked.get("label", [""])[0], asked.get("message", [""])[0]
    before, badge, rest = parts.path.partition("/badge/")
    if not badge or before:
        return None
    return _dashed(unquote(rest))


def _dashed(text: str) -> tuple[str, str]:
    """Read `label-message-colour`; `--` is a dash, `_` a blank, `__` an underscore."""
    fields = [part.replace("\0", "-") for part in text.replace("--", "\0").split("-")]
    if len(fields) > 1 and _COLOUR.match(fields[-1]):
        fields = fields[:-1]
    fields = [part.replace("__", "\0").replace("_", " ").replace("\0", "_").strip() for part in fields]
    return fields[0] if len(fields) > 1 else "", "-".join(fields[1:]) if len(fields) > 1 else fields[0]


def _year(found: re.Match[str]) -> int:
    if found["year"]:
        return int(found["year"])
    short = int(found["short"][-2:])
    return short + (1900 if short > 60 else 2000)


def _tidy(name: str) -> str:
    name = " ".join(name.split()).strip(_EDGES.replace("(", "").replace(")", ""))
    if name.count("(") != name.count(")"):
        name = name.strip("() ")
    return name if any(letter.isalpha() for letter in name) else ""
