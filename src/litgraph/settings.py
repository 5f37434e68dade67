"""Settings: a flag beats the environment, that beats `litgraph.toml`, that beats the user's config, that the default.

Keys and tokens come from the environment alone and are read where they are used, so that no file and no log holds one.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from litgraph.errors import InputError

FILE_NAME = "litgraph.toml"
_PREFIX = "LITGRAPH_"
_SECRETS = ("semantic_scholar_api_key", "github_token", "neo4j_password", "endpoint_key")


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveySettings:
    """A `[[survey]]` of `litgraph.toml`: `list` is a path (relative ones start at that file's folder).

    `style` is another list, or the name of another survey, as whose entries those of a list without any are written;
    `definitions` is a YAML file that says what headings mean.
    """

    name: str
    list: str
    arxiv: str = ""
    repository: str = ""
    style: str = ""
    definitions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set. Each name is a key of `litgraph.toml` and, in capitals behind `LITGRAPH_`, of the environment.

    Times are in seconds; an empty interval means the service's own rule (arXiv 3, Semantic Scholar 1.1 with a key), and
    so does an empty `neo4j_query_timeout`.
    """

    backend: str = "embedded"
    encoder: str = "minilm"
    extractor: str = "offline"
    contact: str = ""
    arxiv_api_url: str = "https://export.arxiv.org/api/query"
    arxiv_oai_url: str = "https://oaipmh.arxiv.org/oai"
    arxiv_source_url: str = "https://export.arxiv.org/src/"
    s2_api_url: str = "https://api.semanticscholar.org"
    github_api_url: str = "https://api.github.com"
    endpoint_url: str = ""
    endpoint_model: str = ""
    endpoint_max_tokens: int = 1_000_000
    endpoint_price: float = 0.0
    neo4j_uri: str = "bolt://localhost:7687"
    neo4j_user: str = "neo4j"
    neo4j_database: str = "neo4j"
    neo4j_prefix: str = ""
    neo4j_connect_timeout: float = 5.0
    neo4j_query_timeout: float | None = None
    neo4j_pool: int = 10
    http_timeout: float = 30.0
    http_tries: int = 7
    http_backoff: float = 2.0
    arxiv_interval: float | None = None
    s2_interval: float | None = None
    surveys: tuple[SurveySettings, ...] = ()
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


KEYS = tuple(f.name for f in fields(Settings) if f.name not in ("surveys", "origins"))
_CHOICES: Mapping[str, tuple[str, ...]] = {"backend": ("embedded", "neo4j"), "extractor": ("offline", "endpoint")}
_NUMBERS: Mapping[str, type[int] | type[float]] = {
    "http_timeout": float,
    "http_tries": int,
    "http_backoff": float,
    "arxiv_interval": float,
    "s2_interval": float,
    "neo4j_connect_timeout": float,
    "neo4j_query_timeout": float,
    "neo4j_pool": int,
    "endpoint_max_tokens": int,
    "endpoint_price": float,
}


def load_settings(
    workspace_file: Path | None,
    user_file: Path | None,
    environment: Mapping[str, str] = os.environ,
    flags: Mapping[str, object] | None = None,
) -> Settings:
    """Read every layer, the weakest first, and remember in `origins` where each value came from."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    surveys: tuple[SurveySettings, ...] = ()
    for file in (user_file, workspace_file):
        if file is None or not file.is_file():
            continue
        content = _read_toml(file)
        surveys = _surveys(content.pop("survey", []), file) or surveys
        _layer(values, origins, content, str(file))
    variables = {key: environment[_PREFIX + key.upper()] for key in KEYS if environment.get(_PREFIX + key.upper())}
    _layer(values, origins, variables, "environment")
    _layer(values, origins, {k: v for k, v in (flags or {}).items() if v is not None}, "flag")
    return Settings(**values, surveys=surveys, origins=MappingProxyType(origins))


def survey_block(survey: SurveySettings) -> str:
    """Write one survey as the TOML table that `load_settings` reads."""
    given = {f.name: getattr(survey, f.name) for f in fields(survey) if getattr(survey, f.name)}
    return "\n[[survey]]\n" + "".join(f"{name} = {_toml_text(value)}\n" for name, value in given.items())


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"{file} is not valid TOML: {error}. Mend it, or run `litgraph init` in a new folder."
        ) from error
    except OSError as error:
        raise InputError(f"Cannot read {file}: {error.strerror}.") from error


def _layer(values: dict[str, Any], origins: dict[str, str], said: Mapping[str, object], origin: str) -> None:
    for key, value in said.items():
        _refuse_unknown(key, KEYS, origin)
        values[key] = _converted(key, value, origin)
        origins[key] = origin


def _refuse_unknown(key: str, known: tuple[str, ...], origin: str) -> None:
    if key in known:
        return
    if key in _SECRETS:
        raise InputError(f"{origin} holds '{key}', a secret. Remove it, and set it in the environment instead.")
    nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.0)[0]
    raise InputError(f"Unknown setting '{key}' in {origin}. Did you mean '{nearest}'?")


def _converted(key: str, value: object, origin: str) -> object:
    if key in _NUMBERS:
        return _number(key, value, origin)
    if not isinstance(value, str):
        raise InputError(f"Setting '{key}' in {origin} must be text, not {value!r}.")
    if value not in _CHOICES.get(key, (value,)):
        raise InputError(f"Setting '{key}' in {origin} must be one of {', '.join(_CHOICES[key])}, not {value!r}.")
    return value


def _number(key: str, value: object, origin: str) -> float:
    wrong = InputError(f"Setting '{key}' in {origin} must be a number from 0, not {value!r}.")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise wrong
    try:
        number = _NUMBERS[key](value)
    except ValueError as error:
        raise wrong from error
    if not 0 <= number < float("inf"):
        raise wrong
    return number


def _surveys(tables: object, file: Path) -> tuple[SurveySettings, ...]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError(f"'survey' in {file} must be written as [[survey]] tables.")
    known = tuple(f.name for f in fields(SurveySettings))
    for table in tables:
        for key, value in table.items():
            _refuse_unknown(key, known, f"[[survey]] of {file}")
            if not isinstance(value, str):
                raise InputError(f"'{key}' in a [[survey]] of {file} must be text, not {value!r}.")
        if missing := [key for key in ("name", "list") if not table.get(key)]:
            raise InputError(f"A [[survey]] of {file} lacks '{missing[0]}'.")
    surveys = tuple(SurveySettings(**table) for table in tables)
    if repeated := {s.name for s in surveys if [o.name for o in surveys].count(s.name) > 1}:
        raise InputError(f"{file} names the survey '{min(repeated)}' twice. Rename one of them.")
    return surveys


def _toml_text(value: str) -> str:
    """Write a TOML basic string (https://toml.io/en/v1.0.0#string): control characters and quotes are escaped."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
