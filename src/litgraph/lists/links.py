"""The links of an entry: what their labels mean, and which of them name the paper itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from litgraph.lists.rich import IMAGE, LINK, Mark, RichText
from litgraph.model.identifiers import PaperId, identifier_in_url, precedence, scheme_of
from litgraph.model.survey import Link

PAPER, OTHER, TITLE = "paper", "other", "title"

# Words that a label may consist of, where it names the kind of what it leads to and not its title.
_PAPER_WORDS = (
    "paper papers pdf pdfs abs abstract arxiv doi link links full text fulltext acl anthology openreview acm ieee springer "
    "elsevier sciencedirect nature science pmlr neurips nips iclr icml aaai ijcai emnlp naacl eacl coling cvpr iccv "
    "eccv kdd www sigir mlsys tmlr jmlr tacl preprint report technical tech publication published article manuscript "
    "proceedings journal html alphaxiv ar5iv biorxiv medrxiv chemrxiv ssrn s2 semantic scholar hal version v1 v2 v3 "
    "read original here source thesis dissertation 论文 文章 原文 链接 論文"
).split()
_OTHER_WORDS = (
    "code codes github gitlab gitee git repo repos repository repositories implementation implementations official "
    "unofficial project projects page pages homepage home website site web webpage blog blogs post posts blogpost "
    "demo demos video videos youtube bilibili talk talks slides slide poster tweet twitter x thread model models "
    "weight weights checkpoint checkpoints ckpt data dataset datasets benchmark benchmarks leaderboard huggingface hugging face hf space spaces "
    "modelscope colab notebook docs doc document documentation documents tutorial tutorials appendix supplementary "
    "supp supplement suppl material materials resource resources other news review reviews summary note notes bib "
    "bibtex cite citation citations tool tools toolkit app api library package platform collection media press podcast "
    "download pytorch tensorflow jax keras official torch tf pwc paperswithcode code1 code2 wechat zhihu 知乎 "
    "playground survey-page issue discord the and of for with in on 代码 项目 主页 博客 解读 数据集 视频 star stars badge visitors"
).split()
_KINDS = {**dict.fromkeys(_OTHER_WORDS, OTHER), **dict.fromkeys(_PAPER_WORDS, PAPER)}
_FILLERS = frozenset("the and of for with in on other original here version full text source read".split())
_NUMBERED = re.compile(r"^([a-z]+)[-_ ]?\d{1,2}$")
_ID_LABEL = re.compile(
    r"(?:arxiv\s*[:\s]?\s*)?\d{4}\.\d{4,5}(?:v\d+)?|(?:doi:?\s*)?10\.\d{4,9}/\S+|https?://\S+|www\.\S+", re.IGNORECASE
)
_NESTED_ADDRESS = re.compile(r"^(?:%5B|\[).*?(?:%5D|\])\((https?://.*?)\)?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?")
_SCHOLARLY = (
    "arxiv.org alphaxiv.org ar5iv.org openreview.net aclanthology.org aclweb.org doi.org dl.acm.org acm.org ieee.org "
    "ieeexplore.ieee.org proceedings.mlr.press mlr.press neurips.cc nips.cc mlsys.org usenix.org nature.com "
    "science.org sciencedirect.com springer.com springeropen.com biorxiv.org medrxiv.org chemrxiv.org aaai.org ijcai.org "
    "jmlr.org cvf.com thecvf.com semanticscholar.org isca-speech.org isca-archive.org pnas.org wiley.com tandfonline.com "
    "oup.com mdpi.com frontiersin.org plos.org cell.com ncbi.nlm.nih.gov ssrn.com hal.science vldb.org dblp.org "
    "ecva.net bmvc2022.org jair.org mitpressjournals.org direct.mit.edu aps.org iop.org osf.io psyarxiv.com "
    "paperswithcode.com eprint.iacr.org researchgate.net sigmod.org ndss-symposium.org lrec-conf.org ojs.aaai.org"
).split()
_CODE_HOSTS = ("github.com", "gitlab.com", "gitee.com", "bitbucket.org", "githubusercontent.com", "github.io")
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
    kinds = {_KINDS.get(word, TITLE) for word in words if word not in _FILLERS and not word.isdigit()}
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
    if _is_host(host, _SCHOLARLY) or parts[1].lower().endswith(".pdf"):
        return True
    if any(page in f"{host}{parts[1]}" for page in _PAPER_PAGES):
        return not _is_host(host, _CODE_HOSTS)
    return False


def on_code_host(reference: Reference) -> bool:
    """Tell a link to a repository of code."""
    return _is_host(_split(reference.url)[0], _CODE_HOSTS)


def address(url: str) -> str:
    """Give an address as it was meant: without blanks around it, and of one written inside another the inner one."""
    nested = _NESTED_ADDRESS.match(url.strip())
    return (nested[1] if nested else url).strip()


def _reference(rich: RichText, mark: Mark) -> Reference:
    images = [m for m in rich.of_kind(IMAGE) if mark.start <= m.start <= mark.end]
    label = rich.on(mark).strip() or " ".join(image.note for image in images).strip()
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
