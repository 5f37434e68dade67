"""Settings: which layer wins, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from litgraph.errors import InputError
from litgraph.settings import SurveySettings, load_settings, survey_block


def _toml(folder: Path, text: str, name: str = "litgraph.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_stronger_layer_wins(tmp_path: Path) -> None:
    user = _toml(tmp_path, 'contact = "user@example.org"\nencoder = "user"\nbackend = "neo4j"\n', "user.toml")
    workspace = _toml(tmp_path, 'encoder = "workspace"\nbackend = "neo4j"\nhttp_timeout = 5\n')
    environment = {"LITGRAPH_BACKEND": "embedded", "LITGRAPH_HTTP_TIMEOUT": "7.5"}

    settings = load_settings(workspace, user, environment, {"http_timeout": 9, "encoder": None})

    assert settings.contact == "user@example.org"
    assert settings.encoder == "workspace"
    assert settings.backend == "embedded"
    assert settings.http_timeout == 9.0
    assert settings.origins["http_timeout"] == "flag"
    assert settings.origins["backend"] == "environment"


def test_defaults_stand_without_any_file() -> None:
    settings = load_settings(None, None, {})

    assert settings.backend == "embedded"
    assert settings.arxiv_api_url.endswith("/api/query")
    assert settings.surveys == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('encodr = "x"', "Did you mean 'encoder'"),
        ('github_token = "x"', "a secret"),
        ('backend = "oracle"', "one of embedded, neo4j"),
        ("http_timeout = true", "a number from 0"),
        ("http_timeout = -1", "a number from 0"),
        ('http_tries = "many"', "a number from 0"),
        ("contact = 3", "must be text"),
        ("contact = ", "not valid TOML"),
        ('[survey]\nname = "x"', "[[survey]]"),
        ('[[survey]]\nname = "x"', "lacks 'list'"),
        ('[[survey]]\nname = "x"\nlist = "a"\nlsit = "b"', "Did you mean 'list'"),
        ('[[survey]]\nname = "x"\nlist = "a"\n[[survey]]\nname = "x"\nlist = "b"', "twice"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        load_settings(_toml(tmp_path, text), None, {})

    assert said in str(refused.value)


@pytest.mark.parametrize("name", ["plain", 'quoted "name"', "back\\slash", "Überblick 综述", "tab\tand\nline", "\x7f"])
def test_a_survey_block_reads_back(tmp_path: Path, name: str) -> None:
    survey = SurveySettings(name=name, list="a/README.md", repository="owner/name")

    settings = load_settings(_toml(tmp_path, survey_block(survey)), None, {})

    assert settings.surveys == (survey,)
