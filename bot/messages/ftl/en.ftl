# English. Every message exists in each language; tests hold that, and that each names the same variables.

and-join = { $left } and { $right }
or-join = { $left } or { $right }

## A rule in words
rule-tells = mentions { $what }
rule-excludes = { $what }, but not { $without }
rule-entity = <b>{ $name }</b> (any of its names)
rule-entity-also = <b>{ $name }</b> (any of its names, also { $also })
rule-understood = { $name } = { $meant }
rule-word = <b>{ $word }</b>
rule-phrase = exactly “<b>{ $phrase }</b>”
rule-capitals = <b>{ $word }</b> in capitals
rule-prefix = words that begin with <b>{ $start }</b>
rule-near = { $left } within { $distance } words of { $right }
rule-in-title = { $what } in the title
rule-source = source <b>{ $value }</b>
rule-lang = language <b>{ $value }</b>
rule-country = jurisdiction <b>{ $value }</b>
rule-heading = HS code <b>{ $value }</b> ({ $heading })
rule-code = { $kind } code <b>{ $value }</b>
rule-agency = agency <b>{ $value }</b>
rule-type = type <b>{ $value }</b>
rule-status = status <b>{ $value }</b>
rule-bracket = ({ $what })
rule-as-written = <code>{ $rule }</code>

## Commands, as /help and Telegram's menu show them
help-start = what this is
help-watch = watch something: /watch TSMC tariffs
help-watches = your watches
help-unwatch = stop one: /unwatch W1
help-packs = starter packs: a few watches for one subject at once
help-search = look among what is stored: /search TSMC
help-pause = hold all alerts
help-resume = let them flow again
help-why = why you were told of an item, or were not
help-alias = a name of your own: /alias TSMC 護國神山
help-sources = what I read, by groups to switch on and off
help-status = whether all of it is being read
help-addsource = add a feed: /addsource example.org
help-import = add the sources of an OPML file
help-export = your sources as an OPML file
help-help = this list

## /start and /help
start =
    <b>Tradewatch</b> tells you of trade policy soon after it is published: once, short, with the reason and the link.

    Say what you want to watch:
    <code>/watch TSMC tariffs</code>  both must appear
    <code>/watch TSMC, 台積電, Kumamoto</code>  any of them
    <code>/watch "export administration" -cotton</code>  exactly this, never with that

    A name finds all its names: TSMC is also 台積電 and 台湾積体電路製造.
start-again = Welcome back. You have { $watches ->
        [0] no watches yet
        [one] one watch
       *[other] { $watches } watches
    }, and { $healthy } of { $sources } sources answer.
help-title = <b>What you can say</b>
help-rules =
    <b>How a watch is written</b>
    space = and  ·  comma = or  ·  <code>-word</code> = not
    <code>"…"</code> exactly so  ·  <code>semicon*</code> begins so  ·  <code>( )</code> groups
    <code>title:tariff</code> only in the title  ·  <code>country:JP</code> <code>lang:ja</code>
    <code>@TSMC</code> the company under all its names
language-set = I speak English here from now on.

## /watch
watch-how =
    Say what to watch after the command, for example
    <code>/watch TSMC tariffs</code>
    <code>/watch 台積電 關稅</code>
watch-added = <b>{ $name }</b> is on: it { $rule }.
watch-found =
    { $count ->
        [0] Nothing of the last { $span } would have matched (items: { $looked }).
        [one] In the last { $span } it would have matched one item (of { $looked }):
       *[other] In the last { $span } it would have matched { $count } items (of { $looked }){ $pace }. The newest:
    }
watch-found-partly =
    { $count ->
        [0] I looked through the last { $span } only, as that took long: nothing would have matched (items: { $looked }).
        [one] I looked through the last { $span } only, as that took long: it would have matched one item (of { $looked }):
       *[other] I looked through the last { $span } only, as that took long: it would have matched { $count } items (of { $looked }){ $pace }. The newest:
    }
