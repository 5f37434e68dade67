"""Adapters, built from settings: the record, the sources, the encoder, the graph's backend, the clock."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from litgraph.errors import InputError, KeyRefused
from litgraph.settings import Settings
from litgraph.store.record import Record, open_record
from litgraph.workspace import Workspace, hide

if TYPE_CHECKING:
    from litgraph.encode.encoder import Encoder
    from litgraph.graph.backend import GraphBackend
    from litgraph.graph.neo4j.server import Server
    from litgraph.ingest.sources import Sources
    from litgraph.survey.pull_request.github import GitHub
    from litgraph.techniques.extractor import Extractor
    from litgraph.web.transport import Web


def today() -> str:
    """Give the day in UTC; everything below takes it as a value."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def open_workspace_record(workspace: Workspace, *, write: bool) -> Record:
    """Open the record of a workspace."""
    if write:
        hide(workspace)
    return open_record(workspace.record, write=write, today=today())


@contextmanager
def open_sources(
    workspace: Workspace, *, offline: bool, refresh: bool, tell: Callable[[str], None]
) -> Iterator[Sources]:
    """Open the transport, and the sources of papers that the settings name, for one run."""
    from litgraph.ingest.arxiv.services import arxiv_services
    from litgraph.ingest.arxiv.source import ArxivSource
    from litgraph.ingest.semantic_scholar.services import s2_service
    from litgraph.ingest.semantic_scholar.source import S2Source
    from litgraph.ingest.sources import Sources

    settings = workspace.settings
    arxiv = arxiv_services(
        api_url=settings.arxiv_api_url,
        oai_url=settings.arxiv_oai_url,
        source_url=settings.arxiv_source_url,
        interval=settings.arxiv_interval,
    )
    key = _secret("SEMANTIC_SCHOLAR_API_KEY")
    s2 = s2_service(api_url=settings.s2_api_url, key=key, interval=settings.s2_interval)
    backoff = _backoff(settings, settings.arxiv_api_url, settings.s2_api_url)
    with _open_web(workspace, offline=offline, refresh=refresh, backoff=backoff, tell=tell) as web:
        yield Sources(
            arxiv=ArxivSource(web, arxiv, today=today()),
            s2=S2Source(web, s2),
            web=web,
            offline=offline,
            harvest=_stands_alike(settings, "arxiv_oai_url"),
            texts=_stands_alike(settings, "arxiv_source_url"),
        )


@contextmanager
def open_github(workspace: Workspace, *, offline: bool, tell: Callable[[str], None]) -> Iterator[GitHub]:
    """Open GitHub for one run, with the token of the environment, if there is one."""
    from litgraph.survey.pull_request.github import GitHub, github_service

    settings = workspace.settings
    token = _secret("GITHUB_TOKEN")
    service = github_service(api_url=settings.github_api_url, token=token)
    backoff = _backoff(settings, settings.github_api_url)
    with _open_web(workspace, offline=offline, refresh=False, backoff=backoff, tell=tell) as web:
        yield GitHub(web, service, token=token, waits=[backoff * 2**number for number in range(6)])


@contextmanager
def _open_web(
    workspace: Workspace, *, offline: bool, refresh: bool, backoff: float, tell: Callable[[str], None]
) -> Iterator[Web]:
    from litgraph.web.transport import open_web

    settings = workspace.settings
    with open_web(
        replies=workspace.replies,
        pace=pace_folder(),
        contact=settings.contact,
        timeout=settings.http_timeout,
        tries=settings.http_tries,
        backoff=backoff,
        offline=offline,
        refresh=refresh,
    ) as web:
        web.on_wait = tell
        yield web


def _secret(name: str) -> str:
    """Read a key or token of the environment, the one place where any stands."""
    key = os.environ.get(name, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise KeyRefused(f"{name} holds characters that no key has. Set it again.")
    return key


def pace_folder() -> Path:
    """Give the folder by which all processes of a user keep a service's pace."""
    return platformdirs.user_cache_path("litgraph") / "pace"


def _backoff(settings: Settings, *asked: str) -> float:
    """Give the first wait after a failure; less than the default only where all that is asked is on this machine."""
    from litgraph.web.addresses import is_loopback

    return (
        settings.http_backoff if all(map(is_loopback, asked)) else max(settings.http_backoff, Settings().http_backoff)
    )


def _stands_alike(settings: Settings, name: str) -> bool:
    """Tell whether arXiv's service of a name may be asked: where the query API is a stand-in, only a stand-in, too."""
    default = Settings()
    replaced = settings.arxiv_api_url != default.arxiv_api_url
    return not replaced or getattr(settings, name) != getattr(default, name)


def build_encoder(workspace: Workspace, *, offline: bool) -> Encoder:
    """Build the encoder that the settings name."""
    from litgraph.encode.sentence_encoder import open_encoder

    cache = platformdirs.user_cache_path("litgraph") / "encoders"
    return open_encoder(workspace.settings.encoder, offline=offline, cache=cache)


@contextmanager
def open_extractor(workspace: Workspace, *, offline: bool, tell: Callable[[str], None]) -> Iterator[Extractor]:
    """Open the extractor that the settings name, for one run."""
    from litgraph.techniques.offline import OfflineExtractor

    if workspace.settings.extractor == "offline":
        yield OfflineExtractor()
        return
    from litgraph.techniques.endpoint.extractor import EndpointExtractor, endpoint_service

    settings = workspace.settings
    for name in ("endpoint_url", "endpoint_model"):
        if not getattr(settings, name):
            raise InputError(f"The extractor `endpoint` needs LITGRAPH_{name.upper()}; set it, or use `offline`.")
    service = endpoint_service(url=settings.endpoint_url, key=_secret("LITGRAPH_ENDPOINT_KEY"))
    backoff = _backoff(settings, settings.endpoint_url)
    with _open_web(workspace, offline=offline, refresh=False, backoff=backoff, tell=tell) as web:
        yield EndpointExtractor(
            web,
            service,
            model=settings.endpoint_model,
            max_tokens=settings.endpoint_max_tokens,
            price=settings.endpoint_price,
        )


def neo4j_server(settings: Settings) -> Server:
    """Give the Neo4j database that the settings name, with the password of the environment."""
    from litgraph.graph.neo4j.server import Server

    return Server(
        uri=settings.neo4j_uri,
        user=settings.neo4j_user,
        password=os.environ.get("LITGRAPH_NEO4J_PASSWORD", ""),
        database=settings.neo4j_database,
        connect_timeout=settings.neo4j_connect_timeout,
        query_timeout=settings.neo4j_query_timeout,
        pool_size=settings.neo4j_pool,
    )


@contextmanager
def open_backend(workspace: Workspace, record: Record) -> Iterator[GraphBackend]:
    """Open the backend that the settings name: over an open record, for one view of it, or on the server."""
    settings = workspace.settings
    if settings.backend == "neo4j":
        from litgraph.graph.neo4j.backend import open_server

        with open_server(neo4j_server(settings), settings.neo4j_prefix) as on_server:
            yield on_server
        return
    from litgraph.graph.embedded import open_graph

    with open_graph(record, workspace.graph) as embedded:
        yield embedded
