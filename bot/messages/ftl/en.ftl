# English. Every message exists in each language; tests hold that, and that each names the same variables.

or-join = { $left } or { $right }

## A rule in words
rule-understood = { $name } = { $meant }
rule-word = <b>{ $word }</b>
rule-near = { $left } within { $distance } words of { $right }
rule-in-title = { $what } in the title
rule-source = source <b>{ $value }</b>
rule-lang = language <b>{ $value }</b>
rule-country = jurisdiction <b>{ $value }</b>
rule-heading = HS code <b>{ $value }</b> ({ $heading })
rule-code = { $kind } code <b>{ $value }</b>
rule-docket = docket <b>{ $value }</b>
rule-case = case <b>{ $value }</b>
rule-agency = agency <b>{ $value }</b>
rule-type = type <b>{ $value }</b>
rule-status = status <b>{ $value }</b>
rule-bracket = ({ $what })
rule-as-written = <code>{ $rule }</code>

## A rule in one line, and what is not obvious about it
reading-and = { $left } and { $right }
reading-and-groups = { $left }, and { $right }
reading-or = { $left } or { $right }
reading-not = { $what }, not { $without }
reading-only = { $what } · only: { $facts }
reading-phrase = “<b>{ $phrase }</b>”
reading-names = <i>Names count in every language and script.</i>
reading-names-also = <i>Names count in every language and script, and as { $also }.</i>
note-or = “{ $found }” means that one of them is enough. The word itself: <code>{ $instead }</code>
note-and = “{ $found }” means that both must appear. The word itself: <code>{ $instead }</code>
note-not = “{ $found }” leaves out what follows. The word itself: <code>{ $instead }</code>
note-left-out = Left out: { $found }. The exact phrase: <code>{ $instead }</code>
note-left-out-only = Left out: { $found }.
note-misspelled = “{ $found }” looks like a misspelled name, so the name counts too. Only the word: <code>{ $instead }</code>
note-lines = Each entry of the list is one alternative. All of them: <code>{ $instead }</code>
note-split = “{ $found }” is split into its parts. The exact text: <code>{ $instead }</code>
note-together-only = “{ $found }” is read as one phrase.
note-any-case = “{ $found }” is read as a name. Only the word: <code>{ $instead }</code>
note-longer-name = With its capitals, <code>{ $instead }</code> is one name.
note-heading = { $found } counts as an HS code or beside a word of trade. Only the code: <code>{ $instead }</code>

## Commands, as /help and Telegram's menu show them
help-start = start here
help-watch = add a watch: /watch TSMC tariffs
help-watches = your watches
help-unwatch = delete a watch: /unwatch W1
help-packs = starter packs: a few watches for one subject
help-search = search the last 90 days: /search TSMC
help-pause = pause alerts
help-resume = resume alerts
help-why = why you got an alert, or did not
help-deadlines = deadlines ahead, with reminders
help-alias = your own names: /alias TSMC 護國神山
help-sources = sources, on or off
help-status = health of all sources
help-addsource = add a feed: /addsource example.org
help-import = add watches or sources from a file
help-export = your watches and sources as files
help-settings = language, time zone, quiet hours and more
help-channel = send alerts to a channel of yours
help-help = this list

## /start and /help
start =
    👋 <b>Tradewatch</b>: trade-policy alerts minutes after publication.
    <b>What do you follow?</b> Tap a topic, or type it: { $typed }
typed-words = <i>TSMC tariffs</i>
typed-command = <code>/watch TSMC tariffs</code>
start-again = Welcome back. You have { $watches ->
        [0] no watches yet
        [one] one watch
       *[other] { $watches } watches
    }; { $healthy } of { $sources } sources are OK.
help-title = <b>Commands</b>
help-rules =
    <b>How to write a watch</b>
    space = and · comma = or
    <code>-word</code> = not · <code>( )</code> groups
    <code>"…"</code> exact phrase
    <code>semicon*</code> starts with
    <code>title:tariff</code> only in the title
    <code>country:JP</code> · <code>lang:ja</code>
    <code>@TSMC</code> any name of the company

## /watch
watch-how =
    Type what to watch after the command, for example
    <code>/watch TSMC tariffs</code>
    <code>/watch 台積電 關稅</code>
watch-added = <b>{ $name }</b> saved: { $rule }
watch-found =
    { $count ->
        [0] No match in the last { $span } (items checked: { $looked }).
        [one] One match in the last { $span } (items checked: { $looked }):
       *[other] { $count } matches in the last { $span } (items checked: { $looked }){ $pace }. The newest:
    }
watch-found-partly =
    { $count ->
        [0] Checked the last { $span } only (search took too long): no match (items checked: { $looked }).
        [one] Checked the last { $span } only (search took too long): one match (items checked: { $looked }):
       *[other] Checked the last { $span } only (search took too long): { $count } matches (items checked: { $looked }){ $pace }. The newest:
    }
watch-pace = , about { $count } a day
watch-pace-rare = , less than one a day
watch-nothing-kept = Nothing stored yet: fetching the sources for the first time.
watch-blocked =
    ⚠️ What blocks it: { $part }. Without it: { $count ->
        [one] one match:
       *[other] { $count } matches, the newest:
    }
watch-nearly-all = ⚠️ It matches nearly everything: { $count } of { $looked } items.
button-without = ▶️ Without “{ $word }”
button-watch-rule = ▶️ { $rule }
watch-reworded = <b>{ $name }</b> changed: { $rule }
only-word = Only the word “{ $word }”
only-words = Only these words
watch-already = You already have that watch: <b>{ $name }</b>: { $rule }
watch-already-muted = You already have that watch: <b>{ $name }</b>: { $rule } (muted)
watch-limit = You have { $limit } watches, the most one chat may have. Delete one with /unwatch first.
watch-paused = Alerts are paused in this chat. /resume turns them on again.
undo = Undo
unmute = Unmute

## /watches, /unwatch
watches-none = You have no watches yet. Try <code>/watch TSMC tariffs</code>.
watches-title = { $count ->
        [one] <b>Your watch</b>
       *[other] <b>Your { $count } watches</b>
    }
watches-page = Page { $page } of { $pages }
unwatch-how = Which watch? For example <code>/unwatch W1</code>. Your watches: /watches
unwatch-unknown = You have no watch { $name }. Your watches: /watches
put-back = Restore
muted = <b>{ $name }</b> muted: { $rule }
unmuted = <b>{ $name }</b> unmuted: { $rule }
previous-page = ‹ Back
next-page = More ›

## /packs
pack-added = { $count ->
        [0] <b>{ $name }</b>: nothing was added.
        [one] ✅ <b>{ $name }</b>: one watch on
       *[other] ✅ <b>{ $name }</b>: { $count } watches on
    }
pack-already = You already have: { $watches }.
pack-left-out = { $count ->
        [one] One watch was not added: a chat may have { $limit }. Delete some with /unwatch first.
       *[other] { $count } watches were not added: a chat may have { $limit }. Delete some with /unwatch first.
    }
pack-calmed = ⚠️ { $watches }: more than 20 a day, so one daily digest at { $at }.
pack-removed = { $count ->
        [0] These watches were already deleted. /packs adds them again.
        [one] One watch deleted. /packs adds it again.
       *[other] { $count } watches deleted. /packs adds them again.
    }

## /search
search-how =
    Type what to search for in the stored items, for example
    <code>/search TSMC tariffs</code>
search-found = <code>{ $rule }</code>: { $places } of { $count } stored items
search-found-all = <code>{ $rule }</code>: { $count ->
        [one] one stored item
       *[other] { $count } stored items
    }