watch-pace = , about { $count } a day
watch-pace-rare = , less than one a day
watch-nothing-kept = No items are kept yet: the sources are being read for the first time.
watch-reworded = <b>{ $name }</b> is changed: it { $rule }.
only-word = Only the word “{ $word }”
only-words = Only these words
watch-already = You watch that already: <b>{ $name }</b> { $rule }.
watch-already-muted = You watch that already: <b>{ $name }</b> { $rule }. It is muted.
watch-limit = You have { $limit } watches, which is as many as one chat may have. Remove one with /unwatch first.
watch-paused = Alerts are paused in this chat. /resume lets them flow.
undo = Undo
unmute = Unmute

## /watches, /unwatch
watches-none = You have no watches yet. Try <code>/watch TSMC tariffs</code>.
watches-title = { $count ->
        [one] <b>Your watch</b>
       *[other] <b>Your { $count } watches</b>
    }
watches-page = Page { $page } of { $pages }
watches-muted = (muted)
unwatch-how = Which one? For example <code>/unwatch W1</code>. Your watches: /watches
unwatch-done = <b>{ $name }</b> is off: <code>{ $rule }</code>
unwatch-unknown = You have no watch { $name }. Your watches: /watches
restored = <b>{ $name }</b> is on again: <code>{ $rule }</code>
put-back = Put it back
muted = <b>{ $name }</b> is muted: <code>{ $rule }</code>
unmuted = <b>{ $name }</b> is heard again: <code>{ $rule }</code>
previous-page = ‹ Back
next-page = More ›

## /packs
packs-title =
    <b>Starter packs</b>
    Each makes a few watches for one subject. A button adds it; you can remove each watch later.
packs-pack = <b>{ $number }. { $name }</b> ({ $count ->
        [one] one watch
       *[other] { $count } watches
    })
    { $about }
pack-added = { $count ->
        [0] <b>{ $name }</b>: nothing was added.
        [one] <b>{ $name }</b>: one watch is on.
       *[other] <b>{ $name }</b>: { $count } watches are on.
    }
pack-already = You watch that already: { $watches }.
pack-left-out = { $count ->
        [one] One watch was left out: a chat may have { $limit }. Remove some with /unwatch first.
       *[other] { $count } watches were left out: a chat may have { $limit }. Remove some with /unwatch first.
    }
pack-undo = Undo removes all that was added; <code>/unwatch { $name }</code> removes one.
pack-removed = { $count ->
        [0] These watches were removed before. /packs adds them again.
        [one] One watch is off. /packs adds it again.
       *[other] { $count } watches are off. /packs adds them again.
    }

## /search
search-how =
    Say what to look for among the items that are stored, for example
    <code>/search TSMC tariffs</code>
search-found = <code>{ $rule }</code>: { $first }–{ $last } of { $count ->
        [one] one stored item
       *[other] { $count } stored items
    }
search-some = Stored items that match <code>{ $rule }</code>:
search-nothing = Nothing that is stored matches <code>{ $rule }</code>. To hear of it when it comes: <code>/watch { $rule }</code>
search-no-more = No more stored items match <code>{ $rule }</code>.
search-matched = 🔎 { $words }
search-reached = I have looked back to { $until } so far. The search goes on with the button.
still-indexing = ⏳ Still indexing stored items: { $percent } % done. Results may be incomplete.
search-older = Older ›
search-newer = ‹ Newer

## /pause, /resume
paused = Alerts are on hold. I go on watching, and /resume brings what you missed.
resume = Resume
resumed = Alerts flow again. { $held ->
        [0] Nothing came meanwhile.
        [one] One alert was held; it comes now.
       *[other] { $held } alerts were held; they come now.
    }
resumed-list = { $listed ->
        [one] One of them comes as a list.
       *[other] { $listed } of them come as one list.
    }
