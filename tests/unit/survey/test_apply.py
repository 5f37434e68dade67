"""Apply: exactly the proposal, in the very list it was made for, whole or not at all."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from litgraph.errors import InputError, OutOfReach
from litgraph.lists.diff import unified_diff
from litgraph.lists.edit import Insertion, apply_edits, insertion_edits
from litgraph.model.identifiers import PaperId
from litgraph.survey.apply import apply_proposal
from litgraph.survey.proposal import Addition, HeldChange, LineChange, Proposal, from_json, list_hash, shape, to_json

OLD = b"\xef\xbb\xbf# T\r\n\r\n- caf\xe9\r\n- last"
NEW = b"\xef\xbb\xbf# T\r\n\r\n- new\r\n- caf\xe9\r\n- last"


def proposal_for(content: bytes) -> Proposal:
    edits = insertion_edits(content, [Insertion(after_line=2, text="- new")])
    addition = Addition(
        paper=PaperId("arxiv:2306.00978"),
        title="new",
        category=("T",),
        line_after=2,
        text="- new",
        probability=0.9,
        because=(PaperId("arxiv:2210.17323"),),
    )
    return Proposal(
        hash=list_hash(content),
        edits=edits,
        additions=(addition,),
        changes=(LineChange(rule="wrong-year", line=3, before="a", after="b"),),
        review=(addition,),
        held=(HeldChange(rule="malformed-entry", line=4, before="a\udce9", after="b\udce9", reason="odd"),),
        diff=unified_diff(content, apply_edits(content, edits), "README.md"),
    )


def test_the_list_becomes_the_proposed_one(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_bytes(OLD)
    file.chmod(0o640)

    applied = apply_proposal(file, proposal_for(OLD))

    assert file.read_bytes() == NEW
    assert (applied.applied, applied.lines_added) == (True, 1)
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


def test_a_list_that_changed_since_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_bytes(OLD + b"!")

    with pytest.raises(InputError, match="Run `propose` anew"):
        apply_proposal(file, proposal_for(OLD))

    assert file.read_bytes() == OLD + b"!"


def test_a_proposal_without_edits_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_bytes(OLD)
    before = file.stat().st_ino

    applied = apply_proposal(file, Proposal(hash=list_hash(OLD)))

    assert (applied.applied, applied.lines_added, file.stat().st_ino) == (False, 0, before)


def test_a_link_to_the_list_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_bytes(OLD)
    (tmp_path / "README.md").symlink_to("real.md")

    apply_proposal(tmp_path / "README.md", proposal_for(OLD))

    assert (tmp_path / "README.md").is_symlink()
    assert (tmp_path / "real.md").read_bytes() == NEW


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Cannot read .*README\.md"):
        apply_proposal(tmp_path / "README.md", proposal_for(OLD))


def test_a_full_disk_leaves_the_old_list_whole(tmp_path: Path) -> None:
    content = OLD + b"\r\nlong" * 5000
    file = tmp_path / "README.md"
    file.write_bytes(content)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        with pytest.raises(OutOfReach, match="stands as it was"):
            apply_proposal(file, proposal_for(content))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert file.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


def test_a_proposal_is_kept_whole() -> None:
    proposal = proposal_for(OLD)

    assert from_json(to_json(proposal)) == proposal
    assert to_json(proposal).isascii()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": "litgraph/proposal.v9"}', "null"])
def test_anything_else_is_no_proposal(text: str) -> None:
    with pytest.raises(InputError, match="Run `propose` anew"):
        from_json(text)


def test_the_diff_shown_gives_back_its_bytes() -> None:
    shown = shape(proposal_for(OLD))

    assert shown["diff"].encode("utf-8", "surrogateescape") == proposal_for(OLD).diff
    keys = {"paper", "title", "category", "line_after", "text", "probability", "because", "evidence"}
    assert set(shown["additions"][0]) == keys
    assert shown["groups"] == {"additions": 1, "wrong-year": 1}
    assert shown["review"][0]["reason"] == ""
