"""The file: transactions, revisions, one writer and many readers, migrations, and what may be wrong with it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from litgraph.errors import InputError, OutOfReach
from litgraph.model.paper import Paper
from litgraph.store.papers import fetch_papers, paper_ids, upsert_papers
from litgraph.store.record import Record, open_record
from litgraph.store.runs import log_run
from litgraph.store.schema import MIGRATIONS, migrate
from tests.unit.store.build import AWQ, GPTQ, LONG_TITLE, TODAY, paper


def test_a_batch_that_fails_leaves_nothing_behind(record: Record) -> None:
    def half_a_batch() -> Iterator[Paper]:
        yield from (paper(f"local:{number}") for number in range(20_000))
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        upsert_papers(record, half_a_batch())
    assert (paper_ids(record), record.revision) == ([], 0)


def test_a_nested_transaction_joins_the_outer_one(record: Record) -> None:
    with record.transaction(), record.transaction():
        upsert_papers(record, [paper(AWQ)])
        upsert_papers(record, [paper(GPTQ)])
    assert record.revision == 1


def test_only_a_change_makes_a_revision(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, title="AWQ")])
    upsert_papers(record, [paper(AWQ, title="AWQ")])
    log_run(record, "import", TODAY, {"papers": 1})
    assert record.revision == 1


def test_a_new_record_at_the_same_place_is_another_one(path: Path) -> None:
    with open_record(path, write=True, today=TODAY) as first:
        identity = first.identity
    path.unlink()
    with open_record(path, write=True, today=TODAY) as second:
        assert second.identity != identity


def test_a_second_writer_hears_who_writes(record: Record, path: Path) -> None:
    with pytest.raises(OutOfReach, match=rf"being written by process {os.getpid()} since 20\d\d-"):
        open_record(path, write=True, today=TODAY)


def test_the_lock_of_a_writer_that_ended_holds_nobody_up(path: Path) -> None:
    open_record(path, write=True, today=TODAY).close()
    with open_record(path, write=True, today=TODAY) as record:
        assert record.writable


def test_a_writer_that_cannot_open_its_record_lets_go_of_the_lock(path: Path) -> None:
    path.write_text("no database, and longer than the header of one" * 10)
    for _ in range(2):
        with pytest.raises(InputError, match="not a litgraph record"):
            open_record(path, write=True, today=TODAY)


def test_readers_read_while_a_batch_is_being_written(record: Record, path: Path) -> None:
    upsert_papers(record, [paper(AWQ)])
    with record.transaction():
        upsert_papers(record, [paper(GPTQ)])
        with open_record(path, write=False, today=TODAY) as reader:
            seen = paper_ids(reader)
    assert seen == [AWQ]


def test_a_reader_keeps_its_view_for_a_transaction(record: Record, path: Path) -> None:
    with open_record(path, write=False, today=TODAY) as reader:
        with reader.transaction():
            before = paper_ids(reader)
            upsert_papers(record, [paper(AWQ)])
            during = paper_ids(reader)
        after = paper_ids(reader)
    assert (before, during, after) == ([], [], [AWQ])


def test_a_reader_cannot_write(record: Record, path: Path) -> None:
    with (
        open_record(path, write=False, today=TODAY) as reader,
        pytest.raises(OutOfReach, match="cannot be written"),
    ):
        upsert_papers(reader, [paper(AWQ)])


def test_a_missing_record_is_named(path: Path) -> None:
    with pytest.raises(InputError, match=r"no record at .*record\.sqlite; run `litgraph init`"):
        open_record(path, write=False, today=TODAY)


def test_a_newer_record_is_refused_with_both_versions(path: Path) -> None:
    open_record(path, write=True, today=TODAY).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    for write in (True, False):
        with pytest.raises(InputError, match=f"version 99, .* up to {len(MIGRATIONS)}: upgrade litgraph"):
            open_record(path, write=write, today=TODAY)


def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmark (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(InputError, match="another program's"):
        open_record(path, write=True, today=TODAY)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_by_readers(path: Path) -> None:
    path.write_bytes(os.urandom(5000))
    with pytest.raises(InputError, match="not a litgraph record"):
        open_record(path, write=False, today=TODAY)


def test_a_damaged_record_is_bad_input(path: Path) -> None:
    with open_record(path, write=True, today=TODAY) as record:
        upsert_papers(record, [paper(f"local:{n}", title=f"{LONG_TITLE} {n}") for n in range(2000)])
    content = bytearray(path.read_bytes())
    content[4096 * 60 : 4096 * 100] = b"\x55" * (4096 * 40)
    path.write_bytes(content)
    with open_record(path, write=False, today=TODAY) as record:
        assert record.check_integrity()
        with pytest.raises(InputError, match="damaged"):
            fetch_papers(record)


def test_a_record_that_vanishes_while_open_is_out_of_reach(record: Record, path: Path) -> None:
    path.unlink()
    with pytest.raises(OutOfReach, match="vanished"):
        upsert_papers(record, [paper(AWQ)])


def test_a_folder_that_is_a_file_is_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutOfReach):
        open_record(tmp_path / "file" / "record.sqlite", write=True, today=TODAY)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_read_only_folder_can_be_read_but_not_written(path: Path) -> None:
    with open_record(path, write=True, today=TODAY) as record:
        upsert_papers(record, [paper(AWQ)])
    path.chmod(0o444)
    path.parent.chmod(0o555)
    with open_record(path, write=False, today=TODAY) as reader:
        assert paper_ids(reader) == [AWQ]
    with pytest.raises(OutOfReach, match="make its folder writable"):
        open_record(path, write=True, today=TODAY)


def test_a_full_disk_is_out_of_reach_and_loses_only_the_batch(path: Path) -> None:
    with open_record(path, write=True, today=TODAY) as record:
        upsert_papers(record, [paper(AWQ)])
        record.note(f"PRAGMA max_page_count = {record.rows('PRAGMA page_count')[0][0] + 20}")
        many = [paper(f"local:{n}", title=f"{LONG_TITLE} {n}", abstract="word " * 200) for n in range(500)]
        with pytest.raises(OutOfReach, match="disk is full"):
            upsert_papers(record, many)
        assert (paper_ids(record), record.revision, record.check_integrity()) == ([AWQ], 1, [])


_FILLS_THE_DISK = """
import resource, signal, sys
from collections.abc import Iterator
from pathlib import Path
from litgraph.errors import OutOfReach
from litgraph.model.paper import Paper
from litgraph.store.papers import upsert_papers
from litgraph.store.record import open_record
from tests.unit.store.build import LONG_TITLE, paper

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
with open_record(Path(sys.argv[1]), write=True, today="2026-01-01") as record:
    for batch in range(1000):
        try:
            upsert_papers(record, [paper(f"local:{batch}-{n}", title=LONG_TITLE + str(n)) for n in range(100)])
        except OutOfReach:
            break
        print(batch, flush=True)