held-list = { $count ->
        [one] <b>One alert was held.</b>
       *[other] <b>{ $count } alerts were held.</b>
    }
flood-list = <b>{ $source }</b> published much at once: { $count ->
        [one] <b>one more item</b> matches.
       *[other] <b>{ $count } more items</b> match.
    }
list-watch = { $name } { $rule }: { $count }
list-watch-number = { $name }: { $count }
list-newest = The newest:

## An alert
alert-matched = 🔎 Matched: { $words } · { $watches }
alert-word-separator = {", "}
alert-untitled = (no title)
alert-seen = seen { $at }
button-why = Why?
button-mute = Mute { $name }
button-open = Open

## The facts of an official document, in an alert
fact-status = { $status ->
    [proposed] Proposed
    [investigation] Investigation
    [preliminary] Preliminary
    [final] Final
    [in-force] In force
    [suspended] Suspended
    [revoked] Revoked
    [guidance] Guidance
   *[other] { $status }
}
fact-type = { $type ->
    [rule] Rule
    [proposed-rule] Proposed rule
    [notice] Notice
    [presidential-document] Presidential document
    [executive-order] Executive order
    [proclamation] Proclamation
    [memorandum] Memorandum
    [determination] Determination
    [sps] SPS notification
    [tbt] TBT notification
   *[other] { $name }
}
fact-effective = Effective { $day }
fact-applicable = Applicable { $day }
fact-comments = Comments due { $day }
fact-hearing = Hearing { $day }
fact-expires = Expires { $day }
fact-days-left = { $days ->
    [0] (today)
    [one] (one day left)
   *[other] ({ $days } days left)
}
fact-from-text = (from the text)
fact-docket = Docket { $number }

## /why
why-how = Reply to an alert with /why, or send <code>/why LINK</code> with the item’s address.
why-told = You were told of <b>{ $title }</b> because:
why-reason = <b>{ $name }</b> <code>{ $rule }</code>
why-hit-title = “{ $text }” in the title, for { $term }
why-hit-body = “{ $text }” in the text, for { $term }
why-hit-fact = { $term }
why-seen = Seen { $at } from { $source }.
why-published = Published { $at }.
why-also = Seen from other sources too: { $sources }.
why-because = You were told of it because:
why-sent = Sent { $at }.
why-not-sent = { $state ->
        [held] Held: alerts are paused.
        [listed] It came in a list with others.
        [dropped] Its watch was removed or muted before it was sent.
        [dead] Telegram refused the message.
       *[other] It is waiting to be sent.
    }
why-not-told = It became no alert for you.
why-today = By today’s rules:
why-apart = Nothing of these stands in it: { $watches }
why-more = … and { $count } more.
why-withheld-newer = Not told: you made this watch after the item was seen.
why-withheld-muted = Not told: this watch is muted.
why-withheld-unreachable = Not told: this chat could not be reached.
why-withheld-changed = Not told: it did not match then; the watch, a name or the catalogue has changed since.
why-withheld-then = Not told: it matched then too, but the watch was muted or the chat could not be reached.
why-in-title = “{ $text }” in the title
why-in-body = “{ $text }” in the text
why-missing = missing: { $what }
why-not-in-title = not in the title: { $what }
why-only-in-text = { $what } must be in the title; there is only { $quoted }
why-excluded = excluded by { $quoted }, for { $what }
why-too-far = { $left } and { $right }: { $count } words between them, at most { $distance } allowed
why-not-together = { $left } and { $right } do not stand side by side in the title or in the text
why-other-fact = not { $what }; the item has { $values }
why-no-fact = not { $what }; the item tells none
why-closed = { $quoted } does not count for { $what }: { $reason }
why-closing-capitals = its capitals are other ones
why-closing-shouted = all around it is in capitals too, which therefore prove nothing
why-closing-context = the name has other meanings, and no word of its field stands in the item
why-closing-anti-context = “{ $beside }” in the same sentence speaks of something else
why-closing-longer = it is part of the longer name “{ $beside }”
why-closing-inside = it is part of “{ $beside }”, which means something else
why-closing-broken = a sentence ends or a bracket stands in the middle
why-baseline = It was there when its source was read for the first time; such items are never pushed.
why-matches-now = <b>{ $name }</b> <code>{ $rule }</code> matches it.
why-no-match = <b>{ $name }</b> <code>{ $rule }</code> does not match:
why-no-watches = You have no watches.
why-never-seen = None of the sources had an item with this link.
why-unknown-message = That message is no alert of mine.

