"""Archives as arXiv gives them, and as nobody should give them."""

from __future__ import annotations

import gzip
import io
import tarfile
import time
import zlib
from pathlib import Path

import pytest

from litgraph.ingest.tex.archive import FILE_LIMIT, MEMBER_LIMIT, PACKED_LIMIT, TexTrouble, read_folder, unpack
from tests.unit.ingest.tex.build import pack

_FORMS = (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)


@pytest.mark.parametrize("form", _FORMS)
def test_gzipped_tar_keeps_the_files_that_tell_of_sections_and_citations(form: int) -> None:
    packed = pack(
        ("main.tex", b"a"),
        ("./parts/one.TEX", b"b"),
        ("refs.bib", b"c"),
        ("main.bbl", b"d"),
        ("figure.png", b"e"),
        ("house.sty", b"f"),
        form=form,
    )

    tree = unpack(packed)

    assert dict(tree.files) == {"main.tex": b"a", "parts/one.TEX": b"b", "refs.bib": b"c", "main.bbl": b"d"}
    assert tree.skipped == ()


@pytest.mark.parametrize("form", _FORMS)
def test_names_longer_than_a_header_and_in_any_script_are_read(form: int) -> None:
    long = "a" * 80 + "/" + "b" * 90 + ".tex"
    packed = pack((long, b"x"), ("é/ü.tex", b"y"), form=form)

    assert set(unpack(packed).files) == {long, "é/ü.tex"}


def test_plain_tar_single_gzipped_file_and_plain_file() -> None:
    text = b"\\documentclass{article}"

    assert dict(unpack(gzip.decompress(pack(("main.tex", text)))).files) == {"main.tex": text}
    assert dict(unpack(gzip.compress(text)).files) == {"main.tex": text}
    assert dict(unpack(text * 100).files) == {"main.tex": text * 100}


def test_of_two_members_of_one_name_the_last_counts() -> None:
    assert dict(unpack(pack(("a.tex", b"old"), ("./a.tex", b"new"))).files) == {"a.tex": b"new"}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.5 ...", "PDF"),
        (gzip.compress(b"%PDF-1.5 ..."), "PDF"),
        (b"\n<!DOCTYPE html><html></html>", "web page"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (b"PK\x03\x04 zipped", "zip"),
        (b"\x7fELF\x00\x00", "neither"),
        (b"", "empty"),
        (b"\x1f\x8b\x08 no gzip", "damaged"),
        (gzip.compress(b"x" * 10_000)[:-20], "damaged"),
        (b"x" * (PACKED_LIMIT + 1), "larger"),
        (gzip.compress(b"x" * (FILE_LIMIT + 1)), "larger"),
    ],
)
def test_what_is_no_source_is_refused_by_name(content: bytes, word: str) -> None:
    with pytest.raises(TexTrouble, match=word):
        unpack(content)


def _odd(name: str, kind: bytes, target: str = "") -> tuple[tarfile.TarInfo, bytes]:
    head = tarfile.TarInfo(name)
    head.type, head.linkname = kind, target
    return head, b""


def test_links_devices_and_paths_that_lead_outside_are_skipped_with_a_reason(tmp_path: Path) -> None:
    packed = pack(
        _odd("secret.tex", tarfile.SYMTYPE, "/etc/passwd"),
        _odd("hard.tex", tarfile.LNKTYPE, "main.tex"),
        _odd("null.tex", tarfile.CHRTYPE),
        _odd("disk.tex", tarfile.BLKTYPE),
        _odd("pipe.tex", tarfile.FIFOTYPE),
        _odd("folder", tarfile.DIRTYPE),
        ("../up.tex", b"x"),
        ("a/../../up.tex", b"x"),
        ("/etc/root.tex", b"x"),
        ("C:/windows.tex", b"x"),
        ("d/" * 17 + "deep.tex", b"x"),
        ("n" * 1_100 + ".tex", b"x"),
        ("main.tex", b"good"),
    )

    tree = unpack(packed)

    assert dict(tree.files) == {"main.tex": b"good"}
    assert [line.rpartition(": ")[2] for line in tree.skipped] == [
        "a symbolic link",
        "a hard link",
        "a device",
        "a device",
        "a pipe",
        *["its path leads outside"] * 2,
        *["its path is absolute"] * 2,
        "too deep",
        "its name is too long",
    ]


