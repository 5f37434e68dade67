"""Circles packed without overlap (Wang, Wang, Dai & Wang 2006, Visualization of large hierarchical data).

The largest are in the middle, ties by position. The same radii give the same places.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
_TOUCH = 1e-6  # how far two circles may run into each other before they count as overlapping
_ENCLOSING_STEPS = 200


@dataclass(slots=True, eq=False)
class _Node:
    """A circle, and its neighbours on the front: the ring of circles that another one can still touch."""

    radius: float
    x: float = 0.0
    y: float = 0.0
    left: _Node | None = None
    right: _Node | None = None


def pack(radii: Sequence[float]) -> list[Point]:
    """Place circles around the origin, each as near to it as the front allows; the places come in the order given.

    The largest go first: a large circle laid beside small ones could cover one that has left the front.
    """
    circles = [_Node(radius) for radius in radii]
    nodes = sorted(circles, key=lambda node: -node.radius)
    if len(nodes) > 1:
        nodes[0].x, nodes[1].x = -nodes[1].radius, nodes[0].radius
    if len(nodes) > 2:
        _grow(nodes)
    return [(node.x, node.y) for node in circles]


def enclose(points: Sequence[Point], radii: Sequence[float]) -> tuple[Point, float]:
    """Find a circle around circles, at most some per cent larger than the smallest (Bădoiu & Clarkson 2003)."""
    if not points:
        return (0.0, 0.0), 0.0
    x, y = points[0]
    circles = list(zip(points, radii, strict=True))
    for step in range(2, _ENCLOSING_STEPS if len(circles) > 1 else 2):
        (px, py), radius = max(circles, key=lambda c: math.dist((x, y), c[0]) + c[1])
        distance = math.dist((x, y), (px, py)) or 1.0
        reach = (distance + radius) / distance / step
        x, y = x + (px - x) * reach, y + (py - y) * reach
    return (x, y), max(math.dist((x, y), centre) + radius for centre, radius in circles)


def _grow(nodes: list[_Node]) -> None:
    """Add the third circle and those after it, one by one, beside the pair of the front that is nearest the origin."""
    first, second, third = nodes[:3]
    _touch(second, first, third)
    for left, right in ((first, second), (second, third), (third, first)):
        _join(left, right)
    pair = (first, second)
    for node in nodes[3:]:
        pair = _insert(node, *pair)


def _insert(node: _Node, left: _Node, right: _Node) -> tuple[_Node, _Node]:
    """Fit a circle between two of the front; each that it would run into is passed over, which shortens the front."""
    while True:
        _touch(left, right, node)
        blocking = _blocking(node, left, right)
        if blocking is None:
            break
        onwards, other = blocking
        left, right = (left, other) if onwards else (other, right)
        _join(left, right)
    _join(left, node)
    _join(node, right)
    nearest = min(_front(node), key=_distance_of_pair)
    return nearest, _right_of(nearest)


def _blocking(node: _Node, left: _Node, right: _Node) -> tuple[bool, _Node] | None:
    """Find the nearest circle of the front that the new one overlaps, walking both ways by the way covered."""
    onwards, backwards = _right_of(right), _left_of(left)
    way_on, way_back = right.radius, left.radius
    while True:
        last = onwards is backwards or _right_of(onwards) is backwards
        both = ((True, onwards), (False, backwards)) if way_on <= way_back else ((False, backwards), (True, onwards))
        for forward, other in both if last else both[:1]:
            if other is not left and other is not right and _overlap(other, node):
                return forward, other
        if last:
            return None
        if way_on <= way_back:
            way_on, onwards = way_on + onwards.radius, _right_of(onwards)
        else:
            way_back, backwards = way_back + backwards.radius, _left_of(backwards)


def _touch(left: _Node, right: _Node, node: _Node) -> None:
    """Put a circle where it touches two others, on the outer side of the front."""
    dx, dy = right.x - left.x, right.y - left.y
    squared = dx * dx + dy * dy
    if squared == 0:
        node.x = left.x + left.radius + node.radius
        node.y = left.y
        return
    to_left, to_right = (left.radius + node.radius) ** 2, (right.radius + node.radius) ** 2
    along = (squared + to_left - to_right) / (2 * squared)
    across = math.sqrt(max(0.0, to_left / squared - along * along))
    node.x = left.x + along * dx - across * dy
    node.y = left.y + along * dy + across * dx


def _overlap(one: _Node, other: _Node) -> bool:
    return one.radius + other.radius - _TOUCH > math.hypot(one.x - other.x, one.y - other.y)


def _distance_of_pair(node: _Node) -> float:
    """Give how far the point at which a circle and the next one meet is from the origin."""
    after = _right_of(node)
    both = node.radius + after.radius or 1.0
    x = (node.x * after.radius + after.x * node.radius) / both
    y = (node.y * after.radius + after.y * node.radius) / both
    return math.hypot(x, y)


def _front(start: _Node) -> list[_Node]:
    ring, node = [start], _right_of(start)
    while node is not start:
        ring.append(node)
        node = _right_of(node)
    return ring


def _join(left: _Node, right: _Node) -> None:
    left.right, right.left = right, left


def _right_of(node: _Node) -> _Node:
    assert node.right is not None
    return node.right


def _left_of(node: _Node) -> _Node:
    assert node.left is not None
    return node.left
