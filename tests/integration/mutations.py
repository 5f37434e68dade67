"""Lists gone wrong: mutations of a list's bytes, as broken editors, careless hands and hostile ones make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

_Mutation = Callable[[Random, bytes], bytes]

MARKUP = (
    *(b"<!--", b"-->", b"<ins>", b"</ins>", b"<br>", b"<table>", b"</table>", b"<tr><td>", b"</td></tr>", b"<details>"),
    *(b"</details>", b'<a href="', b"</a>", b'<td rowspan="2">', b"[", b"]", b"](", b"[[", b"]]", b"(", b")", b"`"),
    *(b"```\n", b"~~~\n", b"**", b"*", b"_", b"|", b"|:---:|:---|\n", b"\\", b"&amp;", b"&#0;", b"# ", b"## ", b"### "),
    *(b"\n---\n", b"\n===\n", b"- ", b"* ", b"1. ", b"999999999. ", b"> ", b"    ", b"\t", b"\n\n", b"\r", b"\r\n"),
    *(b"[a]: https://e.org\n", b"[//]: #10/30", b"![i](x.png)", b"https://arxiv.org/abs/2401.00001", b"$", b"<", b">"),
    *(b"\x00", b"\x1b[31m", b"\xef\xbb\xbf", b"\xff", b"\xc3", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xf0\x9f"),
    *(b"https://arxiv.org/abs/2611.00001", b"@everyone", b"{{", b"</", b"<script>", b"\xc2\xa0", b"\x0b\x0c"),
)  # fmt: skip
NESTED = (
    b"> ",
    b"- ",
    b"  - ",
    b"[",
    b"(",
    b"<div>",
    b"<details>\n",
    b"*",
    b"_",
    b"`",
    b"|",
    b"![",
    b"<table><tr><td>",
)
LONGEST_NEST = 400


def mutated(random: Random, content: bytes, most: int = 6) -> bytes:
    """Give a list with one mutation or several."""
    for _ in range(random.randint(1, most)):
        content = random.choice(_MUTATIONS)(random, content)
    return content


def excerpt(random: Random, lists: Sequence[bytes], longest: int = 2000) -> bytes:
    """Cut some whole lines out of one of the lists, below the headings that stand above them."""
    lines = random.choice(lists).splitlines(keepends=True)
    first = random.randrange(max(1, len(lines)))
    above = [line for line in lines[:first] if line.startswith(b"#")][-2:]
    return b"".join((*above, *lines[first : first + random.randint(1, 25)]))[: random.randint(longest // 2, longest)]


def _cut(random: Random, content: bytes, longest: int = 200) -> tuple[int, int]:
    start = random.randint(0, len(content))
    return start, min(len(content), start + random.randint(0, longest))


def _flip(random: Random, content: bytes) -> bytes:
    if not content:
        return content
    at = random.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << random.randrange(8))]) + content[at + 1 :]


def _delete(random: Random, content: bytes) -> bytes:
    start, end = _cut(random, content)
    return content[:start] + content[end:]


def _duplicate(random: Random, content: bytes) -> bytes:
    start, end = _cut(random, content)
    at = random.randint(0, len(content))
    return content[:at] + content[start:end] + content[at:]


def _insert(random: Random, content: bytes) -> bytes:
    at = random.randint(0, len(content))
    return content[:at] + random.choice(MARKUP) + content[at:]


def _nest(random: Random, content: bytes) -> bytes:
    at = random.choice(
        (0, random.randint(0, len(content)), content.rfind(b"\n", 0, random.randint(0, len(content))) + 1)
    )
    return content[:at] + random.choice(NESTED) * random.randint(1, LONGEST_NEST) + content[at:]


def _endings(random: Random, content: bytes) -> bytes:
    chosen = random.choice((b"\r\n", b"\r", b"\n", b""))
    lines = content.splitlines(keepends=True)
    mixed = (line.rstrip(b"\r\n") + (chosen or random.choice((b"\r\n", b"\r", b"\n"))) for line in lines)
    return b"".join(mixed)


def _truncate(random: Random, content: bytes) -> bytes:
    return content[: random.randint(0, len(content))]


def _shuffle(random: Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    if lines:
        lines.insert(random.randrange(len(lines)), lines.pop(random.randrange(len(lines))))
    return b"".join(lines)


def _indent(random: Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    if lines:
        at = random.randrange(len(lines))
        lines[at] = random.choice((b" ", b"  ", b"    ", b"\t", b"> ", b"* ")) + lines[at]
    return b"".join(lines)


_MUTATIONS: tuple[_Mutation, ...] = (
    *(_flip, _flip, _delete, _duplicate, _insert, _insert, _insert, _nest, _endings, _truncate, _shuffle, _indent),
)
