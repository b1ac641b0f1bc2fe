"""What each method of the Bot API answers, given a call whose parameters have the right shape.

ANSWERS is the table. Descriptions of refusals are Telegram's own, as far as they are known in public.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.fakes.bot_api_schema import CallError, Parameters, Upload
from tests.fakes.bot_api_state import Answered, Button, Sent, Telegram
from tests.fakes.bot_api_updates import Json, member, user
from tests.fakes.telegram_html import Formatted, HtmlError, checked_link, read, trimmed

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
PNG = b"\x89PNG\r\n\x1a\n"
ENTITY_LIMIT = 100
DATA_LIMIT_BYTES = 64
BUTTON_LIMIT = 100


def _get_me(telegram: Telegram, given: Parameters) -> Json:
    return telegram.bot


def _send_message(telegram: Telegram, given: Parameters) -> Json:
    shown = _formatted(given, "text", TEXT_LIMIT)
    if not shown.text:
        raise _bad("message text is empty")
    return _accept(telegram, given, shown, given["text"], None)


def _send_document(telegram: Telegram, given: Parameters) -> Json:
    shown = _formatted(given, "caption", CAPTION_LIMIT)
    document = given["document"]
    if isinstance(document, str):
        document = telegram.files.get(document)
    if document is None:
        raise _bad("wrong file identifier/HTTP URL specified")
    return _accept(telegram, given, shown, given.get("caption", ""), document)


def _send_photo(telegram: Telegram, given: Parameters) -> Json:
    shown = _formatted(given, "caption", CAPTION_LIMIT)
    photo = given["photo"]
    if isinstance(photo, str) or not photo.content.startswith(PNG):
        raise _bad("IMAGE_PROCESS_FAILED")
    return _accept(telegram, given, shown, given.get("caption", ""), photo)


def _edit_message_text(telegram: Telegram, given: Parameters) -> Json:
    if not given.get("text"):
        raise _bad("message text is empty")
    shown = _formatted(given, "text", TEXT_LIMIT)
    before = _own_message(telegram, given)
    markup = _markup(given)
    after = replace(
        before,
        text=shown.text,
        html=given["text"],
        entities=shown.entities,
        markup=markup,
        buttons=_buttons(markup),
        at=time.monotonic(),
    )
    return _show_edit(telegram, before, after)


def _edit_message_reply_markup(telegram: Telegram, given: Parameters) -> Json:
    before = _own_message(telegram, given)
    markup = _markup(given)
    after = replace(before, markup=markup, buttons=_buttons(markup), at=time.monotonic())
    return _show_edit(telegram, before, after)


def _delete_message(telegram: Telegram, given: Parameters) -> bool:
    key = (_chat_id(telegram, given), given["message_id"])
    if telegram.messages.pop(key, None) is None:
        raise _bad("message to delete not found", breaks_rules=False)
    telegram.shown.pop(key, None)
    telegram.deleted.append(key)
    return True


def _answer_callback_query(telegram: Telegram, given: Parameters) -> bool:
    text = given.get("text", "")
    if len(text) > 200:
        raise _bad("MESSAGE_TOO_LONG")
    query_id = given["callback_query_id"]
    if query_id not in telegram.queries:
        raise _bad("query is too old and response timeout expired or query ID is invalid", breaks_rules=False)
    telegram.queries.discard(query_id)
    telegram.answered.append(Answered(query_id, text, given.get("show_alert", False), time.monotonic()))
    return True


def _set_my_commands(telegram: Telegram, given: Parameters) -> bool:
    if len(given["commands"]) > 100:
        raise _bad("BOT_COMMANDS_TOO_MUCH")
    for command in given["commands"]:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise _bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise _bad("BOT_COMMAND_DESCRIPTION_INVALID")
    telegram.commands[_menu(given)] = given["commands"]
    return True


def _delete_my_commands(telegram: Telegram, given: Parameters) -> bool:
    telegram.commands.pop(_menu(given), None)
    return True


def _get_my_commands(telegram: Telegram, given: Parameters) -> list[Json]:
    return telegram.commands.get(_menu(given), [])


def _set_my_description(telegram: Telegram, given: Parameters) -> bool:
    return _describe(telegram, "description", given, 512)


def _set_my_short_description(telegram: Telegram, given: Parameters) -> bool:
    return _describe(telegram, "short_description", given, 120)


def _get_my_description(telegram: Telegram, given: Parameters) -> Json:
    return {"description": telegram.descriptions.get(("description", _language(given)), "")}


def _get_my_short_description(telegram: Telegram, given: Parameters) -> Json:
    return {"short_description": telegram.descriptions.get(("short_description", _language(given)), "")}


def _get_chat(telegram: Telegram, given: Parameters) -> Json:
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}
    return telegram.chat(_chat_id(telegram, given)) | full


def _get_chat_member(telegram: Telegram, given: Parameters) -> Json:
    chat_id, user_id = _chat_id(telegram, given), given["user_id"]
    who = telegram.bot if user_id == telegram.bot["id"] else user(user_id)
    return member(who, telegram.members.get((chat_id, user_id), "administrator"))


def _get_chat_administrators(telegram: Telegram, given: Parameters) -> list[Json]:
    chat_id = _chat_id(telegram, given)
    if telegram.chat(chat_id)["type"] == "private":
        raise _bad("there are no administrators in the private chat")
    return [
        member(user(user_id), status)
        for (where, user_id), status in telegram.members.items()
        if where == chat_id and status in ("administrator", "creator")
    ]


def _get_file(telegram: Telegram, given: Parameters) -> Json:
    file_id = given["file_id"]
    if file_id not in telegram.files:
        raise _bad("invalid file_id", breaks_rules=False)
    size = len(telegram.files[file_id].content)
    return {
        "file_id": file_id,
        "file_unique_id": file_id,
        "file_size": size,
        "file_path": f"documents/{file_id}",
    }


def _send_chat_action(telegram: Telegram, given: Parameters) -> bool:
    _chat_id(telegram, given)
    if given["action"] not in _ACTIONS:
        raise _bad("wrong parameter action in request")
    return True


def _set_webhook(telegram: Telegram, given: Parameters) -> bool:
    if given["url"] and not given["url"].startswith("https://"):
        raise _bad("bad webhook: An HTTPS URL must be provided for webhook")
    _drop_pending(telegram, given)
    telegram.updates.allow(given.get("allowed_updates"))
    telegram.updates.end_polls()
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", given.get("secret_token", "")):
        raise _bad("secret token contains unallowed characters")
    telegram.webhook = given["url"]
    telegram.webhook_secret = given.get("secret_token", "")
    telegram.webhook_error = ""
    return True


def _delete_webhook(telegram: Telegram, given: Parameters) -> bool:
    _drop_pending(telegram, given)
    telegram.webhook = ""
    return True


def _get_webhook_info(telegram: Telegram, given: Parameters) -> Json:
    waiting = telegram.updates.waiting
    info: Json = {"url": telegram.webhook, "has_custom_certificate": False, "pending_update_count": waiting}
    if telegram.webhook_error:
        info |= {"last_error_date": telegram.webhook_error_at, "last_error_message": telegram.webhook_error}
    return info


def _log_out(telegram: Telegram, given: Parameters) -> bool:
    return True


ANSWERS: dict[str, Callable[[Telegram, Parameters], Any]] = {
    "getMe": _get_me,
    "sendMessage": _send_message,
    "sendDocument": _send_document,
    "sendPhoto": _send_photo,
    "editMessageText": _edit_message_text,
    "editMessageReplyMarkup": _edit_message_reply_markup,
    "deleteMessage": _delete_message,
    "answerCallbackQuery": _answer_callback_query,
    "setMyCommands": _set_my_commands,
    "deleteMyCommands": _delete_my_commands,
    "getMyCommands": _get_my_commands,
    "setMyDescription": _set_my_description,
    "setMyShortDescription": _set_my_short_description,
    "getMyDescription": _get_my_description,
    "getMyShortDescription": _get_my_short_description,
    "getChat": _get_chat,
    "getChatMember": _get_chat_member,
    "getChatAdministrators": _get_chat_administrators,
    "getFile": _get_file,
    "sendChatAction": _send_chat_action,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
    "getWebhookInfo": _get_webhook_info,
    "logOut": _log_out,
    "close": _log_out,
}
"""All but getUpdates, which waits and therefore belongs to the server."""

_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
)
_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
_ONE_ACTION = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def _bad(description: str, *, breaks_rules: bool = True) -> CallError:
    return CallError(400, f"Bad Request: {description}", breaks_rules=breaks_rules)


def _chat_id(telegram: Telegram, given: Parameters) -> int:
    chat_id = given.get("chat_id")
    if isinstance(chat_id, str):
        named = telegram.chat_named(chat_id)
        chat_id = named["id"] if named else 0
    if not isinstance(chat_id, int) or chat_id == 0:
        raise _bad("chat not found", breaks_rules=False)
    return chat_id


def _open_chat(telegram: Telegram, given: Parameters) -> int:
    """A chat that the bot may write to: nobody blocked it there or threw it out."""
    chat_id = _chat_id(telegram, given)
    if telegram.members.get((chat_id, telegram.bot["id"])) not in ("kicked", "left"):
        return chat_id
    kind = telegram.chat(chat_id)["type"]
    why = "blocked by the user" if kind == "private" else f"kicked from the {kind} chat"
    raise CallError(403, f"Forbidden: bot was {why}")


def _formatted(given: Parameters, name: str, limit: int) -> Formatted:
    """The limit counts code points, after the markup is read."""
    text = given.get(name, "")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise _bad("strings must be encoded in UTF-8")
    shown = trimmed(_read(text.translate(_CONTROLS), given.get("parse_mode", "")))
    if len(shown.text) > limit:
        raise _bad("message is too long" if name == "text" else "message caption is too long")
    if len(shown.entities) > ENTITY_LIMIT:
        raise _bad(f"ENTITIES_TOO_LONG: {len(shown.entities)} entities, {ENTITY_LIMIT} are allowed")
    return shown


_CONTROLS = {code: " " for code in range(32) if code not in (9, 10)} | {13: None}
"""Telegram shows control characters as spaces and drops carriage returns."""


def _read(text: str, parse_mode: str) -> Formatted:
    if not parse_mode:
        return Formatted(text)
    if parse_mode.lower() != "html":
        raise _bad(f"unsupported parse_mode {parse_mode!r}: the house writes HTML")
    try:
        return read(text)
    except HtmlError as error:
        raise _bad(f"can't parse entities: {error}") from error


def _markup(given: Parameters) -> Json:
    """reply_markup, after its inline keyboard was looked through."""
    markup: Json = given.get("reply_markup", {})
    buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
    if len(buttons) > BUTTON_LIMIT:
        raise _bad("reply markup is too long")
    for button in buttons:
        _check_button(button)
    return markup


def _check_button(button: Json) -> None:
    actions = [name for name in _ONE_ACTION if name in button]
    if len(actions) != 1:
        raise _bad(f"inline keyboard button {button['text']!r} must have one action, has {actions}")
    if not button["text"].strip():
        raise _bad("inline keyboard button text is empty")
    if not 1 <= len(button.get("callback_data", "x").encode()) <= DATA_LIMIT_BYTES:
        raise _bad(f"BUTTON_DATA_INVALID: {button['callback_data']!r}")
    if not 1 <= len(button.get("copy_text", {"text": "x"})["text"]) <= 256:
        raise _bad("BUTTON_COPY_TEXT_INVALID")
    if button.get("style", "primary") not in ("danger", "success", "primary"):
        raise _bad(f"invalid button style {button['style']!r} specified")
    url = button.get("url", "tg://x")
    if not re.match(r"(https?|tg)://", url) or not checked_link(url):
        raise _bad(f"inline keyboard button URL {url!r} is invalid: Wrong HTTP URL")


def _buttons(markup: Json) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        tuple(Button(b["text"], b.get("callback_data", ""), b.get("url", "")) for b in row)
        for row in markup.get("inline_keyboard", [])
    )


def _accept(telegram: Telegram, given: Parameters, shown: Formatted, html: str, document: Upload | None) -> Json:
    chat_id = _open_chat(telegram, given)
    markup = _markup(given)
    sent = Sent(
        chat_id=chat_id,
        message_id=telegram.new_message_id(),
        text=shown.text,
        html=html,
        entities=shown.entities,
        buttons=_buttons(markup),
        markup=markup,
        thread_id=given.get("message_thread_id"),
        reply_to=_replied(telegram, chat_id, given.get("reply_parameters", {})),
        silent=given.get("disable_notification", False),
        document=document,
        at=time.monotonic(),
    )
    telegram.sent.append(sent)
    return _keep(telegram, sent)


def _replied(telegram: Telegram, chat_id: int, reply: Json) -> int | None:
    message_id: int | None = reply.get("message_id")
    if message_id is None or (chat_id, message_id) in telegram.messages:
        return message_id
    if reply.get("allow_sending_without_reply", False):
        return None
    raise _bad("message to be replied not found", breaks_rules=False)


def _keep(telegram: Telegram, sent: Sent) -> Json:
    telegram.shown[sent.chat_id, sent.message_id] = sent
    return telegram.keep(_message(telegram, sent))


def _message(telegram: Telegram, sent: Sent) -> Json:
    message = {
        "message_id": sent.message_id,
        "from": telegram.bot,
        "chat": telegram.chat(sent.chat_id),
        "date": int(telegram.now()),
    }
    text, entities = ("caption", "caption_entities") if sent.document else ("text", "entities")
    optional: Json = {
        text: sent.text,
        entities: [entity.as_json() for entity in sent.entities],
        "message_thread_id": sent.thread_id,
        "is_topic_message": sent.thread_id is not None,
        **_attached(telegram, sent),
        "reply_markup": sent.markup if "inline_keyboard" in sent.markup else None,
        "reply_to_message": telegram.messages.get((sent.chat_id, sent.reply_to or 0)),
    }
    return message | {name: value for name, value in optional.items() if value}


def _attached(telegram: Telegram, sent: Sent) -> Json:
    """Return the file of a message: a picture in one size, or a document."""
    if sent.document is None:
        return {}
    file_id = f"file{sent.chat_id}_{sent.message_id}"
    telegram.files[file_id] = sent.document
    file = {"file_id": file_id, "file_unique_id": file_id}
    if sent.document.content.startswith(PNG):
        width, height = (int.from_bytes(sent.document.content[at : at + 4], "big") for at in (16, 20))
        return {"photo": [file | {"width": width, "height": height}]}
    return {"document": file | {"file_name": sent.document.file_name}}


def _own_message(telegram: Telegram, given: Parameters) -> Sent:
    key = (_chat_id(telegram, given), given.get("message_id", 0))
    if key in telegram.shown:
        return telegram.shown[key]
    known = key in telegram.messages
    raise _bad("message can't be edited" if known else "message to edit not found", breaks_rules=False)


def _show_edit(telegram: Telegram, before: Sent, after: Sent) -> Json:
    if (before.text, before.entities, before.markup) == (after.text, after.entities, after.markup):
        raise _bad(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message",
            breaks_rules=False,
        )
    telegram.edited.append(after)
    return _keep(telegram, after) | {"edit_date": int(telegram.now())}


def _menu(given: Parameters) -> tuple[str, str]:
    scope = given.get("scope", {"type": "default"})
    return json.dumps(scope, sort_keys=True), _language(given)


def _language(given: Parameters) -> str:
    code: str = given.get("language_code", "")
    if not re.fullmatch(r"(?:[a-z]{2})?", code):
        raise _bad(f"invalid language code {code!r} specified")
    return code


def _describe(telegram: Telegram, name: str, given: Parameters, limit: int) -> bool:
    text = given.get(name, "")
    if len(text) > limit:
        raise _bad(f"{name} is too long")
    telegram.descriptions[name, _language(given)] = text
    return True


def _drop_pending(telegram: Telegram, given: Parameters) -> None:
    if given.get("drop_pending_updates", False):
        telegram.updates.drop()
