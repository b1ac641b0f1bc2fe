"""Button payloads and their codec.

The data of a button holds a version, a topic and a payload, as JSON in at most 64 bytes:

    encode(Mute(watch=3), topic=12)     # '[2,12,["m",3]]'

The topic says which subscriber of a chat the button was made for, and Telegram says the chat of a press: a button acts
for that subscriber from wherever it is pressed, and nothing in its data can name another chat.

To add a button, declare its payload here with a new tag, and write its handler, decorated with ``@handles``, in the
module of bot/commands that owns the family. Never change a tag or a field: messages in chats keep their buttons for
years.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from types import GenericAlias
from typing import Annotated, Any, Literal

import msgspec

from watchers.model import Group

MAX_BYTES = 64
"""Limit of callback_data: https://core.telegram.org/bots/api#inlinekeyboardbutton"""

Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""A row ID, a watch's number or a page from 0: what SQLite can hold."""
Topic = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
"""A message_thread_id, or 0 for a chat without topics and for the general topic."""


PackId = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]{1,40}\Z")]


class Payload(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What a button asks for; each subclass is one kind of button."""


class Callback(msgspec.Struct, frozen=True):
    """The content of a button."""

    payload: Payload
    topic: int | None
    """None for a button of version 1, which does not contain it."""


# ---- alerts and watches ----------------------------------------------------------------------------


class Why(Payload, frozen=True, tag="y"):
    """Say why this alert was sent."""

    alert: Number


class NotMeant(Payload, frozen=True, tag="nm"):
    """Say that a name in this alert was not meant."""

    alert: Number


class NotMeantName(Payload, frozen=True, tag="nn"):
    """Say which name in this alert was not meant."""

    alert: Number
    name: Number
    """Its place among the names that matched."""


class RemoveCorrection(Payload, frozen=True, tag="nu"):
    """Let a phrase count again."""

    correction: Number


class Mute(Payload, frozen=True, tag="m"):
    """Stop the alerts of a watch."""

    watch: Number
    """The watch's number, here and in all payloads: 3 for W3."""


class Unmute(Payload, frozen=True, tag="u"):
    """Restart the alerts of a watch."""

    watch: Number


class Unwatch(Payload, frozen=True, tag="x"):
    """Remove a watch."""

    watch: Number


class Restore(Payload, frozen=True, tag="r"):
    """Put a removed watch back."""

    watch: Number


class WatchesPage(Payload, frozen=True, tag="p"):
    """Show a page of /watches."""

    page: Number


class OnlyWords(Payload, frozen=True, tag="o"):
    """Treat the names typed in a watch as plain words."""

    watch: Number


class UndoOnlyWords(Payload, frozen=True, tag="b"):
    """Treat them as names again."""

    watch: Number


class WatchSuggested(Payload, frozen=True, tag="ws"):
    """Watch a rule that an answer suggested."""

    rule: Number
    """The ID under which the rule is stored among the searches."""


class WithoutPart(Payload, frozen=True, tag="wo"):
    """Leave out one of the parts of a watch that must all appear."""

    watch: Number
    part: Number
    of: Number
    """How many parts the watch had; if it has fewer, the button was pressed before."""


class ReadAnew(Payload, frozen=True, tag="ra"):
    """Read a watch as its text would be read if it were typed today."""

    watch: Number


class KeepRules(Payload, frozen=True, tag="rk"):
    """Keep the watches as they are."""


class AddPack(Payload, frozen=True, tag="k"):
    """Watch all rules of a starter pack."""

    pack: PackId


class RemovePack(Payload, frozen=True, tag="kr"):
    """Remove the watches that a pack added, which are numbered one after another."""

    first: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 100)]
    count: Annotated[int, msgspec.Meta(ge=0, le=99)]


# ---- the first two minutes, and words without a command --------------------------------------------


class ShowTopics(Payload, frozen=True, tag="tp"):
    """Show the topics of the starter packs."""

    all: bool
    """Whether to show all of them, or the first six with the greeting."""


class ShowPack(Payload, frozen=True, tag="tk"):
    """Show the watches of a starter pack, which can be switched off before they are added."""

    pack: PackId
    off: Number
    """A bit for each watch that is switched off; bit 0 is the first."""


