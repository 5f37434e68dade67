"""Small sources to read."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Mapping

from litgraph.ingest.tex.source import TexSurvey, read_source
from litgraph.ingest.tex.tree import Tree
from litgraph.model.identifiers import PaperId


def tree_of(files: Mapping[str, str]) -> Tree:
    """Put files into a tree."""
    return Tree(files={path: text.encode() for path, text in files.items()})


def read(body: str, preamble: str = "", **files: str) -> TexSurvey:
    """Read a document of this body; other files are named with `_` for `.` and `__` for `/`."""
    others = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    main = f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    return read_source(tree_of({"main.tex": main, **others}))


def ids(*texts: str) -> frozenset[PaperId]:
    """Give identifiers."""
    return frozenset(map(PaperId, texts))


def outline(survey: TexSurvey) -> list[tuple[int, tuple[str, ...]]]:
    """Give level and path of each section."""
    return [(section.level, section.path) for section in survey.sections]


def cited(survey: TexSurvey) -> dict[tuple[str, ...], list[str]]:
    """Give the keys that each section cites."""
    return {section.path: [cite.key for cite in section.cites] for section in survey.sections}


def sentences(survey: TexSurvey) -> list[str]:
    """Give the sentences of all citations."""
    return [cite.sentence for section in survey.sections for cite in section.cites]


def pack(*members: tuple[tarfile.TarInfo, bytes] | tuple[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """Pack members into a gzipped tar archive."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
        for member, content in members:
            head = tarfile.TarInfo(member) if isinstance(member, str) else member
            head.size = len(content) or head.size
            archive.addfile(head, io.BytesIO(content) if content else None)
    return gzip.compress(packed.getvalue())