search-places = { $first }–{ $last }
search-some = Stored items that match <code>{ $rule }</code>:
search-nothing = No stored item matches <code>{ $rule }</code>. Get an alert when one appears?
search-no-more = No other stored item matches <code>{ $rule }</code>.
search-matched = 🔎 { $words }
search-switched-off = Also found in groups that this chat has switched off: { $groups }. /sources switches them on.
search-reached = Searched back to { $until }. Tap to go on.
still-indexing = ⏳ Still indexing stored items: { $percent } % done. Results may be incomplete.
search-older = Older ›
search-newer = ‹ Newer

## /pause, /resume
paused = Alerts paused. Matching goes on, and /resume sends what you missed.
resume = Resume
resumed = Alerts resumed; { $held ->
        [0] nothing was held.
        [one] one alert was held and comes now.
       *[other] { $held } alerts were held and come now.
    }
resumed-list = { $listed ->
        [one] One of them comes in a list.
       *[other] { $listed } of them come in one list.
    }
held-list = { $count ->
        [one] <b>One alert was held.</b>
       *[other] <b>{ $count } alerts were held.</b>
    }
flood-list = <b>{ $source }</b> published a large batch: { $count ->
        [one] <b>one more item</b> matches.
       *[other] <b>{ $count } more items</b> match.
    }
list-watch = { $name } { $rule }: { $count }
list-watch-number = { $name }: { $count }
list-newest = The newest:

## An alert
alert-word-separator = {", "}
alert-untitled = (no title)
alert-seen = seen { $at }
button-why = Why?
button-mute = 🔕 Mute ▾
button-open = Open ↗

