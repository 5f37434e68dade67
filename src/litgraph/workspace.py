"""A workspace on disk: `litgraph.toml`, and beside it `.litgraph/` with everything that litgraph itself keeps."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from litgraph.errors import InputError, OutOfReach
from litgraph.files import read_file, replace_file
from litgraph.model.survey import Survey
from litgraph.settings import FILE_NAME, Settings, SurveySettings, load_settings, survey_block

_LIST_NAMES = ("readme.md", "readme.markdown", "readme.mdown", "readme")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|[\w.-]+@[\w.-]+:).+", re.IGNORECASE)
_BLOB = re.compile(r"(https?://[^/]+/[^/]+/[^/]+)/(?:blob|raw)/([^/]+)/(.+)", re.IGNORECASE)
_GITHUB = re.compile(r"(?:https?://|ssh://git@|git@|git://)(?:www\.)?github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The folder of one research: its settings, its surveys, and where its files are."""

    root: Path
    settings: Settings

    @property
    def hidden(self) -> Path:
        """Give the folder of what litgraph keeps."""
        return self.root / ".litgraph"

    @property
    def record(self) -> Path:
        """Give the file of the record."""
        return self.hidden / "record.sqlite"

    @property
    def replies(self) -> Path:
        """Give the file of the replies of services; losing it costs requests, not truth."""
        return self.hidden / "replies.sqlite"

    @property
    def graph(self) -> Path:
        """Give the folder of the graph's throw-away arrays."""
        return self.hidden / "graph"

    @property
    def clusters(self) -> Path:
        """Give the folder of the clusters found last; losing it costs time."""
        return self.hidden / "clusters"

    def proposal(self, survey: Survey) -> Path:
        """Give the file of the last proposal for a survey's list."""
        return self.hidden / f"proposal-{_file_name(survey.name)}.json"

    def list_file(self, survey: Survey) -> Path:
        """Give the file of a survey's list."""
        return self.root / Path(survey.list).expanduser()

    def style_file(self, survey: Survey) -> Path | None:
        """Give the list that lends a survey's list its style, while that one has no entries; None where none is set."""
        lender = next((s.style for s in self.settings.surveys if s.name == survey.name), "")
        return self.lender(lender, self.root) if lender else None

    def lender(self, given: str, folder: Path) -> Path:
        """Find the list that a survey's name or a path from a folder means."""
        named = next((survey for survey in self.surveys() if survey.name == given), None)
        return self.list_file(named) if named else folder / Path(given).expanduser()

    def surveys(self) -> tuple[Survey, ...]:
        """Give the surveys of the workspace, in the order of litgraph.toml."""
        return tuple(
            Survey(
                name=s.name,
                list=s.list,
                arxiv=s.arxiv,
                repository=s.repository,
                definitions=str(self.root / Path(s.definitions).expanduser()) if s.definitions else "",
            )
            for s in self.settings.surveys
        )

    def survey(self, name: str | None = None) -> Survey:
        """Give the survey of a name, by default the first."""
        surveys = self.surveys()
        if not surveys:
            raise InputError(f"{self.root / FILE_NAME} names no survey. Add one: litgraph init --list PATH_OR_URL.")
        if name is None:
            return surveys[0]
        for survey in surveys:
            if survey.name == name:
                return survey
        raise InputError(f"Unknown survey '{name}'. This workspace has: {', '.join(s.name for s in surveys)}.")

    def survey_of(self, file: Path) -> Survey | None:
        """Give the survey whose list a file is."""
        return next((s for s in self.surveys() if self.list_file(s).resolve() == file.resolve()), None)

    def read_list(self, survey: Survey) -> bytes:
        """Read the bytes of a survey's list."""
        return read_file(self.list_file(survey))


def find_workspace(start: Path, flags: Mapping[str, object] | None = None) -> Workspace:
    """Find the nearest litgraph.toml at or above a folder."""
    for folder in (start.absolute(), *start.absolute().parents):
        if (folder / FILE_NAME).is_file():
            return open_folder(folder, flags)
    raise InputError(f"No {FILE_NAME} in {start} or above. Make a workspace: litgraph init --list PATH_OR_URL.")


def is_in_workspace(start: Path) -> bool:
    """Tell whether there is a litgraph.toml at or above a folder."""
    return any((folder / FILE_NAME).is_file() for folder in (start.absolute(), *start.absolute().parents))


def open_folder(root: Path, flags: Mapping[str, object] | None = None) -> Workspace:
    """Open the workspace whose litgraph.toml stands in a folder."""
    user_file = platformdirs.user_config_path("litgraph") / "config.toml"
    return Workspace(root=root, settings=load_settings(root / FILE_NAME, user_file, flags=flags))


