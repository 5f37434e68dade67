"""The extractor that asks a language model over HTTP, text by text, within a budget.

https://platform.openai.com/docs/api-reference/chat is the protocol; many local servers speak it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from litgraph.errors import KeyRefused, OutOfReach
from litgraph.model.technique import Reading
from litgraph.techniques.endpoint.prompt import FORMATS, VERSION, question
from litgraph.techniques.endpoint.verify import read_answer, verify
from litgraph.techniques.extractor import PaperText, Unread
from litgraph.techniques.text import Sentence, read_sentences
from litgraph.web.request import BadReply, Deferred, KeyRejected, NoAnswer, NotAccepted, Reply, Request, Service
from litgraph.web.transport import Web

ANSWER_TOKENS = 4_000  # what one answer may take
_CHARACTERS = 4  # a token is taken for so many where the server doesn't count
_SILENCES = 3  # papers in a row that get no answer before the run ends


@dataclass(slots=True, kw_only=True)
class Spent:
    """What a run has cost: tokens in and out, whether some were estimated, texts asked about, answers dropped."""

    tokens: int = 0
    estimated: bool = False
    asked: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    content: str
    tokens: int | None
    cut: bool


def endpoint_service(*, url: str, key: str) -> Service:
    """Describe the endpoint to the transport; without a key none is sent."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return Service(
        name="the endpoint", base=url, pace="endpoint", interval=0.0, headers=headers, key_name="LITGRAPH_ENDPOINT_KEY"
    )


class EndpointExtractor:
    """An `Extractor`; a class since it owns the connection and the budget.

    A text is sent as data; of the answer only what stands in the text is kept. `spent` is the run's account.
    """

    def __init__(self, web: Web, service: Service, *, model: str, max_tokens: int, price: float = 0.0) -> None:
        """Ask `model` through `web`, until the run has taken `max_tokens`; `price` is of a million, 0 unknown."""
        self._web = web
        self._service = service
        self._model = model
        self._max_tokens = max_tokens
        self._price = price
        self._form = 0
        self.spent = Spent()

    @property
    def name(self) -> str:
        """Name it by the model and the version of the question."""
        return f"endpoint/{self._model}/{VERSION}"

    def read(self, texts: Iterable[PaperText]) -> Iterator[tuple[PaperText, Reading | Unread]]:
        """Ask about each text; one bad answer is a value, a silent or refusing endpoint ends the run."""
        silent = 0
        for text in texts:
            sentences = read_sentences(text.title, text.abstract)
            if not sentences:
                yield text, Reading()
                continue
            self._check_budget()
            try:
                reading: Reading | Unread = self._read(sentences)
                silent = 0
            except KeyRejected as error:
                raise KeyRefused(f"The endpoint refused the key: {error}. Check LITGRAPH_ENDPOINT_KEY.") from error
            except Deferred as error:
                raise OutOfReach(f"The endpoint is out of reach: {error}. What was read is saved.") from error
            except NoAnswer as error:
                silent += 1
                if silent == _SILENCES:
                    raise OutOfReach(
                        f"The endpoint gave no answer on {silent} papers in a row, the last time: {error}. "
                        "What was read is saved; check LITGRAPH_ENDPOINT_URL and run again."
                    ) from error
                reading = Unread(reason=str(error))
            yield text, reading

    def account(self) -> str:
        """Tell what the run has cost, in words."""
        spent = self.spent
        if not spent.asked:
            return ""
        tokens = f"{'about ' if spent.estimated else ''}{spent.tokens:,} tokens"
        cost = f", {spent.tokens * self._price / 1e6:.2f} at {self._price:g} a million" if self._price else ""
        dropped = f"; {spent.dropped} things that it said stand in no text and were dropped" if spent.dropped else ""
        return f"the endpoint was asked about {spent.asked} papers and took {tokens}{cost}{dropped}"

    def _check_budget(self) -> None:
        if self.spent.tokens >= self._max_tokens:
            raise OutOfReach(
                f"This run has taken {self.spent.tokens:,} tokens of its {self._max_tokens:,} "
                "(LITGRAPH_ENDPOINT_MAX_TOKENS). What was read is saved; run again to go on."
            )

    def _read(self, sentences: tuple[Sentence, ...]) -> Reading | Unread:
        answered = self._ask(sentences)
        if answered.cut:
            return Unread(reason=f"the answer was cut off at {ANSWER_TOKENS:,} tokens")
        try:
            told = read_answer(answered.content)
        except ValueError as error:
            return Unread(reason=f"the endpoint's answer is not the JSON asked for: {error}")
        verified = verify(told, sentences)
        self.spent.dropped += verified.dropped
        return verified.reading

    def _ask(self, sentences: tuple[Sentence, ...]) -> _Answered:
        """Ask in the strictest form that the server takes, which is remembered."""
        form = self._form
        while True:
            body = question(self._model, sentences, FORMATS[form], ANSWER_TOKENS)
            request = Request(
                url=f"{self._service.base.rstrip('/')}/chat/completions", body=body, lifetime=0, thing=False
            )
            try:
                answered = self._web.fetch(self._service, request, _answered)
            except NotAccepted as error:
                if error.status in (400, 422) and form + 1 < len(FORMATS):
                    form += 1
                    continue
                raise
            self._form = form  # only now: what no form helped was no matter of the form
            self._count(answered, body)
            return answered

    def _count(self, answered: _Answered, body: bytes) -> None:
        self.spent.asked += 1
        if answered.tokens is None:
            self.spent.estimated = True
        guess = (len(body) + len(answered.content)) // _CHARACTERS
        self.spent.tokens += guess if answered.tokens is None else answered.tokens


def _answered(reply: Reply) -> _Answered:
    """Read a reply of the protocol; anything else is a failure of the server."""
    try:
        told = json.loads(reply.body)
        choice = told["choices"][0]
        message = choice["message"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise BadReply(f"no chat completion in its reply ({type(error).__name__})") from error
    content = message.get("content") if isinstance(message, dict) else None
    if not isinstance(content, str):
        content = ""  # a refusal or a call of a tool: no JSON, so the paper stays unread
    return _Answered(content=content, tokens=_tokens(told), cut=choice.get("finish_reason") == "length")


def _tokens(told: Mapping[str, Any]) -> int | None:
    usage = told.get("usage")
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    # No answer takes none: a server that says so doesn't count, and would make the budget endless.
    return total if isinstance(total, int) and not isinstance(total, bool) and total > 0 else None