## /alias
alias-how =
    <code>/alias TSMC 護國神山</code> gives TSMC a name of your own; the watches of this chat look for it at once.
    <code>/alias TSMC -護國神山</code> takes it back. Longer names: <code>/alias Samsung Electronics = the chip giant</code>
alias-title = <b>Names of your own in this chat</b>
alias-line = <b>{ $entity }</b>: { $names }
alias-given = <b>{ $name }</b> is a name of <b>{ $entity }</b> now, in this chat only.
alias-taken-back = <b>{ $name }</b> is a name of <b>{ $entity }</b> no longer.
alias-watches = Watches that this changes: { $watches }
alias-known = <b>{ $entity }</b> is known as { $names }.
alias-yours = Your own names for it: { $names }
alias-nearest = Names like it: { $names }
alias-gone = That name is gone, or is given to something else by now. Your names: /alias
alias-problem-unknown-entity = I know nothing called <b>{ $found }</b> that could have another name.
alias-problem-several-entities = <b>{ $found }</b> may be { $who }. Say which.
alias-problem-nothing-left = <b>{ $found }</b> has no letter or digit to look for.
alias-problem-too-short = <b>{ $found }</b> alone is too short for a name.
alias-problem-too-long = A name has at most 60 characters: <b>{ $found }</b>
alias-problem-broken = In <b>{ $found }</b> a stop or bracket stands in the middle, and no name is found across one.
alias-problem-its-name = <b>{ $found }</b> is a name of { $who } already; your watches find it.
alias-problem-others-name = <b>{ $found }</b> is a name of { $who }. Watch both instead.
alias-problem-your-other-name = You gave <b>{ $found }</b> to { $who }. Take it back first.
alias-problem-not-given = This chat has given no such name: <b>{ $found }</b>
alias-problem-too-many = This chat has { $found } names, which is as many as it may have. Take one back first.

## /sources
sources-none = There are no sources yet.
sources-title = { $count ->
        [one] <b>1 source</b>, { $healthy } well.
       *[other] <b>{ $count } sources</b>, { $healthy } of them well.
    }
sources-how = A press on a group switches it on or off for this chat. The arrow beside it shows its sources.
sources-button = { $group } · { $healthy } of { $count }
sources-open = ›
sources-group-on = <b>{ $group }</b>: on. { $healthy } of { $count ->
        [one] 1 source is well.
       *[other] { $count } sources are well.
    }
sources-group-off = <b>{ $group }</b>: off, so that nothing of it reaches this chat. { $healthy } of { $count ->
        [one] 1 source is well.
       *[other] { $count } sources are well.
    }
sources-switch-on = ✅ Switch on
sources-switch-off = ⬜ Switch off
sources-all-groups = ‹ All groups
group-none = Others

## How a source is doing
state-new = not read yet
state-answers = answers
state-fresh = published in the last { $span }
state-quiet = quiet for { $span }, as usual
state-silent = nothing new for { $span }
state-late = silent for { $span }, which is unusual
state-moved = has moved, and is read at its new address
state-merged = has moved to the address of another source, which is read instead
state-gone = gone since { $at }
state-blocked = blocked since { $at }: { $why }
state-failing = failing since { $at }: { $why }
problem-status = its server answers HTTP { $status }
problem-barred = it keeps robots out (HTTP { $status })
problem-missing = there is no such page (HTTP { $status })
problem-often = it wants to be asked less often (HTTP { $status })
problem-server = its server has trouble (HTTP { $status })
problem-address = its address is one that may not be read
problem-unreachable = the server cannot be reached
problem-certificate = its certificate cannot be trusted
problem-slow = the server does not answer in time
problem-large = it sends more than can be taken
problem-broken = its answer is broken
problem-html = a web page comes instead, perhaps to log in
problem-empty = there is nothing in it
problem-unreadable = it cannot be read

