"""Running git for a pull request: with the user's own configuration, in no folder of theirs, and the token unseen."""

from __future__ import annotations

import base64
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from litgraph.errors import InputError, KeyRefused, LitgraphError, OutOfReach
from litgraph.model.text import clean_text

_PATIENCE = 900  # seconds for one command
# Set by git for its hooks, the first would point to another repository; the others may write headers to a file.
_DROPPED = re.compile(
    r"GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|NAMESPACE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES"
    r"|TRACE\w*|CURL_VERBOSE)"
)
_REFUSED = re.compile(
    r"Authentication failed|could not read (?:Username|Password)|Permission (?:to .* )?denied|not granted"
    r"|error: 40[13]|Invalid username",
    re.IGNORECASE,
)
_RULED_OUT = re.compile(r"protected branch|hook declined|GH\d{3}|repository rule", re.IGNORECASE)
_MISSING = re.compile(r"not found|does not exist|does not appear to be a git repository|error: 404", re.IGNORECASE)
_OVERTAKEN = re.compile(r"stale info|fetch first|non-fast-forward|failed to update ref|cannot lock ref", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """How git is run: in a folder, with a token for the addresses that are told; no repr shows it."""

    folder: Path
    token: str = field(default="", repr=False)

    def run(
        self, *arguments: str, stdin: bytes = b"", more: Mapping[str, str] | None = None, address: str = ""
    ) -> bytes:
        """Give what git prints. `address` is where it goes on the network, with the token."""
        done = self._run(arguments, stdin, {**(more or {}), **_authorisation(self.token, address)})
        if done.returncode:
            raise _trouble(arguments[0], address, self._without_token(done.stderr))
        return done.stdout

    def succeeds(self, *arguments: str) -> bool:
        """Tell whether a command succeeds."""
        return self._run(arguments, b"", {}).returncode == 0

    def _run(
        self, arguments: tuple[str, ...], stdin: bytes, more: Mapping[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                ["git", *arguments],
                cwd=self.folder,
                input=stdin,
                env={**_environment(), **more},
                capture_output=True,
                check=False,
                timeout=_PATIENCE,
            )
        except FileNotFoundError as error:
            raise InputError("git is not installed; a pull request needs it. Install git.") from error
        except subprocess.TimeoutExpired as error:
            raise OutOfReach(
                f"git {arguments[0]} took more than {_PATIENCE} s. Check the network; run again."
            ) from error

    def _without_token(self, stderr: bytes) -> str:
        said = stderr.decode("utf-8", "replace")
        return said.replace(self.token, "…").replace(_basic(self.token), "…") if self.token else said


def safe_clone_url(url: str, *, on_this_machine: bool) -> str:
    """Give the address that git is to use, without user and password; a service far away may name no local one."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (on_this_machine and parts.scheme == "http"):
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    if on_this_machine and (parts.scheme == "file" or url.startswith("/")):
        return url
    raise InputError(f"GitHub names '{clean_text(url)[:200]}' as the address to clone, which is no https address.")


def _environment() -> dict[str, str]:
    """Take the user's environment, without what leads elsewhere; git asks nobody anything."""
    kept = {name: value for name, value in os.environ.items() if not _DROPPED.fullmatch(name)}
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "GIT_ALLOW_PROTOCOL": "https:http:ssh:file",
    }


def _authorisation(token: str, address: str) -> dict[str, str]:
    """Give the token to git as configuration from the environment, for one origin and nowhere that it redirects to.

    The empty header drops what the user's configuration may say for the same origin.
    """
    parts = urlsplit(address)
    if not token or parts.scheme not in ("http", "https"):
        return {}
    before = os.environ.get("GIT_CONFIG_COUNT", "")
    first = int(before) if before.isdecimal() else 0
    there = f"http.{parts.scheme}://{parts.netloc}/"
    said = (
        (f"{there}.extraheader", ""),
        (f"{there}.extraheader", f"Authorization: Basic {_basic(token)}"),
        (f"{there}.followRedirects", "false"),
    )
    settings = {"GIT_CONFIG_COUNT": str(first + len(said))}
    for number, (key, value) in enumerate(said, start=first):
        settings |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return settings


def _basic(token: str) -> str:
    return base64.b64encode(f"x-access-token:{token}".encode()).decode("ascii")


def _trouble(verb: str, address: str, stderr: str) -> LitgraphError:
    lines = [line for line in map(clean_text, stderr.splitlines()) if line and not line.startswith("hint:")]
    telling = [line for line in lines if line.startswith(("fatal:", "error:", "remote:", "!"))] or lines
    reason = "; ".join(telling)[:300] or "it gave no reason"
    where = f" at {address}" if address else ""
    if _OVERTAKEN.search(stderr):
        return OutOfReach(f"The branch{where} moved while it was to be pushed: {reason}. Run again.")
    if _RULED_OUT.search(stderr):
        return InputError(f"git {verb}{where} is not allowed there: {reason}.")
    if _REFUSED.search(stderr):
        return KeyRefused(f"git {verb}{where} was refused: {reason}. Check what GITHUB_TOKEN may do.")
    if address and not _MISSING.search(stderr):
        return OutOfReach(f"git {verb}{where} failed: {reason}. Check the network, and run again.")
    return InputError(f"git {verb}{where} failed: {reason}.")
