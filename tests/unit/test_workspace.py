"""Workspaces: making them, finding them, and finding the list that a person means."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from litgraph.errors import InputError, OutOfReach
from litgraph.settings import SurveySettings
from litgraph.workspace import (
    add_survey,
    create,
    default_name,
    find_workspace,
    list_in,
    locate_list,
    repository_of,
    written_path,
)


def test_a_workspace_is_found_from_a_folder_below_it(tmp_path: Path) -> None:
    create(tmp_path / "here")
    below = tmp_path / "here" / "a" / "b"
    below.mkdir(parents=True)

    found = find_workspace(below)

    assert found.root == (tmp_path / "here").absolute()
    assert (found.hidden / ".gitignore").read_text() == "*\n"


def test_no_workspace_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="litgraph init"):
        find_workspace(tmp_path)


def test_surveys_are_added_once_and_the_first_is_the_default(tmp_path: Path) -> None:
    first = SurveySettings(name="one", list="one/README.md", repository="o/one")
    workspace = add_survey(create(tmp_path), first)
    workspace = add_survey(workspace, SurveySettings(name="two", list="two.md"))
    workspace = add_survey(workspace, first)

    assert [survey.name for survey in find_workspace(tmp_path).surveys()] == ["one", "two"]
    assert workspace.survey().name == "one"
    assert workspace.survey("two").list == "two.md"


def test_an_unknown_survey_names_those_that_there_are(tmp_path: Path) -> None:
    workspace = add_survey(create(tmp_path), SurveySettings(name="one", list="one.md"))

    with pytest.raises(InputError, match="This workspace has: one"):
        workspace.survey("two")


def test_a_name_is_not_given_to_two_lists(tmp_path: Path) -> None:
    workspace = add_survey(create(tmp_path), SurveySettings(name="one", list="one.md"))

    with pytest.raises(InputError, match="--name"):
        add_survey(workspace, SurveySettings(name="one", list="other.md"))


def test_a_folder_means_its_readme(tmp_path: Path) -> None:
    (tmp_path / "ReadMe.MD").write_text("# A list\n")

    assert list_in(tmp_path).name == "ReadMe.MD"


def test_a_folder_without_a_readme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no README"):
        list_in(tmp_path)


def test_a_repository_is_cloned_beside_the_settings_once(tmp_path: Path) -> None:
    upstream = tmp_path / "upstream" / "awesome-list"
    upstream.mkdir(parents=True)
    (upstream / "README.md").write_text("# Awesome\n")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "list"],
    ):
        subprocess.run(["git", "-C", str(upstream), *command], check=True)
    address = upstream.as_uri()

    file, repository = locate_list(tmp_path / "ws", address)
    again, _ = locate_list(tmp_path / "ws", address)

    assert file == again == (tmp_path / "ws" / "awesome-list" / "README.md")
    assert repository == ""
    assert written_path(tmp_path / "ws", file) == "awesome-list/README.md"
    assert default_name(file) == "awesome-list"


def test_an_address_that_cannot_be_cloned_is_out_of_reach(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match="Cannot clone"):
        locate_list(tmp_path / "ws", (tmp_path / "nothing").as_uri())


@pytest.mark.parametrize(
    ("address", "repository"),
    [
        ("https://github.com/owner/name", "owner/name"),
        ("https://github.com/owner/name.git", "owner/name"),
        ("git@github.com:owner/na.me.git", "owner/na.me"),
        ("ssh://git@github.com/owner/name", "owner/name"),
        ("https://example.org/owner/name", ""),
        ("", ""),
    ],
)
def test_the_repository_comes_from_the_address(address: str, repository: str) -> None:
    assert repository_of(address) == repository
