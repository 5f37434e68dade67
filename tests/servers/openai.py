"""A local server that speaks the chat-completions protocol: it answers with what a function makes of the material."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.servers.faults import Answer, Handler, json_answer
from tests.servers.scripted import LoopbackServer

PATH = "/v1/chat/completions"
Think = Callable[[dict[str, Any]], Any]  # takes {"title", "sentences"}, gives what the model writes: text, or an object


def model_server(
    think: Think, *, formats: tuple[str, ...] = ("json_schema", "json_object", ""), key: str = "", counts: bool = True
) -> LoopbackServer:
    """Serve a model; it takes only these `response_format`s, asks for `key` if there is one, and may not count."""

    class Chat(Handler):
        def honest(self) -> Answer:
            if self.seen.path != PATH or self.seen.method != "POST":
                return json_answer({"error": {"message": "no such address"}}, 404)
            if key and self.seen.headers.get("authorization", "") != f"Bearer {key}":
                return json_answer({"error": {"message": "Incorrect API key provided"}}, 401)
            asked = json.loads(self.seen.body)
            if (asked.get("response_format") or {"type": ""})["type"] not in formats:
                return json_answer({"error": {"message": "response_format is not supported"}}, 400)
            thought = think(json.loads(asked["messages"][-1]["content"]))
            content = thought if isinstance(thought, str) else json.dumps(thought)
            usage = {"prompt_tokens": 300, "completion_tokens": 100, "total_tokens": 400}
            return json_answer(
                {
                    "id": "chatcmpl-1",
                    "object": "chat.completion",
                    "model": asked["model"],
                    "choices": [
                        {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
                    ],
                    **({"usage": usage} if counts else {}),
                }
            )

    return LoopbackServer(Chat)