## Notices of a source
notice-dead = 🔴 <b>{ $source }</b> could not be read since { $at }: { $why }. I go on trying; what it publishes meanwhile comes when it is back.
notice-gone = 🔴 <b>{ $source }</b> says since { $at } that there is nothing any more at its address. I ask now and then whether it is back.
notice-late = 🟡 <b>{ $source }</b> answers, but has published nothing since { $at }, which is unusual.
notice-moved = 🟡 <b>{ $source }</b> has moved for good and is read at its new address: <code>{ $url }</code>. The configuration still has the old one.
notice-back = 🟢 <b>{ $source }</b> is well again; it was not since { $at }.

## /status
status-healthy = 📡 <b>{ $healthy } of { $count ->
        [one] 1 source is well
       *[other] { $count } sources are well
    }</b>
status-not-polled = None has been read yet.
status-polled = Read in the last { $hours } hours: { $count }. Last read: within the last { $last }.
status-seen = New items: { $today } today, { $count } in 24 hours.
status-silent = Silent at present: { $count }. The longest:
status-silent-usual = · { $source }: { $span }, as usual
status-silent-unknown = · { $source }: { $span }
status-silent-unusual = · { $source }: { $span }, which is unusual
status-chat = <b>This chat:</b> { $watches ->
        [0] no watches
        [one] one watch
       *[other] { $watches } watches
    }{ $count ->
        [0] {""}
       *[other] , { $count } of them muted
    }.
status-paused = Alerts are on hold: { $held } waiting. /resume brings them.
status-waiting = Alerts on their way: { $count }.
status-groups-off = Groups switched off: { $count }.
status-sources = Sources ›
status-operation = <b>Operation</b>
status-queue = Outbox: { $count } waiting.
status-queue-overdue = Outbox: { $count } waiting, the oldest since { $at }.
status-database = Database: { $size }
status-telegram = Telegram: answered within the last { $span }.
status-telegram-trouble = Telegram: { $why } (last heard of within the last { $span }).
status-telegram-never = Telegram: no sign of life yet.
status-troubled = Sources in trouble: { $count }

## /addsource
addsource-how = To add a feed, send the address of a page or of the feed itself: <code>/addsource example.org</code>
look-found = { $count ->
        [one] One feed behind { $address }:
       *[other] { $count } feeds behind { $address }:
    }
look-feed = <b>{ $number }. { $name }</b>  { $address }
look-facts = { $kind } · { $language } · { $count ->
        [0] no items at present
        [one] one item:
       *[other] { $count } items, the newest:
    }
look-no-language = language unknown
look-item = · { $title }
look-item-dated = · { $title }, { $date }
look-taken = You have this one already.
look-nothing = There is no feed behind { $address }.
look-refused = { $address } is no address that I may look at: it takes a public web address.
look-unreachable = Nobody answers at { $address }. Is it spelt right?
look-status = { $address } cannot be read (HTTP { $status }): there is no such page, or it keeps robots out.
look-server = The server of { $address } has trouble at the moment (HTTP { $status }). Try again later.
look-often = { $address } wants to be asked less often (HTTP { $status }). Try again later.
look-slow = { $address } took too long to answer. Try again later, or send the address of the feed itself.
look-large = What is at { $address } is too large for a feed.
look-broken = What is at { $address } cannot be read as a page or a feed.
look-hint = What often helps: send the page with the site’s news rather than its first page, or look there for a link called “RSS” or “Feed” and send that.
button-add = Add { $number }
button-remove = Remove
button-remove-number = Remove { $number }
button-others = For others, too …
button-only-here = Only here
button-added-here = Added here
source-added = <b>{ $name }</b> is added, for this chat alone. Its new items are checked against your watches from now on; what is in it already is not sent.
source-asked = <b>{ $name }</b> waits for the operator of this bot. You hear of it when that is decided.
source-already = You have <b>{ $name }</b> already.
source-waits = <b>{ $name }</b> is asked for already, and waits for the operator of this bot.
source-limit = { $limit ->
        [one] You have added one source, which is as many as a chat may. Remove it first: /addsource
       *[other] You have added { $limit } sources, which is as many as a chat may. Remove one first: /addsource
    }