def create(root: Path) -> Workspace:
    """Make litgraph.toml and .litgraph/ in a folder, or open those that are there."""
    if not (root / FILE_NAME).exists():
        replace_file(root / FILE_NAME, b"# litgraph's settings. Keys and tokens belong in the environment.\n")
    workspace = open_folder(root)
    hide(workspace)
    return workspace


def hide(workspace: Workspace) -> None:
    """Keep git from seeing what litgraph keeps, in a clone whose litgraph.toml came with it, too."""
    if not (workspace.hidden / ".gitignore").is_file():
        replace_file(workspace.hidden / ".gitignore", b"*\n")


def add_survey(workspace: Workspace, survey: SurveySettings) -> Workspace:
    """Write one more survey into litgraph.toml; the one of that name with that list is already there."""
    for known in workspace.settings.surveys:
        if known.name == survey.name and known.list == survey.list:
            return workspace
        if known.name == survey.name:
            raise InputError(f"The workspace already has a survey '{survey.name}'. Give this one another --name.")
    file = workspace.root / FILE_NAME
    text = file.read_text(encoding="utf-8")
    replace_file(file, (text.rstrip("\n") + "\n" + survey_block(survey)).encode())
    return replace(workspace, settings=open_folder(workspace.root).settings)


def locate_list(root: Path, given: str) -> tuple[Path, str]:
    """Find the list that `--list` means, cloning an address beside litgraph.toml; give its file and OWNER/NAME."""
    if _ADDRESS.fullmatch(given) or given.endswith(".bundle"):
        blob = _BLOB.fullmatch(given)
        clone = _clone(root, blob[1] if blob else given, branch=blob[2] if blob else None)
        return list_in(clone / blob[3] if blob else clone), repository_of(blob[1] if blob else given)
    path = Path(given).expanduser()
    if not path.exists():
        raise InputError(f"The list {given} does not exist. Give a file, a folder or a repository's address.")
    file = list_in(path)
    return file, repository_of(_git(file.parent, "remote", "get-url", "origin"))


def clone_of(file: Path) -> Path | None:
    """Give the top folder of the git clone that a file lies in."""
    top = _git(file.resolve().parent, "rev-parse", "--show-toplevel")
    return Path(top).resolve() if top else None


def list_in(path: Path) -> Path:
    """Give the list file that a path means: the file itself, or the README of a folder."""
    if path.is_file():
        return path.absolute()
    if not path.is_dir():
        raise InputError(f"The list {path} does not exist. Give a file, a folder or a repository's address.")
    for name in _LIST_NAMES:
        for file in sorted(path.iterdir()):
            if file.name.lower() == name and file.is_file():
                return file.absolute()
    raise InputError(f"The folder {path} has no README. Name the list's file itself.")


def repository_of(address: str) -> str:
    """Give OWNER/NAME of an address on GitHub, else nothing."""
    found = _GITHUB.fullmatch(address.strip())
    return found[1] if found else ""


def written_path(root: Path, file: Path) -> str:
    """Write a list's path for litgraph.toml: relative where the list is inside the workspace."""
    resolved = file.resolve()
    return str(resolved.relative_to(root.resolve())) if resolved.is_relative_to(root.resolve()) else str(resolved)


def default_name(file: Path) -> str:
    """Name a survey for its list: the folder of a README, else the file itself."""
    return file.parent.name if file.name.lower() in _LIST_NAMES and file.parent.name else file.stem


def _clone(root: Path, address: str, branch: str | None) -> Path:
    name = (
        _file_name(
            address.rstrip("/").rpartition("/")[2].rpartition(":")[2].removesuffix(".git").removesuffix(".bundle")
        )
        or "list"
    )
    target = root / name
    if (target / ".git").exists():
        return target
    branches = ["--branch", branch] if branch else []
    command = ["git", "clone", "--quiet", *branches, "--", address, str(target)]
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    except FileNotFoundError as error:
        raise InputError("git is not installed; it is needed to clone a list. Install git, or give a file.") from error
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["git gave no reason"])[-1]
        raise OutOfReach(f"Cannot clone {address}: {reason}. Check the address and the network, and run again.")
    return target


def _git(folder: Path, *arguments: str) -> str:
    """Ask git about a folder; empty where it is no clone or there is no git."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _file_name(name: str) -> str:
    """Reduce a name to what is safe as a file name, never a hidden one."""
    return re.sub(r"[^\w.-]+", "-", name).strip(".-")
