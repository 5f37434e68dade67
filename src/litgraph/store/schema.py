"""The tables of the record, and the numbered steps by which an older record grows into them.

Days are ISO text, NULL where unknown; lists are JSON. A step, once released, is never edited: add the next one.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Sequence
from pathlib import Path

from litgraph.errors import InputError

# Says in the file itself that it is a litgraph record ("LitG").
APPLICATION_ID = 0x4C697447
# How the full-text index cuts texts into words.
TOKENIZER = "unicode61 remove_diacritics 2"

_FIRST = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # `own_from` is the day that the paper's own date gives; `dated_from` counts its listings too, `known_from` also the
    # papers that cite it. They are kept in step by known.py.
    """CREATE TABLE paper (
        row INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, title TEXT NOT NULL, abstract TEXT NOT NULL,
        authors TEXT NOT NULL, date TEXT NOT NULL, year INTEGER, venue TEXT NOT NULL, code TEXT NOT NULL,
        provenance TEXT NOT NULL, stub INTEGER NOT NULL, own_from TEXT, dated_from TEXT, known_from TEXT)""",
    "CREATE TABLE alias (name TEXT PRIMARY KEY, paper INTEGER NOT NULL REFERENCES paper) WITHOUT ROWID",
    "CREATE INDEX alias_of_paper ON alias (paper)",
    # Every title that a paper was called by, hashed, for finding another account of it.
    """CREATE TABLE title (digest INTEGER NOT NULL, paper INTEGER NOT NULL REFERENCES paper,
        PRIMARY KEY (digest, paper)) WITHOUT ROWID""",
    "CREATE INDEX title_of_paper ON title (paper)",
    # What has been said before by sources that stand still (files, lists): said again it changes nothing.
    "CREATE TABLE account (digest BLOB PRIMARY KEY) WITHOUT ROWID",
    """CREATE TABLE citation (
        citing INTEGER NOT NULL REFERENCES paper, cited INTEGER NOT NULL REFERENCES paper, source TEXT NOT NULL,
        contexts TEXT, intents TEXT, influential INTEGER NOT NULL, PRIMARY KEY (citing, cited)) WITHOUT ROWID""",
    "CREATE INDEX citation_by_cited ON citation (cited, citing)",
    """CREATE TABLE survey (
        place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, list TEXT NOT NULL, arxiv TEXT NOT NULL,
        repository TEXT NOT NULL, list_hash TEXT NOT NULL DEFAULT '')""",
    """CREATE TABLE category (
        number INTEGER PRIMARY KEY, survey TEXT NOT NULL REFERENCES survey (name), id TEXT NOT NULL,
        UNIQUE (survey, id))""",
    # A category under one heading path, from the day `since` up to and without `until`; `place` orders the list.
    """CREATE TABLE category_stay (
        category INTEGER NOT NULL REFERENCES category, path TEXT NOT NULL, since TEXT, until TEXT,
        place INTEGER NOT NULL)""",
    "CREATE INDEX category_stay_of ON category_stay (category)",
    """CREATE TABLE listing (
        survey TEXT NOT NULL REFERENCES survey (name), paper INTEGER NOT NULL REFERENCES paper,
        category INTEGER REFERENCES category, since TEXT, until TEXT, line INTEGER NOT NULL, entry TEXT NOT NULL)""",
    "CREATE INDEX listing_of_paper ON listing (paper)",
    "CREATE INDEX listing_of_survey ON listing (survey, category)",
    """CREATE TABLE assignment (
        survey TEXT NOT NULL REFERENCES survey (name), paper INTEGER NOT NULL REFERENCES paper, method TEXT NOT NULL,
        path TEXT NOT NULL, category INTEGER REFERENCES category, since TEXT NOT NULL, probability REAL NOT NULL,
        in_scope REAL NOT NULL, filed INTEGER NOT NULL, reasons TEXT NOT NULL,
        PRIMARY KEY (survey, paper, method, path)) WITHOUT ROWID""",
    "CREATE INDEX assignment_of_paper ON assignment (paper)",
    """CREATE TABLE decision (
        number INTEGER PRIMARY KEY, survey TEXT NOT NULL REFERENCES survey (name),
        paper INTEGER NOT NULL REFERENCES paper, decision TEXT NOT NULL, path TEXT NOT NULL,
        category INTEGER REFERENCES category, date TEXT NOT NULL)""",
    "CREATE INDEX decision_of_paper ON decision (paper)",
    """CREATE TABLE vector (
        encoder TEXT NOT NULL, hash TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (encoder, hash)) WITHOUT ROWID""",
    "CREATE TABLE run (stage TEXT PRIMARY KEY, day TEXT NOT NULL, counts TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE fetch (
        name TEXT NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL, day TEXT NOT NULL,
        PRIMARY KEY (name, key)) WITHOUT ROWID""",
    # unicode61 takes a run of Chinese for one word; `spaced` sets its characters apart, so that any word inside is a
    # phrase of them. https://www.sqlite.org/fts5.html#external_content_tables
    """CREATE VIEW paper_words AS
        SELECT row, spaced(title) AS title, spaced(abstract) AS abstract FROM paper WHERE title <> '' OR abstract <> ''
    """,
    f"""CREATE VIRTUAL TABLE paper_text USING fts5 (
        title, abstract, content = 'paper_words', content_rowid = 'row', tokenize = '{TOKENIZER}')""",
    "INSERT INTO paper_text (paper_text, rank) VALUES ('hashsize', 33554432)",
    "INSERT INTO meta VALUES ('revision', 0)",
)