source-limit-overall = { $limit ->
        [one] All chats together may add one source, and it is there.
       *[other] All chats together may add { $limit } sources, and so many are there.
    }
source-none-may = Sources cannot be added in this bot.
source-refused = <b>{ $name }</b> cannot be added: the operator of this bot does not want it.
source-dropped = <b>{ $name }</b> is removed from this chat.
source-gone = That source is not there any more. What you added: /addsource
added-none = Nothing was added in this chat yet.
added-title = { $count ->
        [one] <b>One source was added in this chat</b>
       *[other] <b>{ $count } sources were added in this chat</b>
    }
added-line = { $number }. <b>{ $name }</b>  { $host }
added-waiting = { $number }. <b>{ $name }</b>  { $host } (waits for the operator)

## Groups of sources
group-us = US, official
group-eu = EU, official
group-uk = UK, official
group-taiwan = Taiwan, official
group-japan = Japan, official
group-china = China, official
group-international = International bodies
group-press = Trade press
group-law = Law firms
group-logistics = Logistics
group-choose = Into which group shall <b>{ $name }</b> go? Everyone takes it then.
group-suggest = For which group do you suggest <b>{ $name }</b>? Where the operator agrees, everyone takes it; until then it stays in this chat.
group-suggested = <b>{ $name }</b> is suggested for “{ $group }”. Until the operator agrees, it stays in this chat.
group-placed = <b>{ $name }</b> is in “{ $group }” now, for everyone.
group-declined = <b>{ $name }</b> stays with those who added it.

## What operators are told and asked
operator-added = Chat <code>{ $chat }</code> added <b>{ $name }</b>
    { $address }
operator-asked = Chat <code>{ $chat }</code> asks for <b>{ $name }</b>
    { $address }
operator-list-added = { $count ->
        [one] Chat <code>{ $chat }</code> added one source from a list:
       *[other] Chat <code>{ $chat }</code> added { $count } sources from a list:
    }
operator-list-asked = { $count ->
        [one] Chat <code>{ $chat }</code> asks for one source from a list:
       *[other] Chat <code>{ $chat }</code> asks for { $count } sources from a list:
    }
operator-suggested = Chat <code>{ $chat }</code> suggests <b>{ $name }</b> for “{ $group }”
    { $address }
operator-undecided = { $count ->
        [one] <b>One source waits for you:</b>
       *[other] <b>{ $count } sources wait for you</b>, the first with the buttons:
    }
operators-only = Only an operator of this bot may do that.
button-approve = Approve
button-refuse = Refuse
button-approve-all = Approve all
button-refuse-all = Refuse all
button-remove-for-all = Remove for all
button-keep-apart = Not for all
decided-granted = <b>{ $name }</b> is approved.
decided-refused = <b>{ $name }</b> is refused: nobody takes it any more, and it cannot be added again.
decided-all-granted = { $count ->
        [one] One source is approved.
       *[other] { $count } sources are approved.
    }
decided-all-refused = { $count ->
        [one] One source is refused.
       *[other] { $count } sources are refused.
    }