## Facts of an official document, in an alert
fact-status = { $status ->
    [proposed] Proposed
    [investigation] Investigation
    [preliminary] Preliminary
    [final] Final
    [in-force] In force
    [suspended] Suspended
    [revoked] Revoked
    [blocked] Blocked by court
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
fact-final-rule = Final rule
fact-effective = Effective { $day }
fact-applicable = Applicable { $day }
fact-comments = Comments due { $day }
fact-hearing = Hearing { $day }
fact-expires = Expires { $day }
fact-days-left = { $days ->
    [0] {" "}(today)
    [one] {" "}(one day left)
   *[other] {" "}({ $days } days left)
}
fact-from-text = {" "}(from the text)
fact-docket = Docket { $number }

## /why
why-how = Tap <b>Why?</b> below an alert, or send <code>/why LINK</code> with the address of any item.
why-reason = <b>{ $name }</b> { $rule }
why-hit-title = “{ $text }” in the title, for { $term }
why-hit-body = “{ $text }” in the text, for { $term }
why-hit-fact = { $term }
why-seen = Seen { $at } from { $source }.
why-published = Published { $at }.
why-evidence = Original kept: { $size }, fetched { $at }, SHA-256 <code>{ $sha256 }</code>
why-also = Also seen from: { $sources }.
why-because = You got it because:
why-sent = Sent { $at }.
why-not-sent = { $state ->
        [held] Held: alerts are paused.
        [scheduled] It is waiting for the next digest.
        [quiet] It is held until the quiet hours end.
        [listed] It came in a list with others.
        [dropped] Its watch was deleted or muted before it was sent.
        [dead] Telegram refused the message.
       *[other] It is waiting to be sent.
    }
why-not-alerted = You were not alerted.
why-switched-off = This chat has switched off its group, <b>{ $group }</b>: its items bring no alerts. /sources switches it on.
why-today = By today’s rules:
why-apart = None of the terms of { $watches } appears in it.
why-more = … and { $count } more.
why-withheld-newer = Not sent: you added this watch after the item was seen.
why-withheld-muted = Not sent: this watch is muted.
why-withheld-unreachable = Not sent: this chat could not be reached.
why-withheld-switched-off = Not sent: its group is switched off here.
why-withheld-changed = Not sent: it did not match then; the watch, a name or the catalog has changed since.
why-withheld-then = Not sent: it matched then too, but the watch was muted or the chat could not be reached.
why-in-title = “{ $text }” in the title
why-in-body = “{ $text }” in the text
why-missing = missing: { $what }
why-not-in-title = not in the title: { $what }
why-only-in-text = { $what } must be in the title; found only { $quoted }
why-excluded = excluded by { $quoted }, for { $what }
why-too-far = { $left } and { $right }: { $count } words apart, at most { $distance } allowed
why-not-together = { $left } and { $right } are not next to each other in the title or in the text
why-other-fact = not { $what }; the item has { $values }
why-no-fact = not { $what }; the item gives none
why-closed = { $quoted } does not count for { $what }: { $reason }
why-closing-capitals = different capitals
why-closing-shouted = the whole line is in capitals
why-closing-context = the name has other meanings, and there is no related term in the item
why-closing-anti-context = “{ $beside }” in the same sentence points to another meaning
why-closing-longer = it is part of the longer name “{ $beside }”
why-closing-inside = it is part of “{ $beside }”, which means something else
why-closing-broken = a sentence ends or a bracket comes between its words
why-closing-border = other words run across it: it is not a separate word here
why-closing-other-office = the words before it make it another office
why-closing-likened = something else is called by that name here
why-closing-another-word = it is an ordinary word or another person here
why-closing-other-sense = the item as a whole points to another meaning
why-baseline = It was already there when its source was first read; such items are never sent.
why-matches-now = <b>{ $name }</b> { $rule } matches it.
why-evident = { $quoted } is read as <b>{ $name }</b> because of the words around it: { $words }
why-no-match = <b>{ $name }</b> { $rule } does not match:
why-no-watches = You have no watches.
why-never-seen = No source had an item with this link.
why-unknown-message = That message isn’t one of my alerts.

## /alias
alias-how =
    <code>/alias TSMC 護國神山</code> gives TSMC a name of your own; the watches of this chat look for it at once.
    <code>/alias TSMC -護國神山</code> takes it back. Longer names: <code>/alias Samsung Electronics = the chip giant</code>
alias-title = <b>Your own names in this chat</b>
alias-line = <b>{ $entity }</b>: { $names }
alias-given = <b>{ $name }</b> is now a name of <b>{ $entity }</b>, in this chat only.
alias-taken-back = In this chat, <b>{ $name }</b> is not a name of <b>{ $entity }</b> anymore.
alias-watches = Watches affected: { $watches }
alias-known = <b>{ $entity }</b> is known as { $names }.
alias-yours = Your own names for it: { $names }
alias-nearest = Similar names: { $names }
alias-gone = That name no longer exists, or now belongs to something else. Your names: /alias
alias-problem-unknown-entity = I don’t know <b>{ $found }</b>, so I can’t give it another name.
alias-problem-several-entities = <b>{ $found }</b> could mean { $who }. Give the full name.
alias-problem-nothing-left = <b>{ $found }</b> has no letter or digit to search for.
alias-problem-too-short = <b>{ $found }</b> is too short to be a name.
alias-problem-too-long = A name has at most 60 characters: <b>{ $found }</b>
alias-problem-broken = <b>{ $found }</b> contains a period or bracket; names are not found across one.
alias-problem-its-name = <b>{ $found }</b> is already a name of { $who }; your watches find it.
alias-problem-others-name = <b>{ $found }</b> is a name of { $who }. Watch both instead.
alias-problem-your-other-name = You gave <b>{ $found }</b> to { $who }. Remove it first.
alias-problem-not-given = No such name in this chat: <b>{ $found }</b>
alias-problem-too-many = This chat has { $found } names, the most it may have. Remove one first.

## /sources
sources-none = There are no sources yet.
sources-title = { $count ->
        [one] <b>1 source</b>, { $healthy } OK.
       *[other] <b>{ $count } sources</b>, { $healthy } OK.
    }
sources-how = Tap a group to switch it on or off here; tap › to see inside.
sources-button = { $group } · { $healthy } of { $count }
sources-open = ›
sources-group-on = <b>{ $group }</b>: on. { $healthy } of { $count ->
        [one] 1 source OK.
       *[other] { $count } sources OK.
    }
sources-group-off = <b>{ $group }</b>: off. Nothing from it reaches this chat. { $healthy } of { $count ->
        [one] 1 source OK.
       *[other] { $count } sources OK.
    }
sources-switch-on = ✅ Switch on
sources-switch-off = ⬜ Switch off
sources-all-groups = ‹ All groups
group-none = Others

## How a source is doing
state-new = not read yet
state-answers = OK
state-fresh = published in the last { $span }
state-quiet = nothing for { $span } (usual)
state-silent = nothing new for { $span }
state-late = nothing for { $span } (unusual)
state-moved = moved; read at its new address
state-merged = moved to the address of another source, which is read instead
state-gone = gone since { $at }
state-blocked = blocked since { $at }: { $why }
state-failing = failing since { $at }: { $why }
problem-status = the server answers HTTP { $status }
problem-barred = blocks automated readers (HTTP { $status })
problem-missing = no such page (HTTP { $status })
problem-often = asks us to poll less often (HTTP { $status })
problem-unchanging = answers “not modified” (HTTP { $status }) to everything, so nothing new can be seen
problem-server = server error (HTTP { $status })
problem-address = its address is not a public web address
problem-unreachable = the server cannot be reached
problem-certificate = its certificate cannot be trusted
problem-slow = the server does not answer in time
problem-large = the file is too large
problem-broken = the answer is damaged
problem-html = a web page instead of a feed, perhaps a login
problem-empty = the answer is empty
problem-unreadable = the content cannot be parsed

## Notices of a source
notice-dead = 🔴 <b>{ $source }</b> has been unreadable since { $at }: { $why }. I keep trying; what it publishes meanwhile comes when it is back.
notice-gone = 🔴 <b>{ $source }</b> says since { $at } that its address no longer exists. I check now and then whether it is back.
notice-late = 🟡 <b>{ $source }</b> answers, but has published nothing since { $at } (unusual).
notice-moved = 🟡 <b>{ $source }</b> has moved permanently and is read at its new address: <code>{ $url }</code>. The configuration still has the old one.
notice-back = 🟢 <b>{ $source }</b> is OK again, after trouble since { $at }.
notice-reread = Rules are now read as you mean them: <i>or</i>, <i>not</i> and the like are no longer words. Your watches keep the meaning that they had; typed today, these would mean something else:
notice-reread-watch = <b>{ $name }</b> <code>{ $typed }</code> is kept as <code>{ $kept }</code>
button-read-anew = { $name }: new reading
button-keep-rules = Keep all
rules-kept = Your watches stay as they are.

## /status
status-healthy = 📡 <b>{ $healthy } of { $count ->
        [one] 1 source OK
       *[other] { $count } sources OK
    }</b>
status-not-polled = None has been read yet.
status-polled = Read in the last { $hours } hours: { $count }. Last read: within the last { $last }.
status-checked = In { $days } days: checked { $count ->
        [one] once
       *[other] { $count } times
    }, { $changes ->
        [0] no changes
        [one] one change
       *[other] { $changes } changes
    }{ $unanswered ->
        [0] {""}
       *[other] , { $unanswered } without an answer
    }.
status-seen = New items: { $today } today, { $count } in 24 hours.
status-silent = Sources with nothing new: { $count }. The longest:
status-silent-usual = · { $source }: { $span } (usual{ $count ->
        [0] {""}
       *[other] , checked { $count }×
    })
status-silent-unknown = · { $source }: { $span }{ $count ->
        [0] {""}
       *[other] {" "}(checked { $count }×)
    }
status-silent-unusual = · { $source }: { $span } (unusual{ $count ->
        [0] {""}
       *[other] , checked { $count }×
    })
status-chat = <b>This chat:</b> { $watches ->
        [0] no watches
        [one] one watch
       *[other] { $watches } watches
    }{ $count ->
        [0] {""}
       *[other] , { $count } of them muted
    }.
status-paused = Alerts paused{ $held ->
        [0] {""}
       *[other] : { $held } held
    }. /resume turns them on again.
status-waiting = Alerts being sent: { $count }.
status-scheduled = Waiting for the next digest: { $count }.
status-quiet = Held until the quiet hours end: { $count }.
status-groups-off = Groups switched off: { $count }.
status-sources = Sources ›
status-operation = <b>System</b>
status-queue = Outbox: { $count } waiting.
status-queue-overdue = Outbox: { $count } waiting, the oldest since { $at }.
status-database = Database: { $size }
status-telegram = Telegram: last answer within the last { $span }.
status-telegram-trouble = Telegram: { $why } (last contact within the last { $span }).
status-telegram-never = Telegram: no contact yet.
status-troubled = Sources in trouble: { $count }

## /addsource
addsource-how = To add a feed, send the address of a page or of the feed itself: <code>/addsource example.org</code>
look-found = { $count ->
        [one] One feed at { $address }:
       *[other] { $count } feeds at { $address }:
    }
look-feed = <b>{ $number }. { $name }</b>  { $address }
look-facts = { $kind } · { $language } · { $count ->
        [0] no items now
        [one] one item:
       *[other] { $count } items, the newest:
    }
look-no-language = language unknown
look-item = · { $title }
look-item-dated = · { $title }, { $date }
look-taken = You already have this one.
look-nothing = No feed found at { $address }.
look-refused = I can’t open { $address }. Send a public web address (https://…).
look-unreachable = { $address } doesn’t answer. Check the spelling.
look-status = I can’t read { $address } (HTTP { $status }): there is no such page, or it blocks automated readers.
look-server = The server of { $address } has an error (HTTP { $status }). Try again later.
look-often = { $address } asks us to poll less often (HTTP { $status }). Try again later.
look-slow = { $address } took too long to answer. Try again later, or send the address of the feed itself.
look-large = { $address } is too large for a feed.
look-broken = { $address } is not a page or feed that I can read.
look-hint = What often helps: send the site’s news page rather than its home page, or look there for a link called “RSS” or “Feed” and send that.
button-add = Add { $number }
button-remove = Remove
button-remove-number = Remove { $number }
button-others = Share with everyone …
button-only-here = Only here
button-added-here = Added here
source-added = <b>{ $name }</b> added, for this chat only. Its new items are checked against your watches from now on; items already in it are not sent.
source-asked = <b>{ $name }</b> is awaiting approval; I’ll tell you the decision.
source-already = You already have <b>{ $name }</b>.
source-waits = <b>{ $name }</b> is already awaiting approval.
source-limit = { $limit ->
        [one] You have added one source, the most a chat may add. Remove it first: /addsource
       *[other] You have added { $limit } sources, the most a chat may add. Remove one first: /addsource
    }
source-limit-overall = { $limit ->
        [one] All chats together may add one source, and that limit is reached.
       *[other] All chats together may add { $limit } sources, and that limit is reached.
    }
source-none-may = Sources cannot be added to this bot.
source-refused = <b>{ $name }</b> cannot be added: the operator of this bot rejected it.
source-dropped = <b>{ $name }</b> removed from this chat.
source-gone = That source no longer exists. Sources added here: /addsource
added-none = No sources have been added in this chat yet.
added-title = { $count ->
        [one] <b>One source was added in this chat</b>
       *[other] <b>{ $count } sources were added in this chat</b>
    }
added-line = { $number }. <b>{ $name }</b>  { $host }
added-waiting = { $number }. <b>{ $name }</b>  { $host } (awaiting approval)

## Groups of sources
group-us = US, official
group-eu = EU, official
group-uk = UK, official
group-taiwan = Taiwan, official
group-japan = Japan, official
group-china = China, official
group-korea = South Korea, official
group-india = India, official
group-canada = Canada, official
group-mexico = Mexico, official
group-international = International bodies
group-press = Trade press
group-law = Law firms
group-logistics = Logistics
group-choose = Which group should <b>{ $name }</b> go into? Everyone who has the group on gets it.
group-suggest = Which group do you suggest for <b>{ $name }</b>? If the operator approves, everyone gets it; until then it stays in this chat.
group-suggested = <b>{ $name }</b> suggested for “{ $group }”. Until the operator approves, it stays in this chat.
group-placed = <b>{ $name }</b> is now in “{ $group }”, for everyone.
group-declined = <b>{ $name }</b> stays in the chats that added it.

## Messages to operators
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
        [one] <b>One source awaits your approval:</b>
       *[other] <b>{ $count } sources await your approval.</b> The buttons decide the first:
    }
operators-only = Only an operator of this bot can do that.
button-approve = Approve
button-refuse = Reject
button-approve-all = Approve all
button-refuse-all = Reject all
button-remove-for-all = Remove for all
button-keep-apart = Don’t share
decided-granted = <b>{ $name }</b> approved.
decided-refused = <b>{ $name }</b> rejected: no chat gets it anymore, and it cannot be added again.
decided-all-granted = { $count ->
        [one] One source approved.
       *[other] { $count } sources approved.
    }
decided-all-refused = { $count ->
        [one] One source rejected.
       *[other] { $count } sources rejected.
    }
addition-approved = The operator approved <b>{ $name }</b>: it is read from now on.
addition-rejected = The operator of this bot rejected <b>{ $name }</b>: it is no longer read.

## /import, /export
import-how =
    Send a file of watches from /export, or an OPML file from your feed reader.
    In a group, reply to the file with /import.
    Or write watches after /import, one a line.
import-done = { $count ->
        [0] No source was added from <b>{ $file }</b>.
        [one] One source was added from <b>{ $file }</b>, for this chat only:
       *[other] { $count } sources were added from <b>{ $file }</b>, for this chat only:
    }
import-waits = They are awaiting approval by the operator of this bot.
import-more = { $count ->
        [one] · and one more
       *[other] · and { $count } more
    }
import-no-address = { $count ->
        [one] One entry has no address:
       *[other] { $count } entries have no address:
    }
import-bad-address = { $count ->
        [one] One entry has no public web address:
       *[other] { $count } entries have no public web address:
    }
import-twice = { $count ->
        [one] One entry is in the file twice:
       *[other] { $count } entries are in the file more than once:
    }
import-known = { $count ->
        [one] You already have one:
       *[other] You already have { $count }:
    }
import-over-limit = { $count ->
        [one] One is over the limit ({ $limit } for a chat, and a total for the bot):
       *[other] { $count } are over the limit ({ $limit } for a chat, and a total for the bot):
    }
import-refused = { $count ->
        [one] The operator of this bot rejected one:
       *[other] The operator of this bot rejected { $count }:
    }
import-unreadable = <b>{ $file }</b> is neither an OPML file nor a file of watches that I can read.
import-plain = <b>{ $file }</b> is not a file from /export. To add each of its lines as a watch, reply to it with /import.
import-unfetched = I couldn’t download <b>{ $file }</b>. The limit is { $limit } MB; if the file is smaller, send it again later.
export-done = { $count ->
        [0] No feeds: this chat has switched off all groups with feeds.
        [one] The one feed of this chat.
       *[other] The { $count } feeds of this chat, for any feed reader.
    }

## What goes wrong
unknown-command = No such command: /{ $command }. See /help.
unknown-command-near = No such command: /{ $command }. Did you mean { $instead }?
old-button = This button is too old. Send the command again.
not-allowed = This bot is private. Its operator can give this chat access: { $chat }
went-wrong = Something went wrong on our side (logged). Nothing is lost; please try again.
trouble-full = The service is out of disk space, so nothing could be saved. Please try again later.

rule-error = Problem at character { $column }: { $problem }
rule-error-instead = Try: <code>{ $instead }</code>
rule-problem-empty = there is nothing to watch.
rule-problem-too-long = it is longer than 1,000 characters.
rule-problem-too-many-terms = it has more than 64 terms; make two watches of it.
rule-problem-too-deep = brackets and exclusions are nested more than 20 deep.
rule-problem-unbalanced-quote = the quotation mark <b>{ $found }</b> is not closed.
rule-problem-empty-quotes = there is nothing between the quotation marks.
rule-problem-unbalanced-bracket = the bracket <b>{ $found }</b> has no partner.
rule-problem-empty-brackets = there is nothing between the brackets.
rule-problem-dangling-operator = <b>{ $found }</b> needs a term next to it.
rule-problem-ambiguous-minus = <b>{ $found }</b> may leave out what follows it, or be a dash. Which one?
rule-problem-only-exclusions = exclusions alone would match nearly everything.
rule-problem-too-short = <b>{ $found }</b> alone is too short to watch.
rule-problem-prefix-too-short = <b>{ $found }</b> needs three letters or more before the *.
rule-problem-unknown-field = there is no field <b>{ $found }:</b>. Put it in quotation marks to search for the text itself.
rule-problem-bad-value = “<b>{ $found }</b>” isn’t a valid value here.
rule-problem-unknown-entity = I don’t know <b>{ $found }</b>.
rule-problem-unknown-source = no source has the id <b>{ $found }</b>.
rule-problem-nothing-left = <b>{ $found }</b> has no letter or digit to search for.
rule-problem-only-function-words = <b>{ $found }</b> and its like say nothing on their own.

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

## The status page
page-title = Tradewatch status
page-working = The service is working.
page-disturbed = Something is not working; alerts may be late.
page-languages = Languages
page-coverage = Coverage
page-delivery = Delivery
page-queue-empty = No alert is waiting to be sent.
page-queue = { $count ->
        [one] One alert is waiting to be sent, since { $at }.
       *[other] { $count } alerts are waiting to be sent, the oldest since { $at }.
    }
page-lag-published = Published to sent, last 24 hours: half of { $count ->
        [one] 1 alert
       *[other] { $count } alerts
    } within { $median }, 95% within { $most }.
page-lag-fetched = Fetched to sent, last 24 hours: half of { $count ->
        [one] 1 alert
       *[other] { $count } alerts
    } within { $median }, 95% within { $most }.
page-lag-none = No alert was sent in the last 24 hours.
page-seconds = { $span } s
page-minutes = { $span } min
page-hours = { $span } h
page-days = { $span } d
page-alerts = Alerts per day
page-chart = Alerts sent per day in the last 30 days: { $count } in all, at most { $most } in a day.
page-table = The same as a table
page-day = Day
page-count = Alerts sent
page-incidents = Incidents
page-incidents-none = No incidents.
page-incident-dead = cannot be read
page-incident-gone = no longer exists
page-incident-late = silent for unusually long
page-incident-moved = has moved permanently
page-sources = Sources
page-source = Source
page-state = State
page-last-item = Last item
page-what = What
page-since = Since
page-unknown = unknown
page-level-well = OK
page-level-check = Check
page-level-failing = Failing
page-level-new = New
page-system = System
page-system-parts = Parts of the service
page-part = Part
page-heartbeat = Last sign of life
page-part-problem = Problem
page-no-problem = none
page-dead = Alerts given up: { $count }
page-as-of = As of { $at }. All times are in UTC.

## Delivery
commands-refused = { $count ->
    [one] One command was not carried out: at most { $limit } can wait at a time. Please send it again.
   *[other] { $count } commands were not carried out: at most { $limit } can wait at a time. Please send them again.
  }
alert-ambiguous = ⚠️ This may be a repeat: it is not certain whether it was sent before.
notice-missing = ⚠️ An alert may not have arrived: { $title }
notice-missing-list = ⚠️ A list of alerts may not have arrived. /search shows what was found.

## Rights, /settings and /channel
admins-only = Only admins may change this group’s watches and settings.
admins-unknown = I could not check whether you are an admin here. Please try again in a minute.
changed-by = <i>by { $name }</i>
changed-by-admin = <i>by an admin</i>
settings-to-open = Let everyone
settings-to-admins = Only admins
channel-how = Choose a channel of yours. I will be added to it as an admin who may post, and send alerts there.
channel-choose = Choose a channel
channel-private = Send me /channel in our private chat.
channel-connected = 📣 The channel is connected. Copy your watches to it, and their alerts arrive there.
channel-copy = Copy my watches to it
channel-copied = { $count ->
    [0] The channel has these watches already.
    [one] One watch was copied to the channel.
   *[other] { $count } watches were copied to the channel.
  }
channel-not-yours = I could not see that you are an admin of that channel, so nothing was changed.

## Stories
alert-also = also { $sources }
alert-abstract = 🤖 <i>By a machine, not checked by a person:</i> { $text }
alert-now-official = 🏛 <b>Now official</b>
why-joined = The same story: shown with the alert for { $watches } of { $at }.

## Edits of sent alerts
edit-corrected = ✎ corrected { $at }
edit-updated = ✎ updated { $at }

## Lists
list-change = 📋 <b>{ $source }</b>: { $tally }
list-tally-added = { $count } added
list-tally-removed = { $count } removed
list-tally-changed = { $count } changed
list-you-watch = { $count ->
    [one] You watch one of these:
   *[other] You watch { $count } of these:
  }
list-entry-added = ➕ { $name } added
list-entry-removed = ➖ { $name } removed
list-entry-changed = ✏️ { $name } changed: { $parts }
list-part-name = name
list-part-aliases = aliases
list-part-addresses = addresses
list-part-programs = programs
list-part-rates = duty
list-rate = { "    " }Duty: <b>{ $rate }</b>
list-effective = { "    " }Effective { $day } · { $seen }
list-why = { "    " }🔎 { $words } · { $watches }
list-more = { $count ->
    [one] and one more entry that you watch; /search shows it
   *[other] and { $count } more entries that you watch; /search shows them
  }
list-others = Others: { $names }
list-others-more = Others: { $names } and { $count } more
list-other-added = ➕ { $name }
list-other-removed = ➖ { $name }
list-other-changed = ✏️ { $name }
notice-held = 🟡 <b>{ $source }</b> was replaced as a whole (seen { $at }): most of its entries are new, changed or gone. Nothing of it was stored and nobody was alerted. Look at the list; if it is right, <code>tradewatch lists approve</code> and its ID take it over.
held-title = 🟡 <b>{ $list }</b> was replaced as a whole (seen { $at }). Nothing of it was stored and nobody was alerted.
held-counts = Before: { $before ->
        [one] 1 entry
       *[other] { $before } entries
    }. Now: { $entries }. { $added } added, { $removed } removed, { $changed } changed.
held-how =
    If the list is right, approve it: the next poll takes it over, and alerts only of names that were not on it before. The command <code>tradewatch lists approve { $id }</code> approves too.
    If it is wrong, keep holding: each next version is compared with the stored one.
held-entries = 📋 <b>{ $list }</b>, as it waits for your approval:
held-more = … and { $count } more
held-superseded = 🟡 <b>{ $list }</b> has changed since this message: another version is held now, and nothing was approved.
held-approved = ✅ <b>{ $list }</b> is approved: it is polled at once and taken over.
held-kept = 🟡 <b>{ $list }</b> stays held. Each next version is compared with the stored one.
held-over = This list waits for no approval anymore.
held-approve = ✅ Approve
held-keep = Keep holding
held-show = 🔎 Show entries
problem-republished = the list was replaced as a whole, and an operator must approve it
page-incident-held = list waits for approval

## Not what I meant
button-not-meant = Not what I meant
button-not-meant-name = { $name }
button-remove-correction = Count “{ $name }” again
not-meant-which = Which name did you not mean?
not-meant-added = From now on, “{ $name }” doesn’t count as <b>{ $entity }</b> in this chat.
not-meant-count = { $count ->
    [0] Nothing in the last 30 days has these words.
    [one] In the last 30 days, this would have left out one item.
   *[other] In the last 30 days, this would have left out { $count } items.
}
not-meant-list-how = All of them: <code>/alias -</code>
not-meant-removed = “{ $name }” counts as <b>{ $entity }</b> again.
not-meant-title = <b>What doesn’t count in this chat</b>
not-meant-none = Everything counts in this chat. <i>Not what I meant</i>, under <i>Not for me</i> below an alert, changes that.
not-meant-line = “{ $name }” is not <b>{ $entity }</b>.
not-meant-alone = I can’t tell from this alert what you did mean: no name in it has a word beside it. Exclude a word instead: <code>/watch Apple -growers</code>
not-meant-too-many = This chat has 100 corrections, the most it may have. Remove one first: <code>/alias -</code>
not-meant-gone = That correction no longer exists.

## The first two minutes
start-group =
    👋 I post trade-policy alerts here. Admins: <code>/watch TSMC tariffs</code>, or tap <b>Topics</b>.
    Only admins may change watches.
topics = <b>{ $count } topics.</b> Tap one, or type your own: { $typed }
button-all-topics = All { $count } topics ›
button-topics = Topics
button-back-to-topics = ‹ Topics
button-my-watches = My watches
button-help = Help
topic-count = { $count ->
        [0] no watch chosen
        [one] one watch
       *[other] { $count } watches
    }
topic-pace = { $count ->
        [one] about one alert a day
       *[other] about { $count } alerts a day
    }
topic-pace-rare = less than one alert a day
topic-newest = Newest: { $title } · { $age }
topic-nothing = Nothing in the last 30 days.
topic-sample = Sample headline: { $title }
button-watch-these = ▶️ Watch { $count ->
        [one] this one
       *[other] these { $count }
    }
example-of = <i>Example from { $at }</i>
example-sample = <i>Sample: this is how an alert looks</i>
age-minutes = { $count } min ago
age-hours = { $count } h ago
age-days = { $count } d ago

## Words without a command
draft = <b>Watch this?</b> { $rule }
draft-many = ⚠️ About { $count } a day. As one daily digest?
button-all-at-once = ⚡ All, at once
button-narrow = ➕ { $word } · { $count } a day
draft-change = Send the words as you want them. To copy, tap: <code>{ $rule }</code>
draft-dropped = Not watched. Type something else, or:
button-watch = ▶️ Watch
button-as-typed = As typed
button-change = ✏️ Change
button-found = 🔎 All { $count }
button-drop = ✖️
link = What about this link?
link-no-topic = The link does not say what it is about. Type what to follow, for example <i>TSMC tariffs</i>, or:
button-why-link = Why did I get it, or not?
button-link-topic = ▶️ Watch its topic
button-add-link = Add it as a source
talk-how = Type what to follow, for example <i>TSMC tariffs</i>, or:
talk-text-only = I read text only. Type what to follow, for example <i>TSMC tariffs</i>, or:
edited-command = I don’t carry out a command again after it was edited. Please send it as a new message.

## Profile of the bot
profile-description = Trade-policy alerts minutes after publication: tariffs, export controls, sanctions, antidumping. { $count } official and press sources in English, 中文, 日本語. One watch finds TSMC, 台積電 and 台湾積体電路製造. Every alert says why. Tap START.
profile-short = Trade-policy alerts: tariffs, export controls, sanctions — EN 中文 日本語

## Times and settings
help-language = language: English, 中文, 日本語
help-timezone = time zone: /timezone Taipei
help-quiet = quiet hours: /quiet 22-7
help-digest = alerts at once, hourly, daily or weekly
settings-title = ⚙️ <b>Settings</b> of this chat
settings-language = 🌐 Language: <b>{ $language }</b>
settings-zone = 🕗 Time zone: <b>{ $zone }</b>
settings-quiet = 🌙 Quiet hours: <b>{ $quiet }</b>
settings-new = 🌅 New watches: <b>{ $timing }</b>
settings-sound = 🔔 Sound: <b>{ $sound }</b>
settings-sources = 📣 Sources: <b>{ $count } of { $all } on</b>
settings-admins = 👥 Who may change: <b>only admins</b>
settings-open = 👥 Who may change: <b>everyone</b>
button-settings = ⚙️ Settings
button-language = 🌐 Language
button-zone = 🕗 Time zone
button-quiet = 🌙 Quiet hours
button-new = 🌅 New watches
button-sound = 🔔 Sound
button-sources = 📣 Sources
button-digests = 🗞 Digests
button-times = 🔔 When to send
language-set = Language: English.
language-ask = 🌐 Which language?
zone-now = { $zone }, now { $at }
zone-offset-now = { $zone } ({ $offset }), now { $at }
zone-ask = 🕗 Time zone: <b>{ $zone }</b>
    Type a city (Taipei, 東京), or tap one:
zone-ask-group = 🕗 Time zone: <b>{ $zone }</b>
    Tap a city, or send <code>/timezone Taipei</code>
zone-set = 🕗 Time zone: <b>{ $zone }</b>.
zone-which = “{ $typed }” may be one of these:
zone-unknown = I don’t know a city “{ $typed }”. Try the nearest big city, or tap one:
zone-share = The key below the text field shares where you are. Only the time zone is stored, not the place.
button-location = 📍 Share location
quiet-off = none
quiet-hold = { $start }–{ $stop } · hold, send at { $stop }
quiet-silent = { $start }–{ $stop } · without sound
quiet-urgent = { $start }–{ $stop } · only final official documents, the rest at { $stop }
quiet-now = 🌙 Quiet hours: <b>{ $quiet }</b>
quiet-ask = What should happen from { $start } to { $stop }? For other hours, send <code>/quiet 22:30-6:30</code>
quiet-to-hold = Hold, one digest at { $stop }
quiet-to-silent = Send without sound
quiet-to-urgent = Only urgent: official and final
quiet-other = { $start }–{ $stop }
quiet-to-off = No quiet hours
quiet-how = Send the hours like this: <code>/quiet 22-7</code>, <code>/quiet 22-7 silent</code>, <code>/quiet 22-7 urgent</code> or <code>/quiet off</code>.
new-ask = 🌅 New watches send: <b>{ $timing }</b>. When should they?
sound-all = all alerts
sound-official = only official documents
sound-none = none
sound-ask = 🔔 Sound: <b>{ $sound }</b>. Which alerts may make a sound?
sound-to-all = 🔔 All alerts
sound-to-official = 🏛 Only official documents
sound-to-none = 🔕 None
timing-now = at once
timing-hour = every hour, in one digest
timing-day = daily at { $at }, in one digest
timing-week = every { $day } at { $at }, in one digest
offer-now = ⚡ At once
offer-hour = 🕗 Hourly
offer-day = 🌅 Daily { $at }
offer-week = 📅 { $day } { $at }
digests-title = 🗞 <b>When each watch sends</b>
digests-watch = <b>{ $name }</b> { $rule } · { $timing }
digests-all = Tap a watch to change it; the last buttons change all of them, and new ones. Or send <code>/digest W1 daily 9:00</code>
digest-how = Send it like this: <code>/digest daily 8:00</code>, <code>/digest W3 weekly mon 9:00</code>, <code>/digest W3 hourly</code> or <code>/digest W3 now</code>.
modes-ask = <b>{ $name }</b> { $rule }
    Sends: <b>{ $timing }</b>. When should it?
watch-calmed = ⚠️ About { $count } a day, so it comes as one daily digest at { $at }.
button-instant = ⚡ Make instant
times-ask = <b>When should I send alerts?</b> ({ $zone }, now { $at })
times-any = ⚡ Any time
times-night = 🌙 Not { $start }–{ $stop }
times-daily = 🌅 Daily { $at }
times-zone = 🕗 Other zone
times-chosen = ✅ Alerts: <b>{ $timing }</b>

## Digests
digest-day = 🌅 <b>{ $day }</b>
digest-hour = 🕗 <b>{ $at }</b>
digest-held = 🌙 <b>Held for you</b>
digest-count = { $count ->
        [one] 1 item
       *[other] { $count } items
    }
digest-count-stories = { $count } items, { $stories ->
        [one] one story
       *[other] { $stories } stories
    }
digest-reported-by = { $count } sources
digest-sources = { $read } of { $sources } sources read
digest-silent = ⚠️ Not read, or unusually silent: { $sources }
digest-silent-source = { $source } ({ $span })
digest-all-quiet = 🌅 All quiet: { $seen ->
        [0] no new items
        [one] 0 of 1 item
       *[other] 0 of { $seen } items
    } met your { $watches ->
        [one] watch
       *[other] { $watches } watches
    }. { $coverage }.
digest-watch = <b>{ $name } { $rule }</b> ({ $count })
digest-instant = ⚡ { $name } at once

## Buttons below an alert, and saved items
alert-reasons = 🔎 { $reasons }
alert-reason = { $words } → { $name }
button-save = 💾 Save
button-not-for-me = 👎 Not for me
button-close = ‹ Back
button-unmute = 🔔 Unmute { $name }
mute-what = Mute what?
mute-how-long = For how long?
mute-source = Source: { $source }
mute-story = This story
mute-1 = 1 h
mute-24 = 24 h
mute-168 = 7 d
mute-0 = Until I unmute
muted-until = { $name } muted until { $at }
muted-open = { $name } muted until you unmute it
mute-ended = { $name } unmuted
why-short = <b>{ $name }</b> { $rule } · { $places }
why-withheld-silenced = Not sent: its source or its story is muted.
refine-which = Which watch should leave this out?
refine-word = <b>{ $name }</b> matched { $words }. Leave out “{ $word }”? In 30 days that would have dropped { $dropped } of { $count }.
refine-none = <b>{ $name }</b> matched { $words }. What should it leave out?
refine-kept = <b>{ $name }</b> stays as it is.
button-leave-out = Leave out “{ $word }”
button-only-titles = Only in titles
button-keep = Keep
help-saved = saved items
saved = 💾 Saved. The list: /saved
saved-none = Nothing saved yet. Tap 💾 below an alert.
saved-title = { $count ->
        [one] <b>One saved item</b>
       *[other] <b>{ $count } saved items</b>
    }
saved-line = { $number }. { $title } — { $source }, saved { $at }
saved-removed = Removed.
button-remove-saved = ✖️ { $number }

## Watches with taps
watches-today = { $count ->
        [one] one alert today
       *[other] { $count } alerts today
    }
watches-line = <b>{ $name }</b> { $title } · { $state }
watches-a-day = { $count } a day
watches-in-30-days = { $count } in 30 days
watches-silent = never fired
watches-muted-open = 🔕 muted
watches-muted-until = 🔕 until { $at }
silenced-open = 🔕 Also muted: { $name }
silenced-until = 🔕 Also muted: { $name } until { $at }
silence-ended = Unmuted.
button-new-watch = ➕ New
button-remove-several = 🗑 Delete several
button-unfit = 🧹 { $noisy } noisy, { $silent } silent
button-noisy = 🧹 { $count } noisy
button-silent = 🧹 { $count } silent
unfit-title = 🧹 <b>Watches to look at</b>
unfit-none = 🧹 No watch brings too much or nothing at all.
unfit-noisy = <b>{ $name }</b> { $title }: about { $count } a day. As a daily digest?
unfit-silent = <b>{ $name }</b> { $title }: never fired. Test it, then change or delete it.
button-make-daily = 🌅 { $name } daily { $at }
button-test-watch = 🧪 Test { $name }
watch-name = <b>{ $name }</b> <b>{ $title }</b>
watch-rule = <code>{ $rule }</code>
watch-brought = { $count ->
        [0] No alert in 30 days
        [one] One alert in 30 days
       *[other] { $count } alerts in 30 days
    } · last { $age } · since { $day }
watch-brought-nothing = No alert yet · since { $day }
watch-sends = Sends: <b>{ $timing }</b>
watch-is-noisy = ⚠️ About { $count } a day. A daily digest or a narrower rule would help.
watch-is-silent = ⚠️ It never fired. Test it, or change the rule.
watch-tested = 🧪 <b>{ $name }</b>: { $rule }
watch-named = <b>{ $name }</b> is now called <b>{ $title }</b>.
watch-unnamed = <b>{ $name }</b> has no name anymore: <code>{ $title }</code>
mute-watch-how-long = Mute <b>{ $name }</b> { $title }. For how long?
ask-rule = Reply with the new rule of <b>{ $name }</b>. To copy the old one, tap: <code>{ $rule }</code>
ask-rule-hint = New rule
ask-name = Reply with a name for <b>{ $name }</b>, or <code>-</code> for none: { $rule }
ask-name-hint = Name of the watch
button-edit-rule = ✏️ Rule
button-name-watch = 🏷 Name
button-when = 🕗 When
button-test = 🧪 Test
button-share = 📋 Copy to…
button-remove-watch = 🗑 Delete
button-back-to-watches = ‹ Watches
share-link = 📋 Open this link in the other chat, or send it to somebody: <b>{ $title }</b>
    { $link }
share-command = 📋 To copy <b>{ $title }</b>, send this in the other chat: <code>{ $command }</code>
share-gone = This link leads to no watch anymore. Ask for a new one.
button-copy-link = 📋 Copy link
button-to-group = ➕ To a group
button-send-link = ↗ Send it
pick-watches = <b>Which watches should be deleted?</b>
button-remove-picked = 🗑 Delete { $count }
watches-removed = { $count ->
        [one] <b>One watch deleted</b>
       *[other] <b>{ $count } watches deleted</b>
    }
watches-restored = { $count ->
        [one] <b>One watch restored</b>
       *[other] <b>{ $count } watches restored</b>
    }
unwatch-which = Which watch should be deleted?
unwatch-no-name = No watch is called “{ $words }”. Your watches: /watches

## Personal data
help-privacy = what is stored about you, and for how long
help-forgetme = delete everything about this chat
button-export = ⬇️ Export
button-forget = 🗑 Delete my data
privacy-title = 🔒 <b>What I store about this chat</b>
privacy-stored = The ID of the chat (<code>{ $chat }</code>), its language, time zone and settings; your watches, names, added and saved things; the alerts that were sent; your last 50 searches.
privacy-not-stored = No names, no phone numbers, no other messages. A command is stored until it is answered; its number is deleted after three days. A shared location becomes a time zone and is not stored.
privacy-kept = Alerts are deleted after { $alerts } days, everything else with /forgetme, at once.
privacy-backups = { $count ->
        [0] The operator has set up no nightly backups.
        [one] One nightly backup is kept; what you delete is gone from it after a day.
       *[other] The last { $count } nightly backups are kept; what you delete is gone from them after { $count } days.
    }
privacy-contact = Questions: { $contact }
privacy-no-contact = The operator of this bot has given no contact address.
forget-ask = 🗑 <b>Delete everything about this chat?</b>
forget-watches = { $count ->
        [one] • 1 watch
       *[other] • { $count } watches
    }
forget-aliases = { $count ->
        [one] • 1 name of your own
       *[other] • { $count } names of your own
    }
forget-sources = { $count ->
        [one] • 1 source that you added
       *[other] • { $count } sources that you added
    }
forget-saved = { $count ->
        [one] • 1 saved item
       *[other] • { $count } saved items
    }
forget-alerts = { $count ->
        [one] • 1 alert
       *[other] • { $count } alerts
    }
forget-searches = { $count ->
        [one] • 1 search
       *[other] • { $count } searches
    }
forget-final = Settings go too. This cannot be undone; /export takes your watches along first.
forget-confirm = 🗑 Delete everything
forget-keep = Keep
forget-done = ✅ <b>Everything about this chat is deleted.</b>
forget-backups = { $count ->
        [0] There are no nightly backups of it.
        [one] It remains in the last nightly backup until the next one is made.
       *[other] It remains in the last { $count } nightly backups; the last of them is deleted after { $count } days.
    }
forget-receipts = That this message was sent is stored for three days. The messages in this chat are yours: delete them in Telegram.
forget-again = /start begins anew.
forget-kept = Nothing was deleted.
export-how = ⬇️ <b>Export</b>: /import reads watches and sources again, here or in another chat.
export-watches-button = { $count ->
        [one] 📄 1 watch (text)
       *[other] 📄 { $count } watches (text)
    }
export-sources = 📡 Sources (OPML)
export-watches = { $count ->
        [one] 1 line. /import reads it again.
       *[other] { $count } lines. /import reads them again.
    }
import-text = Text
import-text-done = 📥 <b>{ $file }</b>: { $count ->
        [0] none
       *[other] { $count }
    } of { $all ->
        [one] 1 line
       *[other] { $all } lines
    } added
import-line-watch = ✅ <b>{ $name }</b> { $text }
import-line-known = ☑️ { $text }: already there as { $name }
import-line-alias = ✅ { $text }
import-line-limit = ✖️ Line { $number }, “{ $text }”: over the limit of { $limit } watches
import-line-other = ✖️ Line { $number }, “{ $text }”: adds nothing
import-line-bad = ✖️ Line { $number }, “<code>{ $text }</code>”: { $problem }
import-rest = { $count ->
        [one] … and 1 more line
       *[other] … and { $count } more lines
    }
import-unread = { $count ->
        [one] 1 line was not read: the file is too long.
       *[other] { $count } lines were not read: the file is too long.
    }

## Operators
help-admin = how the service is, dead letters, backups
help-broadcast = write to everybody
notice-error = 🛠 Unexpected error: <code>{ $source }</code>, first at { $at }. The log has the rest.
notice-announcement =
    📢 <b>From the operator of this bot</b>
    { $text }
admin-title = 🛠 <b>Operation</b>
admin-people = 👥 { $chats ->
        [one] 1 chat
       *[other] { $chats } chats
    } · { $watches ->
        [one] 1 watch
       *[other] { $watches } watches
    }
admin-queue = 📤 Waiting to be sent: { $count }
admin-lag = ⏱ 95 of 100 alerts within { $seconds } s
admin-sources = 📡 { $count } of { $all } sources OK
admin-incidents = { $count ->
        [one] ⚠️ 1 incident
       *[other] ⚠️ { $count } incidents
    }
admin-incident = • <b>{ $source }</b>: { $problem }, since { $since }
admin-no-incidents = No incidents.
admin-dead = { $count ->
        [one] ✉️ 1 dead letter
       *[other] ✉️ { $count } dead letters
    }
admin-no-dead = ✉️ 0 dead letters
admin-letter = <b>{ $number }</b> { $title } · { $at } · { $count ->
        [one] 1 try
       *[other] { $count } tries
    } · <code>{ $problem }</code>
admin-untitled = list or notice
admin-undecided = { $count ->
        [one] 📥 1 source waits for approval: /addsource
       *[other] 📥 { $count } sources wait for approval: /addsource
    }
admin-held = { $count ->
        [one] 📋 One list waits for approval
       *[other] 📋 { $count } lists wait for approval
    }
admin-show-held = 📋 { $list }
admin-backup = 💾 Last backup: { $at }
admin-no-backup = 💾 No backup yet
admin-backup-made = 💾 Backup made: { $size } MB
admin-backup-failed = The backup failed ({ $problem }). The log says why.
admin-show-dead = ✉️ Dead letters ({ $count })
admin-show-incidents = ⚠️ Incidents ({ $count })
admin-broadcast = 📢 Announcement …
admin-back-up = 💾 Back up now
admin-refresh = ↻ Refresh
admin-as-of = As of { $at }
admin-back = ‹ Overview
admin-retry-all = ↻ Retry all
admin-drop-all = ✖️ Drop all
admin-retried = { $count ->
        [one] 1 alert is queued again
       *[other] { $count } alerts are queued again
    }
admin-dropped = { $count ->
        [one] 1 alert dropped
       *[other] { $count } alerts dropped
    }
broadcast-how = Write the text after the command: <code>/broadcast The bot pauses at 18:00 UTC.</code> You see it before it is sent.
broadcast-long = The text is too long: at most { $limit } characters.
broadcast-preview = { $count ->
        [one] 1 chat gets this message:
       *[other] { $count } chats get this message:
    }
broadcast-send = { $count ->
        [one] 📢 Send to 1 chat
       *[other] 📢 Send to { $count } chats
    }
broadcast-cancel = Don’t send
broadcast-done = { $count ->
        [one] 📢 On its way to 1 chat.
       *[other] 📢 On its way to { $count } chats.
    }
broadcast-dropped = Not sent.
broadcast-over = It was sent already.

## Feeds, trends, spikes and reviews
help-feed = read the alerts in a feed reader
feed-title = Tradewatch alerts
feed-addresses = 🔗 <b>The alerts of this chat in a feed reader</b>
    Atom: <code>{ $atom }</code>
    JSON Feed: <code>{ $json }</code>
    Whoever has an address can read your alerts. A new address ends the old ones.
feed-none = Feeds are not available here: the operator has not set a public address.
button-renew-feed = 🔄 New address
help-trends = items by day, drawn: /trends rare earths
help-review = what came this week, and what was quiet
trends-ask = 📈 <b>What should I draw?</b> Tap a watch, or send a topic, a name or a rule: <code>/trends rare earths</code>
trend-title = 📈 <b>{ $name }</b>: { $summary }
trend-summary = { $count ->
        [one] 1 item
       *[other] { $count } items
    } in { $days } days
trend-summary-usual = { $count ->
        [one] 1 item
       *[other] { $count } items
    } in { $days } days (usual { $usual })
trend-when = { $day } · { $count ->
        [one] 1 item
       *[other] { $count } items
    }
trend-peak = { $when }: { $title }
trend-partly = ⚠️ Counting took too long, so some of the older items are missing.
button-trend-days = { $days } days
button-trend-versus = vs { $name }
button-trend-dark = 🌙 Dark
button-trend-light = ☀️ Light
button-spike-on = 🔔 Tell me at { $times }× usual
button-spike-off = 🔕 No spike notices
spike-on = 🔔 I’ll tell you once a day when <b>{ $name }</b> { $rule } has { $times } times its usual number of items.
spike-off = 🔕 No more spike notices for <b>{ $name }</b> { $rule }.
spike-title = 📈 <b>{ $name } { $rule }</b>: { $count } items today (usual { $usual } a day)
spike-story = { $number }. { $title }{ $count ->
        [one] {""}
       *[other] {" "}({ $count } items)
    }
review-title = 🗓 <b>Your week</b>: { $since } to { $until }
review-came = { $seen ->
        [0] Your sources had no new items.
       *[other] { $alerts ->
            [0] None
           *[other] { $alerts }
        } of { $seen ->
            [one] 1 item
           *[other] { $seen } items
        } met your { $watches ->
            [one] watch
           *[other] { $watches } watches
        }.
    }
review-noisy = 🔊 <b>{ $name }</b> { $rule }: { $count } items, most of all
review-never = 🤫 <b>{ $name }</b> { $rule }: nothing so far
review-silent = 🤫 <b>{ $name }</b> { $rule }: nothing since { $day }
review-on = 🗓 You’ll get this review every Monday at 08:00.
review-off = 🗓 No more weekly reviews. <code>/review</code> shows one at any time.
button-review-on = 🗓 Every Monday
button-review-off = 🗓 No weekly review
button-advice-daily = 🌅 { $name } as a daily digest
button-advice-weekly = 📅 { $name } as a weekly digest
button-advice-widen = ✏️ { $name } without what blocks it
button-advice-remove = 🗑 Delete { $name }

## Deadlines
deadlines-title = 📅 <b>Next { $days } days</b> · from your { $watches ->
        [one] watch
       *[other] { $watches } watches
    }
deadlines-none = 📅 No deadlines in the next { $days } days in what your { $watches ->
        [0] watches match: there are none yet. Add one with /watch.
        [one] watch matches.
       *[other] { $watches } watches match.
    }
deadlines-left = { $days ->
        [0] {" "}(today)
        [one] {" "}(tomorrow)
       *[other] {" "}({ $days } d)
    }
deadline-comments = Comments: { $title }
deadline-hearing = Hearing: { $title }
deadline-effective = Effective: { $title }
deadline-applicable = Applicable: { $title }
deadline-expires = Expires: { $title }
notice-reminder = { $days ->
        [0] ⏰ <b>Today</b>, { $day }
        [one] ⏰ <b>Tomorrow</b>, { $day }
       *[other] ⏰ <b>In { $days } days</b>, { $day }
    }
    { $what }
notice-rescheduled = { $state ->
        [later] 🗓 <b>Extended to { $day }</b>, before { $was }
       *[other] 🗓 <b>Now already { $day }</b>, before { $was }
    }
    { $what }
notice-withdrawn = 🗓 <b>Withdrawn</b>, was { $day }
    { $what }
remind-on = ⏰ I’ll remind you 7 days and 1 day before { $day }.
remind-off = No more reminders of this.
remind-too-late = It’s too late for a reminder: the deadline is near.
remind-snoozed = ⏰ I’ll remind you again at { $at }.
reminds-all-on = ⏰ I’ll remind you 7 days and 1 day before each deadline.
reminds-all-off = All reminders are off.
button-remind = ⏰ Remind me
button-remind-all = ⏰ Remind 7 d + 1 d before
button-reminds-all = ⏰ Remind 7 d + 1 d before ✓
button-reminder-done = Done
button-snooze = Snooze to 17:00
button-calendar = 📆 .ics
button-calendar-link = 🔗 Calendar link
calendar-name = Trade-policy deadlines
calendar-done = 📆 { $count ->
        [0] No deadlines yet: the calendar is empty.
        [one] One deadline. Open the file to add it to your calendar.
       *[other] { $count } deadlines. Open the file to add them to your calendar.
    }
calendar-link = 🔗 Subscribe to this address in your calendar app; it stays up to date:
    <code>{ $url }</code>
    Anyone who has the address can see these deadlines.
calendar-none = This item has no deadlines now: they were extended or withdrawn. All others: /deadlines
calendar-no-address = This bot offers no calendar addresses. Use the file instead.

## Evidence
export-evidence = 🧾 Alerts & evidence (CSV)
export-evidence-done = 🧾 { $count ->
        [0] No alerts in the last 90 days: the table is empty.
       *[other] What proves your alerts of the last 90 days: when each was published, fetched, matched and sent, and by which rule.
    }
export-evidence-json = For JSON: /export evidence json

## The terminal
terminal-welcome =
    This is Tradewatch in your terminal: type to it as you would in Telegram. /help lists what it knows, a number presses the button of that number, /quit ends it.
terminal-sample =
    This is Tradewatch in your terminal: type to it as you would in Telegram. /help lists what it knows, a number presses the button of that number, /quit ends it.
    Sample news is published on this machine and read over HTTP; something new appears every few seconds. Nothing is kept at the end. Two messages are sent for you, to begin with.
terminal-first-watch = /watch TSMC
terminal-prompt = you
terminal-no-button = There is no button { $number }.
run-no-token =
    Tradewatch needs a bot token from Telegram, and TELEGRAM_BOT_TOKEN is not set.
      1. In Telegram, open @BotFather, send /newbot and choose a name.
      2. Copy the token it answers with (digits, a colon, letters).
      3. Write TELEGRAM_BOT_TOKEN=... into { $env-file }, or export TELEGRAM_BOT_TOKEN=..., and start again.
    To try the same bot in this terminal first, without a token:  { $program } chat --sample
run-token-refused =
    Telegram refuses this token. Nothing was sent, and pending alerts stay in the database.
    Ask @BotFather for it again (/mybots, API Token), set TELEGRAM_BOT_TOKEN, and start again.