"""


def test_where_the_system_refuses_to_write_what_was_acknowledged_stays(path: Path) -> None:
    command = [sys.executable, "-c", _FILLS_THE_DISK, str(path)]
    root = Path(__file__).parents[3]
    child = subprocess.run(command, capture_output=True, text=True, cwd=root, check=True, timeout=60)
    batches = len(child.stdout.split())
    with open_record(path, write=True, today=TODAY) as record:
        assert len(paper_ids(record)) == 100 * batches > 0
        assert record.check_integrity() == []


def test_a_migration_happens_wholly_or_not_at_all(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.create_function("spaced", 1, str)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, path, (*MIGRATIONS, ("CREATE TABLE cluster (id TEXT)", "CREATE NONSENSE")))
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert "paper" in tables
    assert "cluster" not in tables
    connection.close()


def test_an_older_record_grows_into_the_newest_version(path: Path) -> None:
    with open_record(path, write=True, today=TODAY) as record:
        upsert_papers(record, [paper(AWQ)])
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, path, (*MIGRATIONS, ("ALTER TABLE paper ADD COLUMN note TEXT",)))
    found = connection.execute("SELECT key, note FROM paper").fetchall()
    connection.close()
    assert found == [(AWQ, None)]


def test_a_sound_record_has_nothing_to_report(record: Record, path: Path) -> None:
    upsert_papers(record, [paper(AWQ, title="AWQ", abstract="激活感知的权重量化")])
    with open_record(path, write=False, today=TODAY) as reader:
        assert (record.check_integrity(), reader.check_integrity()) == ([], [])


def test_an_index_out_of_step_is_found(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, title="AWQ")])
    record.note("UPDATE paper SET title = 'Another title'")
    assert record.check_integrity() == ["database disk image is malformed"]


def test_a_reference_to_nothing_is_found(record: Record, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO alias VALUES ('local:ghost', 77)")
    assert "missing paper" in record.check_integrity()[0]