class WatchPack(Payload, frozen=True, tag="tw"):
    """Watch the rules of a starter pack that are not switched off."""

    pack: PackId
    off: Number


class WhyItem(Payload, frozen=True, tag="wi"):
    """Explain an item that was shown as an example, not sent as an alert."""

    item: Number


class ShowDraft(Payload, frozen=True, tag="ds"):
    """Show what is known about a typed rule that is not watched yet."""

    rule: Number
    """The ID under which it is stored among the searches, here and in the next two."""


class ChangeDraft(Payload, frozen=True, tag="dc"):
    """Say how to change a typed rule that is not watched yet."""

    rule: Number


class ShowFound(Payload, frozen=True, tag="df"):
    """Show the stored items that a typed rule matches."""

    rule: Number


class DropDraft(Payload, frozen=True, tag="dx"):
    """Do not watch what was typed."""


class WhyLink(Payload, frozen=True, tag="lw"):
    """Explain the item of a link that somebody sent."""

    link: Number
    """The ID under which it is stored among the searches, here and in the next."""


class AddLink(Payload, frozen=True, tag="la"):
    """Look for feeds at a link that somebody sent."""

    link: Number


class ShowHelp(Payload, frozen=True, tag="hp"):
    """Show the commands."""


# ---- buttons below an alert ------------------------------------------------------------------------

WatchNumber = Annotated[int, msgspec.Meta(ge=0, le=999_999_999)]
"""The number of a watch in a button with many fields; 0 for none."""
What = Literal["w", "s", "t"]
"""What is muted: a watch, the source of the alert, or its story."""
Hours = Literal[0, 1, 24, 168]
"""How long it is muted; 0 is until somebody unmutes it."""


class ShowMutes(Payload, frozen=True, tag="ma"):
    """Show what can be muted below an alert, in place of its buttons."""

    alert: Number


class ShowMuteTimes(Payload, frozen=True, tag="mw"):
    """Show for how long it can be muted, in place of the buttons of the alert."""

    alert: Number
    what: What
    watch: WatchNumber


class MuteFor(Payload, frozen=True, tag="mf"):
    """Mute it, and show the buttons of the alert again."""

    alert: Number
    what: What
    watch: WatchNumber
    hours: Hours


class EndMute(Payload, frozen=True, tag="me"):
    """Unmute it, and show the buttons of the alert again."""

    alert: Number
    what: What
    watch: WatchNumber


class ShowAlertButtons(Payload, frozen=True, tag="ab"):
    """Show the buttons of an alert again."""

    alert: Number


class NotForMe(Payload, frozen=True, tag="nf"):
    """Propose how a watch can leave out such an alert."""

    alert: Number
    watch: WatchNumber
    """0 for the only one that the alert names, or to ask which one."""


class Reword(Payload, frozen=True, tag="rw"):
    """Give a watch another text."""

    watch: Number
    rule: Number
    """The ID under which the text is stored among the searches."""


class KeepWatch(Payload, frozen=True, tag="kw"):
    """Keep a watch as it is."""

    watch: Number


class SaveItem(Payload, frozen=True, tag="sv"):
    """Save the item of an alert."""

    alert: Number


class ShowSaved(Payload, frozen=True, tag="sd"):
    """Show a page of the saved items."""

    page: Number


class RemoveSaved(Payload, frozen=True, tag="sx"):
    """Remove a saved item, and show the page it was on."""

    saved: Number
    page: Number


# ---- /watches with taps ----------------------------------------------------------------------------


class ShowWatch(Payload, frozen=True, tag="wv"):
    """Show one watch, with what it brings and what can be done with it."""

    watch: Number


class EditRule(Payload, frozen=True, tag="we"):
    """Ask for another rule of a watch."""

    watch: Number


class NameWatch(Payload, frozen=True, tag="wn"):
    """Ask for the name of a watch."""

    watch: Number


class ShowWatchMute(Payload, frozen=True, tag="wm"):
    """Show for how long a watch can be muted."""

    watch: Number


class MuteWatch(Payload, frozen=True, tag="wf"):
    """Mute a watch for a time, and show it."""

    watch: Number
    hours: Hours


class UnmuteWatch(Payload, frozen=True, tag="wu"):
    """Unmute a watch, and show it."""

    watch: Number