_NETWORK = (
    # What a source says of a paper beside the paper's own fields; model/account.py names the facts.
    """CREATE TABLE fact (
        paper INTEGER NOT NULL REFERENCES paper, name TEXT NOT NULL, source TEXT NOT NULL, value TEXT NOT NULL,
        day TEXT NOT NULL, PRIMARY KEY (name, paper, source)) WITHOUT ROWID""",
    "CREATE INDEX fact_of_paper ON fact (paper)",
    # What became of an entry, by a hash of its title and links; `instead` is the paper that it is of where its link
    # leads to another one.
    """CREATE TABLE resolution (
        survey TEXT NOT NULL REFERENCES survey (name), entry TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
        instead TEXT NOT NULL, PRIMARY KEY (survey, entry)) WITHOUT ROWID""",
    # The sections of the survey's own text, and which papers each cites in which sentence.
    """CREATE TABLE section (
        survey TEXT NOT NULL REFERENCES survey (name), place INTEGER NOT NULL, path TEXT NOT NULL,
        PRIMARY KEY (survey, place)) WITHOUT ROWID""",
    """CREATE TABLE mention (
        survey TEXT NOT NULL REFERENCES survey (name), place INTEGER NOT NULL,
        paper INTEGER NOT NULL REFERENCES paper, sentence TEXT NOT NULL)""",
    "CREATE INDEX mention_of_survey ON mention (survey, place)",
    "CREATE INDEX mention_of_paper ON mention (paper)",
)

_FRAMEWORKS = (
    # A row of a list's tables of frameworks, as it stood last; `place` orders them.
    """CREATE TABLE framework (
        survey TEXT NOT NULL REFERENCES survey (name), technique TEXT NOT NULL, place INTEGER NOT NULL,
        name TEXT NOT NULL, url TEXT NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL, lacking TEXT NOT NULL,
        PRIMARY KEY (survey, technique)) WITHOUT ROWID""",
    # A framework with a capability, from the day `since` up to and without `until`; '' stands for the row itself.
    """CREATE TABLE capability_stay (
        survey TEXT NOT NULL, technique TEXT NOT NULL, capability TEXT NOT NULL, since TEXT, until TEXT,
        FOREIGN KEY (survey, technique) REFERENCES framework (survey, technique))""",
    "CREATE INDEX capability_stay_of ON capability_stay (survey, technique)",
    # What the lists hold of them is not known yet: each is read again.
    "UPDATE survey SET list_hash = ''",
)

