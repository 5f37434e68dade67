"""Taxonomies: the tree of a survey's headings, each a category with an id that outlives its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NewType

CategoryId = NewType("CategoryId", str)
Path = tuple[str, ...]

SEPARATOR = " > "


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A heading of the list. `holds_entries` tells one that entries stand under directly from one that only groups."""

    id: CategoryId
    path: Path
    holds_entries: bool = True

    @property
    def name(self) -> str:
        """Give the heading itself, without those above it."""
        return self.path[-1]


@dataclass(frozen=True, kw_only=True)
class Taxonomy:
    """The categories of one survey, in the order of its list."""

    survey: str
    categories: tuple[Category, ...] = ()

    @cached_property
    def by_path(self) -> Mapping[Path, Category]:
        """Index the categories by their path."""
        return {category.path: category for category in self.categories}

    @cached_property
    def by_id(self) -> Mapping[CategoryId, Category]:
        """Index the categories by their id."""
        return {category.id: category for category in self.categories}

    @cached_property
    def leaves(self) -> tuple[Category, ...]:
        """Give the headings a paper can be filed at: those that hold entries; in an empty list, the lowest."""
        holding = tuple(category for category in self.categories if category.holds_entries)
        return holding or tuple(category for category in self.categories if not self._has_child(category))

    def ancestors(self, path: Path) -> Iterator[Category]:
        """Yield the categories above a path, nearest first."""
        for depth in range(len(path) - 1, 0, -1):
            if path[:depth] in self.by_path:
                yield self.by_path[path[:depth]]

    def parent(self, category: Category) -> Category | None:
        """Give the nearest category above, or None at the top."""
        return next(self.ancestors(category.path), None)

    def find(self, text: str) -> list[Category]:
        """Find the categories that `A > B > C`, or the end of such a path, names, without regard to case."""
        wanted = split_path(text.casefold())
        exact = [c for c in self.categories if _folded(c.path) == wanted]
        return exact or [c for c in self.categories if _folded(c.path)[-len(wanted) :] == wanted]

    def _has_child(self, category: Category) -> bool:
        depth = len(category.path)
        return any(len(c.path) > depth and c.path[:depth] == category.path for c in self.categories)


def split_path(text: str) -> Path:
    """Read `A > B > C` as a path."""
    return tuple(part.strip() for part in text.split(SEPARATOR.strip()) if part.strip())


def join_path(path: Iterable[str]) -> str:
    """Write a path as `A > B > C`."""
    return SEPARATOR.join(path)


def common_depth(first: Path, second: Path) -> int:
    """Count the headings that two paths share from the top."""
    depth = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        depth += 1
    return depth


def _folded(path: Path) -> Path:
    return tuple(name.casefold() for name in path)