class TestWatch(Payload, frozen=True, tag="wt"):
    """Show what a watch would have matched in the last 30 days."""

    watch: Number


class ShareWatch(Payload, frozen=True, tag="wc"):
    """Show the link that copies a watch to another chat."""

    watch: Number


class SharePack(Payload, frozen=True, tag="pc"):
    """Show the link that shows a starter pack in another chat."""

    pack: PackId


class RemoveWatch(Payload, frozen=True, tag="wx"):
    """Remove a watch, with the way back to the others."""

    watch: Number


class PickWatches(Payload, frozen=True, tag="wq"):
    """Pick watches to remove."""

    start: Number
    """The first number on the page."""
    picked: Number
    """A bit for each watch that is picked; bit 0 is the one with the first number."""


class RemovePicked(Payload, frozen=True, tag="wr"):
    """Remove the picked watches."""

    start: Number
    picked: Number


class RestorePicked(Payload, frozen=True, tag="wb"):
    """Put them back."""

    start: Number
    picked: Number


class ShowUnfit(Payload, frozen=True, tag="wz"):
    """Show the watches that bring too much, and those that never brought anything."""


class HowToWatch(Payload, frozen=True, tag="wa"):
    """Say how to add a watch."""


class EndSilence(Payload, frozen=True, tag="mx"):
    """End the mute of a source or a story, and show the watches."""

    mute: Number


# ---- searches, aliases, settings -------------------------------------------------------------------


class Older(Payload, frozen=True, tag="older"):
    """Show the page of a search that follows an item."""

    search: Number
    item: Number


class Newer(Payload, frozen=True, tag="newer"):
    """Show the page of a search that precedes an item."""

    search: Number
    item: Number


class RemoveAlias(Payload, frozen=True, tag="t"):
    """Remove an alias of the chat."""

    alias: Number


class RestoreAlias(Payload, frozen=True, tag="n"):
    """Put a removed alias back."""

    alias: Number


class SetLanguage(Payload, frozen=True, tag="l"):
    """Speak another language in this chat."""

    language: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z-]{1,16}\Z")]


class Resume(Payload, frozen=True, tag="s"):
    """End a pause."""


class LetMembers(Payload, frozen=True, tag="lm"):
    """Let every member of a group change its watches, or only its administrators."""

    may: bool


class CopyWatches(Payload, frozen=True, tag="cc"):
    """Give a connected channel the watches of the private chat in which the button is."""

    channel: Number
    """The channel's ID without its minus sign."""


# ---- times and settings ----------------------------------------------------------------------------

Minute = Annotated[int, msgspec.Meta(ge=0, le=1439)]
"""Minutes after local midnight."""
Weekday = Annotated[int, msgspec.Meta(ge=0, le=6)]
"""0 is Monday."""
Mode = Literal["now", "hour", "day", "week"]


class ShowModes(Payload, frozen=True, tag="dw"):
    """Show when the alerts of a watch may be sent."""

    watch: Number


class SetMode(Payload, frozen=True, tag="dm"):
    """Set when the alerts of a watch are sent."""

    watch: Number
    """0 for all watches, and new ones."""
    every: Mode
    minute: Minute = 0
    weekday: Weekday = 0


class SetNewMode(Payload, frozen=True, tag="dn"):
    """Set when the alerts of new watches are sent."""

    every: Mode
    minute: Minute = 0
    weekday: Weekday = 0


class MakeInstant(Payload, frozen=True, tag="di"):
    """Send the alerts of a watch at once from now on; the message of the button stays as it is."""

    watch: Number


class ShowDigests(Payload, frozen=True, tag="dl"):
    """Show a page of the watches with their digests."""

    page: Number


class DigestPage(Payload, frozen=True, tag="dp"):
    """Show a page of a digest."""

    digest: Number
    page: Number


class ShowSettings(Payload, frozen=True, tag="st"):
    """Show the settings."""


class ShowSetting(Payload, frozen=True, tag="sr"):
    """Open one row of the settings."""

    setting: Literal["language", "zone", "quiet", "new", "sound"]


class ChooseLanguage(Payload, frozen=True, tag="sl"):
    """Speak another language in this chat, and show the settings in it."""

    language: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z-]{1,16}\Z")]


