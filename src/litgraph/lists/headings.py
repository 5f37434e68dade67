"""The headings of a list: their names, the paths that they make, and which of them are a taxonomy."""

from __future__ import annotations

import re
import unicodedata

from litgraph.lists.links import leads_out
from litgraph.lists.rich import LINK, RichText

# What may begin a name though it is no letter and no digit.
_OPENERS = frozenset("([{\"'“‘「『《<$.@#&+~")
_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]+:")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]|（\s*）|【\s*】")

# Headings under which nothing names a paper of the survey, nor do the headings below them.
_APART = re.compile(
    r"(?:latest |recent |breaking |hot |project |important )?(?:news|updates?|announcements?|change ?logs?|release(?: notes| logs?|s)?|"
    r"update (?:logs?|history|news)|what'?s new|milestones?|roadmap|to-?dos?|to-?do list|recent updates?|history|version history)|"
    r"(?:how to )?(?:citations?|cite(?: us| this.*| our.*)?|citing.*|bibtex|reference format|reference us)|"
    r"contacts?(?: us| information| me)?|get in touch|questions?|"
    r"(?:how to )?contribut(?:e|es|ing|ions?|ors?)(?: .*)?|contribution guid.*|(?:our |the |student )?contributors?(?: list)?|pull requests?|"
    r"(?:project )?maintainers?(?: .*)?|(?:the|our|core)? ?team(?: members?)?|authors?|organi[sz]ers?|community(?: support)?|"
    r"licen[cs]es?(?: .*)?|copyrights?|disclaimers?|"
    r"acknowled?ge?ments?|thanks(?: .*)?|credits?|sponsors?(?:hip)?|support(?: us)?|"
    r"star[- ]?(?:history|gazers?|s|chart)(?: .*)?|stargazers?.*|activity|repobeats?|visitors?|"
    r"新闻|更新(?:日志)?|动态|引用|联系(?:我们|方式)?|贡献(?:者|指南)?|如何贡献|许可(?:证)?|致谢|鸣谢|团队|声明",
    re.IGNORECASE,
)
# Headings that are no category themselves, though categories may stand below them.
_FRAME = re.compile(
    r"(?:table of |list of )?contents?(?: \(toc\)| list)?|toc|index|quick ?(?:links?|start|navigation)|navigation|menu|outline|directory|full list|"
    r"(?:a )?(?:brief )?introductions?(?: to this .*)?|intro|about(?: us| this .*| the .*)?|overview|abstract|motivations?|background|preface|notes?|"
    r"(?:what|why|who|how|when|where)\b.*\?|what is this .*|why .*needed|getting started|usage|installations?|requirements?|features?|"
    r"prerequisites?|faqs?|tips?|legend|notations?|guidelines?|format|template|badges?|key ?words?(?: convention)?|"
    r"links?|paper links?|our (?:paper|survey|work|book)s?|the (?:paper|survey)|this (?:paper|survey|repo|repository)|"
    r"related (?:repos|repositories|projects|links|awesome lists?)|"
    r"目录|内容|简介|介绍|概述|前言|背景|导航",
    re.IGNORECASE,
)


def heading_name(rich: RichText) -> str:
    """Give a heading's name: without emoji and symbols around it, images, and links back to the contents."""
    text = _without(rich, _back_links(rich))
    text = _SHORTCODE.sub(" ", _KEYCAP.sub(" ", text))
    text = _EMPTY_BRACKETS.sub(" ", text)
    return _undecorated(" ".join(text.split()))


def is_apart(name: str) -> bool:
    """Tell a customary section that holds no paper of the survey: news, citation, contact, licence, …"""
    return bool(_APART.fullmatch(_plain(name)))


def is_customary(name: str) -> bool:
    """Tell a customary section that is no category: those apart, and contents, introduction, overview, …"""
    return is_apart(name) or bool(_FRAME.fullmatch(_plain(name)))


def undecorated(text: str) -> str:
    """Drop emoji, symbols and bullets from both ends of a text."""
    return _undecorated(_SHORTCODE.sub(" ", _KEYCAP.sub(" ", text)).strip())


def _undecorated(text: str) -> str:
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or text[start] in _OPENERS):
        start += 1
    while end > start and _is_debris(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_debris(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in ("So", "Sk", "Mn", "Cf", "Cs", "Co", "Cn", "Me") or letter in "#*_"


def _back_links(rich: RichText) -> list[tuple[int, int]]:
    """Find the links within the list that are decoration: pictures, symbols, and all that stands alone in brackets."""
    places = []
    for link in rich.of_kind(LINK):
        if leads_out(link.url):
            continue
        before, after = rich.text[: link.start].rstrip(), rich.text[link.end :].lstrip()
        bracketed = before.endswith(("(", "[", "（")) and after.startswith((")", "]", "）"))
        if bracketed or not any(letter.isalnum() for letter in rich.on(link)):
            places.append((link.start, link.end))
    return places


def _without(rich: RichText, places: list[tuple[int, int]]) -> str:
    text, end = "", 0
    for start, stop in places:
        text += rich.text[end:start]
        end = max(end, stop)
    return text + rich.text[end:]


def _plain(name: str) -> str:
    """Drop numbering and closing signs, for comparison."""
    return re.sub(r"^(?:\d+(?:\.\d+)*|[IVX]+)[.)]?\s+", "", name).strip(" :：!！.").replace("’", "'")