_TECHNIQUES = (
    # What an extractor read in a title and abstract, by the hash of both: where papers are merged it stays true. The
    # latest by its number is the last that was read.
    """CREATE TABLE reading (
        number INTEGER PRIMARY KEY, extractor TEXT NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL,
        UNIQUE (hash, extractor))""",
    "CREATE TABLE technique (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, family TEXT) WITHOUT ROWID",
    # Why a spelling is one of a technique; `key` is the spelling without regard to case and hyphens.
    """CREATE TABLE technique_account (
        technique TEXT NOT NULL, spelling TEXT NOT NULL, rule TEXT NOT NULL, evidence TEXT NOT NULL,
        key TEXT NOT NULL, PRIMARY KEY (technique, spelling, rule)) WITHOUT ROWID""",
    "CREATE INDEX technique_account_by_key ON technique_account (key)",
    """CREATE TABLE technique_mention (
        technique TEXT NOT NULL, paper INTEGER NOT NULL REFERENCES paper, introduced INTEGER NOT NULL,
        spans TEXT NOT NULL, PRIMARY KEY (technique, paper)) WITHOUT ROWID""",
    "CREATE INDEX technique_mention_of_paper ON technique_mention (paper)",
    # Where a text about a paper that is not its own names a technique: a list's entry, a sentence that cites it.
    """CREATE TABLE technique_sighting (
        technique TEXT NOT NULL, paper INTEGER NOT NULL REFERENCES paper, part TEXT NOT NULL, said_by TEXT NOT NULL,
        text TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL)""",
    "CREATE INDEX technique_sighting_of_paper ON technique_sighting (paper)",
    """CREATE TABLE relation (
        paper INTEGER NOT NULL REFERENCES paper, part TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
        type TEXT NOT NULL, subject TEXT NOT NULL, object TEXT NOT NULL, extractor TEXT NOT NULL,
        sentence TEXT NOT NULL, confidence REAL NOT NULL,
        PRIMARY KEY (paper, part, start, end, type, subject, object, extractor)) WITHOUT ROWID""",
    "CREATE INDEX relation_by_subject ON relation (subject)",
    "CREATE INDEX relation_by_object ON relation (object)",
    """CREATE TABLE claim (
        id TEXT PRIMARY KEY, paper INTEGER NOT NULL REFERENCES paper, part TEXT NOT NULL, start INTEGER NOT NULL,
        end INTEGER NOT NULL, technique TEXT NOT NULL, metric TEXT NOT NULL, value TEXT NOT NULL, unit TEXT NOT NULL,
        baseline TEXT NOT NULL, condition TEXT NOT NULL, sentence TEXT NOT NULL, confidence REAL NOT NULL,
        extractor TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX claim_of_paper ON claim (paper)",
    "CREATE INDEX claim_by_technique ON claim (technique)",
    """CREATE TABLE technique_decision (
        number INTEGER PRIMARY KEY, decision TEXT NOT NULL, technique TEXT NOT NULL, spellings TEXT NOT NULL,
        date TEXT NOT NULL)""",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _NETWORK, _FRAMEWORKS, _TECHNIQUES)


def read_version(connection: sqlite3.Connection, path: Path, newest: int = len(MIGRATIONS)) -> int:
    """Give the version of the record at `path`, 0 for an empty file; refuse another program's file and a newer one."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and application != APPLICATION_ID:
        raise InputError(f"{path} is not a litgraph record but another program's; move it away and run again.")
    if version > newest:
        raise InputError(
            f"The record {path} has version {version}, and this litgraph knows versions up to {newest}: "
            "upgrade litgraph, or use a workspace of its own."
        )
    return version


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Take the record at `path` to the newest version, each step wholly or not at all."""
    for number, statements in enumerate(migrations, start=1):
        if read_version(connection, path, len(migrations)) < number:
            _take_step(connection, number, statements)


def _take_step(connection: sqlite3.Connection, number: int, statements: Sequence[str]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements:
            connection.execute(statement)
        if number == 1:
            # Tells this record from one made anew at the same place, whose revisions count from 0 again.
            connection.execute("INSERT INTO meta VALUES ('identity', ?)", (uuid.uuid4().hex,))
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