class SetZone(Payload, frozen=True, tag="sz"):
    """Show times in another time zone."""

    zone: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_+/-]{1,34}\Z")]


class ShareLocation(Payload, frozen=True, tag="sw"):
    """Offer a key that shares where the person is."""


class SetQuiet(Payload, frozen=True, tag="sq"):
    """Set the quiet hours, or end them."""

    mode: Literal["off", "hold", "silent", "urgent"]
    start: Minute
    stop: Minute


class SetSound(Payload, frozen=True, tag="ss"):
    """Set which alerts make a sound."""

    sound: Literal["all", "official", "none"]


class AskTimes(Payload, frozen=True, tag="ta"):
    """Ask when alerts should be sent."""


class ChooseTimes(Payload, frozen=True, tag="tc"):
    """Answer that question: at any time, not at night, or once a day."""

    choice: Literal["any", "night", "daily"]


# ---- deadlines -------------------------------------------------------------------------------------


class Remind(Payload, frozen=True, tag="yr"):
    """Remind of the deadlines in an alert."""

    alert: Number


class EndReminder(Payload, frozen=True, tag="yd"):
    """Remind no more of the deadlines of an item."""

    item: Number


class SnoozeReminder(Payload, frozen=True, tag="yz"):
    """Send the reminder of an item again in the afternoon."""

    item: Number


class RemindOfAll(Payload, frozen=True, tag="ya"):
    """Remind of all deadlines, or of none."""

    on: bool


class DeadlinesPage(Payload, frozen=True, tag="yp"):
    """Show a page of /deadlines."""

    page: Number


class CalendarFile(Payload, frozen=True, tag="yf"):
    """Send the deadlines of an item as a calendar file."""

    item: Number
    """0 for those of all items."""


class CalendarLink(Payload, frozen=True, tag="yl"):
    """Show the address of the calendar with all deadlines."""


# ---- sources ---------------------------------------------------------------------------------------


class ShowGroups(Payload, frozen=True, tag="g"):
    """Show all groups of sources."""


class ShowGroup(Payload, frozen=True, tag="go"):
    """Show a page of a group's sources."""

    group: Group | None
    """None for the sources of no group."""
    page: Number


class SwitchGroup(Payload, frozen=True, tag="gs"):
    """Subscribe to a group's sources, or unsubscribe."""

    group: Group | None
    on: bool
    inside: bool
    """Whether the button is below the group's own sources, rather than below all groups."""


class AddSource(Payload, frozen=True, tag="aa"):
    """Add a feed that was found."""

    offer: Number


class RemoveSource(Payload, frozen=True, tag="ad"):
    """Unsubscribe this chat from an added source."""

    addition: Number


class SourcesPage(Payload, frozen=True, tag="al"):
    """Show a page of the added sources."""

    page: Number


class ChooseGroup(Payload, frozen=True, tag="ac"):
    """Show the groups that an added source may join."""

    addition: Number


class PlaceSource(Payload, frozen=True, tag="ap"):
    """Put an added source into a group, or suggest that to the operators."""

    addition: Number
    group: Group


class DeclineGroup(Payload, frozen=True, tag="ak"):
    """Decline the group suggested for a source; for operators, as are the next four."""

    addition: Number


class ApproveSource(Payload, frozen=True, tag="ag"):
    """Let a source be added."""

    addition: Number


class RefuseSource(Payload, frozen=True, tag="ar"):
    """Remove a source for everyone."""

    addition: Number


class ApproveAll(Payload, frozen=True, tag="aga"):
    """Let all sources be added that a subscriber asked for."""

    subscriber: Number


class RefuseAll(Payload, frozen=True, tag="ara"):
    """Refuse all sources that a subscriber asked for."""

    subscriber: Number


# ---- personal data ---------------------------------------------------------------------------------


class ShowExport(Payload, frozen=True, tag="xe"):
    """Offer the files that a chat can take along."""


class ExportWatches(Payload, frozen=True, tag="xw"):
    """Send the watches and aliases as a text file."""


class ExportEvidence(Payload, frozen=True, tag="ye"):
    """Send what proves the alerts, as JSON or CSV."""

    as_json: bool


class ExportSources(Payload, frozen=True, tag="xs"):
    """Send the sources as OPML."""


