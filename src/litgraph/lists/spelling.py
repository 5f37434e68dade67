"""Venues as lists spell them: sources give `Neural Information Processing Systems`, lists write `NeurIPS`."""

from __future__ import annotations

import re
from collections.abc import Mapping

# The words that tell a venue in a source's spelling, folded, and what lists write for it; the first that fits.
_SHORT = (
    ("neural information processing systems", "NeurIPS"),
    ("international conference on learning representations", "ICLR"),
    ("international conference on machine learning", "ICML"),
    ("empirical methods in natural language processing", "EMNLP"),
    ("north american chapter of the association for computational linguistics", "NAACL"),
    ("european chapter of the association for computational linguistics", "EACL"),
    ("transactions of the association for computational linguistics", "TACL"),
    ("meeting of the association for computational linguistics", "ACL"),
    ("international conference on computational linguistics", "COLING"),
    ("language resources and evaluation", "LREC"),
    ("computational natural language learning", "CoNLL"),
    ("aaai conference on artificial intelligence", "AAAI"),
    ("international joint conference on artificial intelligence", "IJCAI"),
    ("winter conference on applications of computer vision", "WACV"),
    ("european conference on computer vision", "ECCV"),
    ("international conference on computer vision", "ICCV"),
    ("computer vision and pattern recognition", "CVPR"),
    ("knowledge discovery and data mining", "KDD"),
    ("research and development in information retrieval", "SIGIR"),
    ("web search and data mining", "WSDM"),
    ("artificial intelligence and statistics", "AISTATS"),
    ("conference on machine learning and systems", "MLSys"),
    ("architectural support for programming languages and operating systems", "ASPLOS"),
    ("symposium on computer architecture", "ISCA"),
    ("symposium on microarchitecture", "MICRO"),
    ("high-performance computer architecture", "HPCA"),
    ("symposium on operating systems principles", "SOSP"),
    ("operating systems design and implementation", "OSDI"),
    ("design automation conference", "DAC"),
    ("acoustics, speech, and signal processing", "ICASSP"),
    ("transactions on machine learning research", "TMLR"),
    ("trans. mach. learn. res.", "TMLR"),
    ("journal of machine learning research", "JMLR"),
    ("conference on robot learning", "CoRL"),
    ("uncertainty in artificial intelligence", "UAI"),
    ("the web conference", "WWW"),
)
_PREAMBLE = re.compile(r"^(?:in:?\s+)?(?:(?:the\s+)?proceedings\s+of\s+)?(?:the\s+)?", re.IGNORECASE)
_DETAILS = re.compile(r"[,.;]\s*(?:,|pp?\.|pages?\b|vol(?:ume|\.)|no\.|issue\b|\d).*$", re.IGNORECASE)
LONGEST = 60  # characters of a venue that a list would write
_ASIDE = re.compile(r"workshop|findings|@|\btutorial", re.IGNORECASE)


def house_venue(venue: str, spellings: Mapping[str, str]) -> str:
    """Spell a venue as the list does, else by its common short name; workshops and findings keep their own words.

    `spellings` maps a venue, case folded, to how the list writes it.
    """
    folded = venue.casefold()
    if folded in spellings:
        return spellings[folded]
    if _ASIDE.search(venue):
        return _tidy(venue)
    short = next((name for words, name in _SHORT if words in folded or name.casefold() == folded), _tidy(venue))
    return spellings.get(short.casefold(), short)


def _tidy(venue: str) -> str:
    """Leave of a journal reference what names the venue; nothing, where that is still longer than any list writes."""
    name = _DETAILS.sub("", _PREAMBLE.sub("", venue)).strip(" ,.;:")
    return name if len(name) <= LONGEST else ""