told-granted = The operator approved <b>{ $name }</b>: it is read from now on.
told-refused = The operator of this bot does not want <b>{ $name }</b>: it is not read any more.

## /import, /export
import-how = Send me an OPML file, as your feed reader exports it. In a group, answer the file with /import.
import-done = { $count ->
        [0] From <b>{ $file }</b> nothing was taken.
        [one] From <b>{ $file }</b> one source was added, for this chat alone:
       *[other] From <b>{ $file }</b> { $count } sources were added, for this chat alone:
    }
import-waits = They wait for the operator of this bot.
import-more = { $count ->
        [one] · and one more
       *[other] · and { $count } more
    }
import-no-address = { $count ->
        [one] One entry has no address:
       *[other] { $count } entries have no address:
    }
import-bad-address = { $count ->
        [one] One entry has an address that I may not read:
       *[other] { $count } entries have an address that I may not read:
    }
import-twice = { $count ->
        [one] One entry is in the list twice:
       *[other] { $count } entries are in the list more than once:
    }
import-known = { $count ->
        [one] One you have already:
       *[other] { $count } you have already:
    }
import-over-limit = { $count ->
        [one] One was left out, since a chat may add { $limit } and the bot so many in all:
       *[other] { $count } were left out, since a chat may add { $limit } and the bot so many in all:
    }
import-refused = { $count ->
        [one] One the operator of this bot does not want:
       *[other] { $count } the operator of this bot does not want:
    }
import-unreadable = <b>{ $file }</b> is no OPML file that I can read.
import-unfetched = <b>{ $file }</b> could not be fetched. A list may have { $limit } MB at most; if it is smaller, send it again later.
export-done = { $count ->
        [one] The one feed of this chat.
       *[other] The { $count } feeds of this chat, for any feed reader.
    }

## What goes wrong
unknown-command = I do not know /{ $command }. /help lists what I know.
plain-text = To watch that, send <code>/watch { $words }</code>
old-button = This button is too old. Send the command again.
not-allowed = This bot is private. Its operator can let this chat in: { $chat }
went-wrong = That went wrong on our side, and is written down. Nothing of yours is lost; please try again.
trouble-full = The service has no room on its disk at the moment, so nothing could be saved. Please try again later.

rule-error = I cannot read that rule (column { $column }): { $problem }
rule-error-instead = Try: <code>{ $instead }</code>
rule-problem-empty = there is nothing to watch.
rule-problem-too-long = it is longer than 1,000 characters.
rule-problem-too-many-terms = it has more than 64 terms; make two watches of it.
rule-problem-too-deep = the brackets and exclusions stand more than 20 deep.
rule-problem-unbalanced-quote = the quotation mark <b>{ $found }</b> has no partner.
rule-problem-empty-quotes = there is nothing between the quotation marks.
rule-problem-unbalanced-bracket = the bracket <b>{ $found }</b> has no partner.
rule-problem-empty-brackets = there is nothing between the brackets.
rule-problem-dangling-operator = <b>{ $found }</b> needs a word beside it.
rule-problem-only-exclusions = it says only what must not appear, which would match nearly everything.
rule-problem-too-short = <b>{ $found }</b> alone is too short to watch.
rule-problem-prefix-too-short = <b>{ $found }</b> needs three letters or more before the *.
rule-problem-unknown-field = there is no field <b>{ $found }:</b>. Put it in quotation marks to mean the text itself.
rule-problem-bad-value = <b>{ $found }</b> cannot stand here.
rule-problem-unknown-entity = I know nothing called <b>{ $found }</b>.
rule-problem-unknown-source = no source has the id <b>{ $found }</b>.
rule-problem-nothing-left = <b>{ $found }</b> has no letter or digit to look for.

## Durations
span-minutes = { $count ->
        [one] minute
       *[other] { $count } minutes
    }
span-hours = { $count ->
        [one] hour
       *[other] { $count } hours
    }
span-days = { $count ->
        [one] day
       *[other] { $count } days
    }
