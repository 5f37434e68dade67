"""The headings of a list: their names, the paths that they make, and which of them are a taxonomy."""

from __future__ import annotations

import re

from litgraph.lists.decoration import undecorated
from litgraph.lists.links import leads_out
from litgraph.lists.rich import LINK, RichText

_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]|（\s*）|【\s*】")

# Headings under which nothing names a paper of the survey, nor do the headings below them.
_APART = re.compile(
    r"""
    (?:latest|recent|breaking|hot|project|important|our)?\s*(?:news|updates?|announcements?|releases?)(?:\s+(?:and|&)\s+\w+)?
    | change\s?logs? | (?:update|version|release|revision)s?\s(?:logs?|history|news|notes?) | what'?s\snew\?? | history
    | milestones? | road\s?map | to-?dos?(?:\slist)? | coming\ssoon
    | (?:how\sto\s)?(?:citations?|citing|cite|bibtex|reference)(?:\s(?:us|our|this|the|format|information)\b.*)?
    | (?:contacts?|contact\s(?:us|information|me)|get\sin\stouch|questions?)
    | (?:how\sto\s|want\sto\s)?contribut(?:e|es|ing|ions?|ors?|ion\sguid.*)(?:\s.*)?
    | (?:our|the|student|core|main)\scontributors?(?:\slist)? | pull\srequests?
    | (?:project\s|repo\s|current\s)?maintainers?(?:\s.*)? | (?:the|our|core)?\s?team(?:\smembers?)?
    | authors? | organi[sz]ers?
    | community(?:\ssupport)? | join\sus | (?:\w+\s){0,2}licen[cs]es?(?:\s.*)? | copyrights?(?:\s.*)? | disclaimers?
    | acknowled?ge?ments? | thanks(?:\s.*)? | credits? | sponsors?(?:hip)? | support(?:\sus)? | buy\sme\s.*
    | star[-\s]?(?:history|gazers?|s|chart|trend)(?:\s.*)? | star | activity | repobeats? | visitors? | stats?
    | 新闻 | 最新(?:动态|消息) | 更新(?:日志|记录)? | 动态 | 引用 | 联系(?:我们|方式|作者)?
    | (?:如何)?贡献(?:者|指南)? | 许可(?:证)? | 致谢 | 鸣谢 | 下载 | 版本 | 团队 | 声明
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Headings that are no category themselves, though categories may stand below them.
_FRAME = re.compile(
    r"""
    (?:table\sof\s|list\sof\s)?contents?(?:\s\(toc\)|\slist)? | toc | index | outline | directory | full\slist | menu
    | quick\s?(?:links?|start|navigation|access) | navigation
    | (?:a\s)?(?:brief\s)?introductions?(?:\sto\sthis\b.*)? | intro | about(?:\s(?:us|this\b.*|the\srepo.*))?
    | overview | abstract | motivations? | background | preface | foreword | notes? | description
    | (?:what|why|who|how|when|where)\b.*\? | what\sis\sthis\b.* | why\b.*\bneeded
    | getting\sstarted | usage | installations? | requirements? | features? | prerequisites? | faqs? | tips?
    | legend | notations? | guidelines? | format | template | badges? | key\s?words?(?:\sconvention)?
    | links? | paper\slinks? | (?:our|the|this)\s(?:paper|survey|work|book|repo|repository)s?
    | related\s(?:repos|repositories|projects|links|awesome\slists?)
    | 目录 | 内容 | 简介 | 介绍 | 概述 | 前言 | 背景 | 导航
    """,
    re.IGNORECASE | re.VERBOSE,
)


def heading_name(rich: RichText) -> str:
    """Give a heading's name: without emoji and symbols around it, images, and links back to the contents."""
    text = _without(rich, _back_links(rich))
    return undecorated(_EMPTY_BRACKETS.sub(" ", text))


def is_apart(name: str) -> bool:
    """Tell a customary section that holds no paper of the survey: news, citation, contact, licence, …"""
    return bool(_APART.fullmatch(_plain(name)))


def is_customary(name: str) -> bool:
    """Tell a customary section that is no category: those apart, and contents, introduction, overview, …"""
    return is_apart(name) or bool(_FRAME.fullmatch(_plain(name)))


def _back_links(rich: RichText) -> list[tuple[int, int]]:
    """Find the links within the list that are decoration: pictures, symbols, and all that stands alone in brackets."""
    places = []
    for link in rich.of_kind(LINK):
        if leads_out(link.url):
            continue
        before, after = rich.text[: link.start].rstrip(), rich.text[link.end :].lstrip()
        bracketed = before.endswith(("(", "[", "（")) and after.startswith((")", "]", "）"))
        if (
            bracketed
            or _IN_BRACKETS.fullmatch(rich.on(link).strip())
            or not any(letter.isalnum() for letter in rich.on(link))
        ):
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
