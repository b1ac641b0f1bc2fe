# English. Every message exists in each language; tests hold that, and that each names the same variables.

and-join = { $left } and { $right }
or-join = { $left } or { $right }

## A rule in words
rule-tells = mentions { $what }
rule-excludes = { $what }, but not { $without }
rule-entity = <b>{ $name }</b> (any of its names)
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
help-pause = hold all alerts
help-resume = let them flow again
help-why = why you were told of an item, or were not
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
        [0] Nothing in the { $span } kept so far would have matched (items: { $looked }).
        [one] In the { $span } kept so far it would have matched one item (of { $looked }):
       *[other] In the { $span } kept so far it would have matched { $count } items (of { $looked }). The newest:
    }
watch-nothing-kept = No items are kept yet: the sources are being read for the first time.
watch-quote-hint = Only the word itself: <code>/watch { $rule }</code>
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

## /pause, /resume
paused = Alerts are on hold. I go on watching, and /resume brings what you missed.
resume = Resume
resumed = Alerts flow again. { $held ->
        [0] Nothing came meanwhile.
        [one] One alert was held; it comes now.
       *[other] { $held } alerts were held; they come now.
    }
resumed-list = { $listed ->
        [one] The oldest one comes as a list.
       *[other] The { $listed } oldest come as one list.
    }
held-list = { $count ->
        [one] <b>One alert was held.</b>
       *[other] <b>{ $count } alerts were held.</b> { $shown ->
            [0] {""}
           *[other] The newest { $shown }:
        }
    }

## An alert
alert-matched = 🔎 Matched: { $words } · { $watches }
alert-word-separator = {", "}
alert-untitled = (no title)
alert-seen = seen { $at }
button-why = Why?
button-mute = Mute { $name }
button-open = Open

## /why
why-how = Reply to an alert with /why, or send <code>/why LINK</code> with the item’s address.
why-told = You were told of <b>{ $title }</b> because:
why-reason = <b>{ $name }</b> <code>{ $rule }</code>
why-hit-title = “{ $text }” in the title, for { $term }
why-hit-body = “{ $text }” in the text, for { $term }
why-hit-fact = { $term }
why-sent = Published { $published }, seen { $seen }, sent { $sent }.
why-not-sent = Published { $published }, seen { $seen }. { $state ->
        [held] Held: alerts are paused.
        [listed] It came in a list of held alerts.
        [dropped] Its watch was removed or muted before it was sent.
        [dead] Telegram refused the message.
       *[other] It is waiting to be sent.
    }
why-unpublished = at an unknown time
why-not-told = <b>{ $title }</b> was seen { $seen } and became no alert for you.
why-baseline = It was there when its source was read for the first time; such items are never pushed.
why-matches-now = <b>{ $name }</b> <code>{ $rule }</code> matches it by today’s rules.
why-no-match = <b>{ $name }</b> <code>{ $rule }</code> does not match it.
why-no-watches = You have no watches.
why-never-seen = None of the sources had an item with this link.
why-unknown-message = That message is no alert of mine.

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