class AskForget(Payload, frozen=True, tag="xa"):
    """Ask whether everything about the chat should be deleted."""


class ForgetChat(Payload, frozen=True, tag="xf"):
    """Delete everything about the chat."""

    asked_at: Number
    """When the question was asked, in seconds since 1970: an old answer must not delete what came later."""


class KeepChat(Payload, frozen=True, tag="xk"):
    """Delete nothing."""


# ---- operators -------------------------------------------------------------------------------------


class ShowAdmin(Payload, frozen=True, tag="oa"):
    """Show how the service is; for operators, as are all buttons below."""


class ShowIncidents(Payload, frozen=True, tag="oi"):
    """Show a page of the problems of sources."""

    page: Number


class ShowDeadLetters(Payload, frozen=True, tag="od"):
    """Show a page of the alerts that were given up."""

    page: Number


class RetryDead(Payload, frozen=True, tag="or"):
    """Queue a dead letter again."""

    alert: Number
    """0 for all of them, here and in the next."""


class DropDead(Payload, frozen=True, tag="ox"):
    """Drop a dead letter for good."""

    alert: Number


class HowToAnnounce(Payload, frozen=True, tag="oc"):
    """Say how to write to everybody."""


class Announce(Payload, frozen=True, tag="og"):
    """Send an announcement that was shown as a preview to everybody."""

    text: Number
    """The ID under which it is stored among the searches."""


class DropAnnouncement(Payload, frozen=True, tag="on"):
    """Send no announcement."""


class BackUp(Payload, frozen=True, tag="ob"):
    """Make a backup now."""


# ---- beyond alerts ---------------------------------------------------------------------------------


class ShowTrend(Payload, frozen=True, tag="tr"):
    """Draw the items by day of what was asked for."""

    asked: Number
    """The ID under which it is stored among the searches."""
    days: Literal[30, 90]
    dark: bool


class CompareTrends(Payload, frozen=True, tag="vs"):
    """Draw the items by day of what was asked for, and of a watch, in one picture."""

    asked: Number
    """The ID under which it is stored among the searches."""
    watch: Number
    days: Literal[30, 90]
    dark: bool


class SetSpike(Payload, frozen=True, tag="sk"):
    """Notify of the spikes of a watch, or not."""

    watch: Number
    times: Annotated[int, msgspec.Meta(ge=0, le=100)]
    """How many times its usual number a day it must have; 0 for no notices."""


class SetReview(Payload, frozen=True, tag="rv"):
    """Send a weekly review, or none."""

    on: bool


class RenewFeed(Payload, frozen=True, tag="fr"):
    """Give the feed of this chat's alerts another address."""


# ---- the codec -------------------------------------------------------------------------------------

KINDS: tuple[type[Payload], ...] = tuple(Payload.__subclasses__())
_ANY_KIND: Any = reduce(or_, KINDS)
_DECODER = msgspec.json.Decoder(GenericAlias(tuple, (Literal[2], Topic, _ANY_KIND)))


def encode(payload: Payload, topic: int) -> str:
    """Return the data of a button for the subscriber of a topic: ASCII, at most 64 bytes."""
    return msgspec.json.encode((2, topic, payload)).decode()


def decode(data: str) -> Callback | None:
    """Return the content of a button, or None for data that no version wrote."""
    if len(data) > MAX_BYTES or not data.isascii():
        return None
    try:
        if data.startswith("1:"):
            return Callback(_decode_version_1(data), None)
        _, topic, payload = _DECODER.decode(data)
    except msgspec.DecodeError:
        return None
    return Callback(payload, topic)


def _decode_version_1(data: str) -> Payload:
    """Read ``1:TAG:FIELD:FIELD``, which was written until 2026 and is not written anymore. Raises DecodeError."""
    tag, *texts = re.split("[:.]", data)[1:]
    fields: list[object] = [int(text) if re.fullmatch("[0-9]{1,18}", text) else text for text in texts]
    match tag, texts:
        case "go", ["none", _]:
            fields[0] = None
        case "gs", [group, ("00" | "01" | "10" | "11") as switches]:
            fields = [None if group == "none" else group, *(switch == "1" for switch in switches)]
        case (("g" | "s"), [""]):
            fields = []
    payload: Payload = msgspec.convert([tag, *fields], _ANY_KIND)
    return payload