def test_a_file_that_is_too_large_is_skipped_and_the_rest_is_read() -> None:
    tree = unpack(pack(("big.bib", b"x" * (FILE_LIMIT + 1)), ("main.tex", b"good")))

    assert dict(tree.files) == {"main.tex": b"good"}
    assert tree.skipped == ("big.bib: larger than 20 MiB",)


def test_a_bomb_is_noticed_on_the_way() -> None:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = tarfile.TarInfo("picture.png")
    head.size = 8 * 1024**3
    bomb = squeeze.compress(head.tobuf(tarfile.GNU_FORMAT))
    zeros = bytes(1 << 20)
    bomb += b"".join(squeeze.compress(zeros) for _ in range(300)) + squeeze.flush()

    with pytest.raises(TexTrouble, match="unpacks to more than 256 MiB"):
        unpack(bomb)


def test_members_beyond_number_are_not_counted_out() -> None:
    packed = gzip.compress(tarfile.TarInfo("a.tex").tobuf() * 1_000_000, 1)
    begun = time.monotonic()

    with pytest.raises(TexTrouble, match=f"more than {MEMBER_LIMIT} members"):
        unpack(packed)

    assert time.monotonic() - begun < 5


def _header(**fields: bytes) -> bytes:
    """Make a header block by hand, with a right checksum."""
    block = bytearray(tarfile.TarInfo("a.tex").tobuf(tarfile.GNU_FORMAT))
    places = {"size": 124, "type": 156}
    for name, value in fields.items():
        block[places[name] : places[name] + len(value)] = value
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


@pytest.mark.parametrize(
    "archive",
    [
        _header(size=b"\xff" * 12),  # a negative size
        _header(size=b"not a number"),
        _header() + b"no header" * 100,
        _header(size=b"00000001000\0") + b"short",
        _header(type=b"x", size=b"77777777777\0"),  # an extended header of 8 GiB
        _header(type=b"L") * 20,  # long names without an end
    ],
)
def test_damaged_archives_are_refused(archive: bytes) -> None:
    with pytest.raises(TexTrouble, match=r"damaged|breaks off"):
        unpack(archive)


def test_an_extended_header_of_digits_costs_no_time() -> None:
    digits = b"1" * 60_000
    archive = _header(type=b"x", size=b"%011o\0" % len(digits)) + digits.ljust(60_416, b"\0") + _header()

    begun = time.monotonic()

    assert set(unpack(archive).files) == {"a.tex"}
    assert time.monotonic() - begun < 1


def test_folder_is_read_like_an_archive(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "main.tex").write_bytes(b"a")
    (tmp_path / "parts" / "one.tex").write_bytes(b"b")
    (tmp_path / "figure.pdf").write_bytes(b"c")
    (tmp_path / "link.tex").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to(tmp_path)

    tree = read_folder(tmp_path)

    assert dict(tree.files) == {"main.tex": b"a", "parts/one.tex": b"b"}
    assert tree.skipped == ("link.tex: a symbolic link",)


def test_same_archive_twice_gives_the_same_tree() -> None:
    packed = pack(("b.tex", b"1"), ("a.tex", b"2"))

    assert list(unpack(packed).files) == list(unpack(packed).files) == ["b.tex", "a.tex"]


def test_zero_blocks_end_an_archive() -> None:
    plain = io.BytesIO(gzip.decompress(pack(("a.tex", b"x")))).getvalue()

    assert set(unpack(plain + b"garbage that follows").files) == {"a.tex"}
