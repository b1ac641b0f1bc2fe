"""Makes bot_api_methods.json: the shape of the Bot API methods we use, out of the whole Bot API's schema.

    python -m tests.fakes.make_bot_api_methods telegram-bot-api.json > tests/fakes/bot_api_methods.json

The schema is the community's reading of https://core.telegram.org/bots/api as JSON: ``methods`` and
``types``, each with ``fields`` of ``name``, ``types``, ``required`` and ``description``.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

METHODS = (
    "getMe",
    "getUpdates",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "sendMessage",
    "editMessageText",
    "editMessageReplyMarkup",
    "deleteMessage",
    "answerCallbackQuery",
    "setMyCommands",
    "deleteMyCommands",
    "getMyCommands",
    "getChat",
    "getChatMember",
    "getChatAdministrators",
    "sendDocument",
    "sendPhoto",
    "getFile",
    "sendChatAction",
    "setMyDescription",
    "getMyDescription",
    "setMyShortDescription",
    "getMyShortDescription",
    "logOut",
    "close",
)


def made(schema: dict[str, Any]) -> dict[str, Any]:
    """``methods`` and ``objects`` as name -> field -> shape, ``unions`` as name -> names of objects."""
    methods = {name: _fields(schema["methods"][name]) for name in METHODS}
    objects: dict[str, Any] = {}
    unions: dict[str, list[str]] = {}
    waiting = _reached(methods.values(), schema)
    while waiting:
        name = waiting.pop()
        if name in objects or name in unions or name == "InputFile":
            continue
        described = schema["types"][name]
        if described.get("subtypes"):
            unions[name] = described["subtypes"]
            waiting |= set(unions[name])
        else:
            objects[name] = _fields(described)
            waiting |= _reached([objects[name]], schema)
    return {"version": schema["version"], "methods": methods, "objects": objects, "unions": unions}


def _fields(described: dict[str, Any]) -> dict[str, Any]:
    return {field["name"]: _shape(field) for field in described.get("fields", [])}


def _shape(field: dict[str, Any]) -> dict[str, Any]:
    """``value`` is the only one that the field may have, where the Bot API names one."""
    shape = {"types": field["types"], "required": field["required"]}
    only = re.search(r"\bmust be ([a-z_]+)$", field["description"])
    if field["name"] == "type" and only:
        shape["value"] = only[1]
    return shape


def _reached(described: Any, schema: dict[str, Any]) -> set[str]:
    bare = {
        name.removeprefix("Array of ").removeprefix("Array of ")
        for fields in described
        for shape in fields.values()
        for name in shape["types"]
    }
    return bare & set(schema["types"])


def _written(data: dict[str, Any]) -> str:
    """As JSON with one field a line, so that a difference can be read."""
    text = json.dumps(data, indent=1, sort_keys=True)
    for innermost in (r"\[[^\[\]{}]*\]", r"\{[^{}]*\}"):
        text = re.sub(innermost, lambda found: " ".join(found[0].split()), text)
    return text + "\n"


if __name__ == "__main__":
    sys.stdout.write(_written(made(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
