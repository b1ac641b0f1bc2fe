"""The tables, as named migrations. Times are seconds since 1970 in UTC.

A released migration is frozen: it imports none of our code, so that its effect on an old file never changes.
Migrations create and alter tables; rows that are costly to compute are left to a background job
(``watchers.search.index``).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x54524457
"""Marks a database of ours in the header of the file."""
VERSION = 27
"""Incremented with every migration, so that an older program refuses a newer file."""

migrations = Migrations("tradewatch")


@migrations()
def m0001_the_whole_way(database: Database) -> None:
    """Create the tables of sources, items, watches, decisions and the outbox."""
    for statement in _FIRST:
        database.execute(statement)


@migrations()
def m0002_facts(database: Database) -> None:
    """Typed values of an item's text, as JSON."""
    database.execute("alter table items add column facts text not null default '[]'")


@migrations()
def m0003_search(database: Database) -> None:
    """Create an empty full-text table; a background job indexes the stored items.

    The first version of this migration also filled the table and could be killed halfway.
    """
    for statement in _SEARCH:
        database.execute(statement)


@migrations()
def m0004_own_names(database: Database) -> None:
    """Names that subscribers gave to entities, and what a watch means without them."""
    for statement in _OWN_NAMES:
        database.execute(statement)


@migrations()
def m0005_groups_and_mappings(database: Database) -> None:
    """Which part of the catalog a source is in, and where its lists have what, as JSON."""
    database.execute("alter table sources add column group_name text")
    database.execute("alter table sources add column mapping text not null default '{}'")


@migrations()
def m0007_additions(database: Database) -> None:
    """Add sources from subscribers, and the feeds offered to subscribers and not yet taken."""
    for statement in _ADDITIONS:
        database.execute(statement)


@migrations()
def m0008_manners(database: Database) -> None:
    """Add the polling state of a source besides its validators, and hosts that asked us to wait."""
    for statement in _MANNERS:
        database.execute(statement)
    for identifier, url in database.execute("select id, url from sources").fetchall():
        database.execute("update sources set host = ? where id = ?", (_host_0008(url), identifier))


def _host_0008(url: str) -> str:
    """Return the host of an address with its port, unless that is one of the web; the address itself without one."""
    try:
        parts = urlsplit(url)
        name, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:
        return url
    return name if port in (None, 80, 443, 8080, 8443) else f"{name}:{port}"


@migrations()
def m0009_health(database: Database) -> None:
    """Add the groups that subscribers switched off, and which source problems were reported to whom."""
    for statement in _HEALTH:
        database.execute(statement)


@migrations()
def m0010_one_queue(database: Database) -> None:
    """Index the polled sources by due time."""
    for statement in _ONE_QUEUE:
        database.execute(statement)


@migrations()
def m0011_moves(database: Database) -> None:
    """Add the chats whose id changed, and whether that changed the numbers of watches."""
    database.execute(_MOVES)


@migrations()
def m0012_intake_and_delivery(database: Database) -> None:
    """Add received updates with their effects and replies, ambiguous sends, and who may change a group's watches."""
    for statement in _INTAKE:
        database.execute(statement)


@migrations()
def m0013_explicit_rules(database: Database) -> None:
    """Mark the subscribers whose rules are written in the first syntax, in which ``or`` and ``from`` were words.

    A background job prints them in the explicit syntax of today (``watchers.services.rereading``).
    """
    database.execute("alter table subscribers add column syntax integer not null default 2")
    database.execute("update subscribers set syntax = 1")


@migrations()
def m0014_lists(database: Database) -> None:
    """Add the entries of lists, and the versions in which they came."""
    for statement in _LISTS:
        database.execute(statement)


@migrations()
def m0015_proof(database: Database) -> None:
    """Add how often each source was polled on each day, and the documents of official sources that brought alerts."""
    for statement in _PROOF:
        database.execute(statement)


@migrations()
def m0017_times(database: Database) -> None:
    """Add time zones, quiet hours, sounds, and the timings of digests."""
    for statement in _TIMES:
        database.execute(statement)


@migrations()
def m0018_stories(database: Database) -> None:
    """Add which story an item tells, the keys that find earlier tellings, and alerts that an earlier one shows."""
    for statement in _STORIES:
        database.execute(statement)


@migrations()
def m0019_buttons(database: Database) -> None:
    """Add names and timed mutes of watches, mutes of sources and stories, saved items, and shared rules."""
    for statement in _BUTTONS:
        database.execute(statement)


@migrations()
def m0020_error_reports(database: Database) -> None:
    """Add which kinds of errors the operators were notified of."""
    database.execute("create table error_reports (kind text primary key, at real not null) strict, without rowid")


@migrations()
def m0021_deadlines(database: Database) -> None:
    """Add the deadlines of items, who is reminded of them, and the addresses of calendars.

    A background job fills in those of the stored items (``watchers.services.deadlines``).
    """
    for statement in _DEADLINES:
        database.execute(statement)


@migrations()
def m0022_beyond(database: Database) -> None:
    """Add what goes beyond alerts in Telegram: targets, links to feeds, spikes and weekly reviews."""
    for statement in _BEYOND:
        database.execute(statement)


@migrations()
def m0023_corrections(database: Database) -> None:
    """Let a chat store the phrases in which a name is not meant, beside the names that it gave."""
    database.execute("alter table own_names add column is_correction integer not null default 0")
    database.execute("drop index own_names_by_key")
    database.execute("create unique index own_names_by_key on own_names (subscriber, key, entity, is_correction)")


@migrations()
def m0024_edits(database: Database) -> None:
    """Add what edits the message of an alert, and the guids that find an item when its publisher corrects it."""
    for statement in _EDITS:
        database.execute(statement)


@migrations()
def m0027_pages_and_abstracts(database: Database) -> None:
    """Add whether the pages of a source's items are fetched, and what a model wrote about items.

    The text is empty while the model was only asked in vain.
    """
    database.execute("alter table sources add column pages integer not null default 0")
    database.execute(
        """create table abstracts (
            item integer not null references items (id) on delete cascade,
            language text not null,
            text text not null,
            attempts integer not null,
            due_at real not null,
            primary key (item, language)
        ) strict, without rowid"""
    )


_SEARCH = (
    # unicode61 returns our words unchanged (words.py); a contentless table cannot delete in SQLite 3.40.
    """create virtual table if not exists item_words using fts5(
        title, body, title_names, body_names, facts,
        tokenize = 'unicode61 remove_diacritics 0', columnsize = 0
    )""",
    """create trigger if not exists item_words_go after delete on items begin
        delete from item_words where rowid = old.id;
    end""",
    "create index if not exists items_by_date on items (coalesce(published_at, seen_at))",
    """create table if not exists recognised (
        one integer primary key check (one = 1),
        state text not null,
        pending integer not null
    ) strict""",
    "insert or ignore into recognised select 1, '', coalesce(max(id), 0) + 1 from items",
    """create table if not exists searches (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        typed text not null,
        at real not null,
        unique (subscriber, typed)
    ) strict""",
)
_FIRST = (
    """create table sources (
        id text primary key,
        name text not null,
        url text not null,
        kind text not null,
        language text,
        country text,
        every real not null,
        text_use text not null,
        tier integer not null,
        active integer not null default 1,
        due_at real not null,
        polled_at real,
        ok_at real,
        baseline_at real,
        failures integer not null default 0,
        problem text,
        etag text,
        last_modified text,
        body_hash blob
    ) strict""",
    "create index sources_by_due on sources (active, due_at)",
    """create table items (
        id integer primary key,
        source text not null references sources (id),
        link text not null,
        link_key blob,
        title text not null,
        body text not null,
        tokens blob not null,
        language text not null,
        country text,
        published_at real,
        seen_at real not null,
        baseline integer not null
    ) strict""",
    "create index items_by_seen on items (seen_at)",
    "create index items_by_link on items (link_key)",
    """create table item_keys (
        source text not null references sources (id),
        key blob not null,
        at real not null,
        primary key (source, key)
    ) strict, without rowid""",
    "create index item_keys_by_age on item_keys (at)",
    """create table subscribers (
        id integer primary key,
        address text not null unique,
        language text not null,
        paused_at real,
        pause_reason text,
        created_at real not null
    ) strict""",
    """create table takes (
        subscriber integer not null references subscribers (id) on delete cascade,
        source text not null references sources (id) on delete cascade,
        primary key (subscriber, source)
    ) strict, without rowid""",
    """create table queries (
        id integer primary key,
        rule text not null unique
    ) strict""",
    """create table watches (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        number integer not null,
        query integer not null references queries (id),
        typed text not null,
        muted integer not null default 0,
        created_at real not null,
        removed_at real,
        unique (subscriber, number)
    ) strict""",
    "create index watches_by_query on watches (query) where removed_at is null",
    """create table decisions (
        id integer primary key,
        item integer not null references items (id) on delete cascade,
        query integer not null references queries (id),
        rule text not null,
        catalogue text not null,
        hits text not null,
        at real not null,
        unique (item, query)
    ) strict""",
    """create table outbox (
        id integer primary key,
        version integer not null,
        subscriber integer not null references subscribers (id) on delete cascade,
        item integer references items (id),
        state text not null,
        due_at real not null,
        attempts integer not null default 0,
        created_at real not null,
        tried_at real,
        sent_at real,
        message text,
        problem text,
        listed_in integer references outbox (id),
        unique (subscriber, item)
    ) strict""",
    "create index outbox_waiting on outbox (subscriber, id) where state in ('queued', 'in flight')",
    "create index outbox_by_message on outbox (subscriber, message) where message is not null",
    "create index outbox_by_list on outbox (listed_in) where listed_in is not null",
    """create table reasons (
        alert integer not null references outbox (id) on delete cascade,
        watch integer not null references watches (id) on delete cascade,
        decision integer not null references decisions (id),
        primary key (alert, watch)
    ) strict, without rowid""",
    """create table heartbeats (
        name text primary key,
        at real not null,
        problem text
    ) strict""",
)

_OWN_NAMES = (
    """create table own_names (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        entity text not null,
        name text not null,
        key text not null,
        created_at real not null,
        removed_at real
    ) strict""",
    "create unique index own_names_by_key on own_names (subscriber, key, entity)",
    "alter table watches add column meaning integer references queries (id)",
    "alter table watches add column typed_before text",
)
"""``meaning`` is null if it equals the query; ``typed_before`` is what Undo restores."""

_ADDITIONS = (
    """create table additions (
        id integer primary key,
        source text not null unique references sources (id) on delete cascade,
        state text not null,
        everyone integer not null,
        trusted integer not null,
        wanted text,
        asked_by integer references subscribers (id) on delete set null,
        at real not null
    ) strict""",
    """create table offers (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        url text not null,
        name text not null,
        kind text not null,
        language text,
        trusted integer not null,
        at real not null
    ) strict""",
)

_HEALTH = (
    """create table groups_off (
        subscriber integer not null references subscribers (id) on delete cascade,
        group_name text not null,
        primary key (subscriber, group_name)
    ) strict, without rowid""",
    """create table troubles (
        source text not null references sources (id) on delete cascade,
        trouble text not null,
        since real not null,
        operators_at real,
        subscribers_at real,
        primary key (source, trouble)
    ) strict, without rowid""",
    "alter table outbox add column notice text",
    "alter table outbox add column flood text references sources (id)",
    "create index outbox_gathering on outbox (flood) where state = 'gathering'",
)
"""``group_name`` is '' for sources without a group. In the outbox, ``notice`` is the content of a message that is
not about an item, and ``flood`` is the source whose many simultaneous items a list replaces."""

_MANNERS = (
    "alter table sources add column user_agent text",
    "alter table sources add column host text not null default ''",
    "alter table sources add column configured_url text not null default ''",
    "alter table sources add column moved_to text",
    "alter table sources add column moved_since real",
    "alter table sources add column moved_polls integer not null default 0",
    "alter table sources add column merged_into text references sources (id)",
    "alter table sources add column whole_at real",
    "alter table sources add column ttl real",
    "alter table sources add column skip_hours text not null default ''",
    "alter table sources add column skip_days text not null default ''",
    "alter table sources add column detail text",
    "alter table sources add column failing_since real",
    "alter table sources add column missing_since real",
    "alter table sources add column gone_at real",
    "alter table sources add column newest_at real",
    "alter table sources add column rhythm real",
    "update sources set configured_url = url",
    "create index sources_by_poll on sources (active, polled_at)",
    """create table hosts (
        host text primary key,
        rests_until real not null
    ) strict, without rowid""",
)

_ONE_QUEUE = (
    "drop index sources_by_due",
    "drop index sources_by_poll",
    "create index sources_waiting on sources (due_at) where active and merged_into is null",
)

_MOVES = """create table moves (
    old text primary key,
    new text not null,
    renumbered integer not null default 0
) strict, without rowid"""

_INTAKE = (
    """create table updates (
        id integer primary key,
        person integer,
        content text not null,
        at real not null,
        answered_at real
    ) strict""",
    "create index updates_waiting on updates (person) where answered_at is null",
    """create table effects (
        update_id integer not null,
        job text not null,
        nth integer not null,
        result blob not null,
        primary key (update_id, job, nth)
    ) strict, without rowid""",
    """create table refusals (
        person integer primary key,
        address text not null,
        language text not null,
        count integer not null
    ) strict""",
    """create table replies (
        id integer primary key,
        address text not null,
        content text not null,
        due_at real not null,
        attempts integer not null default 0,
        created_at real not null,
        sent_at real,
        problem text
    ) strict""",
    "create index replies_waiting on replies (address, id) where sent_at is null",
    "create index replies_sent on replies (sent_at) where sent_at is not null",
    "alter table outbox add column ambiguous integer not null default 0",
    "create table open_chats (chat text primary key) strict, without rowid",
)
"""``updates.content`` is '' once answered; ``replies.content`` once sent. ``outbox.ambiguous`` counts the attempts
that may have been delivered. In the chats of ``open_chats`` every member may change watches."""

_STORIES = (
    """create table stories (
        item integer primary key references items (id) on delete cascade,
        story integer not null,
        event integer not null,
        telling blob not null
    ) strict""",
    "create index stories_by_story on stories (story)",
    "create index stories_by_event on stories (event)",
    """create table story_keys (
        key integer not null,
        item integer not null references stories (item) on delete cascade,
        until real not null,
        primary key (key, item)
    ) strict, without rowid""",
    "create index story_keys_by_item on story_keys (item)",
    "alter table outbox add column joined_to integer references outbox (id) on delete cascade",
    "create index outbox_joined on outbox (joined_to) where joined_to is not null",
)
"""``story`` and ``event`` are the items that told them first, which may have been deleted since. ``outbox.joined_to``
is the alert whose message shows this one, whose state is then 'joined'."""

_EDITS = (
    "alter table outbox add column edits integer references outbox (id) on delete cascade",
    "alter table outbox add column change text",
    "create index outbox_edits on outbox (edits) where edits is not null",
    "alter table items add column guid_key blob",
    "create index items_by_guid on items (guid_key) where guid_key is not null",
)
"""``outbox.edits`` is the alert whose message is sent anew, and ``change`` says why. ``items.guid_key`` is null for
items that were stored before, or that have no guid."""

_LISTS = (
    """create table list_entries (
        id integer primary key,
        source text not null references sources (id) on delete cascade,
        key blob not null,
        digest blob not null,
        name_key blob not null,
        content text not null,
        unique (source, key)
    ) strict""",
    "create index list_entries_by_name on list_entries (source, name_key)",
    """create table list_versions (
        id integer primary key,
        source text not null references sources (id) on delete cascade,
        state text not null,
        seen_at real not null,
        sha256 blob not null,
        bytes integer not null,
        entries integer not null,
        added integer not null,
        removed integer not null,
        changed integer not null,
        changes text not null default '[]'
    ) strict""",
    "create index list_versions_by_source on list_versions (source, id)",
    "alter table outbox add column list_version integer references list_versions (id)",
)
"""``list_versions.state`` is baseline, stored, held or approved; ``changes`` has the changed entries by name, as JSON.
``outbox.list_version`` belongs to a message that lists the watched entries which a version changed."""

_PROOF = (
    """create table checks (
        source text not null references sources (id) on delete cascade,
        day text not null,
        polls integer not null,
        answers integer not null,
        changes integer not null,
        primary key (source, day)
    ) strict, without rowid""",
    "create index checks_by_day on checks (day)",
    """create table documents (
        sha256 text primary key,
        url text not null,
        content_type text not null,
        size_bytes integer not null,
        fetched_at real not null,
        body blob not null
    ) strict""",
    """create table evidence (
        item integer not null references items (id) on delete cascade,
        document text not null references documents (sha256) on delete cascade,
        primary key (item, document)
    ) strict""",
    "create index evidence_by_document on evidence (document)",
)
"""``checks.day`` is a date in UTC; ``documents.body`` is compressed with zlib."""

_TIMES = (
    "alter table subscribers add column zone text",
    "alter table subscribers add column sound text not null default 'all'",
    """create table timings (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        every text not null,
        minute integer not null,
        weekday integer not null,
        last_at real not null,
        next_at real not null,
        unique (subscriber, every, minute, weekday)
    ) strict""",
    "create index timings_by_time on timings (next_at)",
    "alter table subscribers add column new_timing integer references timings (id) on delete set null",
    "alter table watches add column timing integer references timings (id) on delete set null",
    "create index watches_by_timing on watches (timing) where timing is not null",
    """create table quiet_hours (
        subscriber integer primary key references subscribers (id) on delete cascade,
        mode text not null,
        start integer not null,
        stop integer not null,
        from_at real not null,
        until_at real not null
    ) strict""",
    "create index quiet_hours_by_end on quiet_hours (until_at)",
    "alter table outbox add column digest text",
    "create index outbox_scheduled on outbox (subscriber) where state = 'scheduled'",
    "create index outbox_quiet on outbox (subscriber) where state = 'quiet'",
    """create table awaited_inputs (
        subscriber integer not null references subscribers (id) on delete cascade,
        person integer not null,
        topic text not null,
        until real not null,
        primary key (subscriber, person)
    ) strict, without rowid""",
)
"""``timing`` is null for alerts at once, ``zone`` for the default of the language. ``quiet_hours`` has the current
or the next interval from ``from_at`` to ``until_at``. ``outbox.digest`` is the heading of a digest, as JSON.
``awaited_inputs.topic`` says what the next text of a person is about."""

_BUTTONS = (
    "alter table watches add column label text not null default ''",
    "alter table watches add column muted_until real",
    "create index watches_by_mute on watches (muted_until) where muted_until is not null",
    """create table mutes (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        source text not null default '',
        story integer not null default 0,
        until real,
        unique (subscriber, source, story)
    ) strict""",
    """create table saved_items (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        item integer not null,
        title text not null,
        link text not null,
        source text not null,
        at real not null,
        unique (subscriber, item)
    ) strict""",
    """create table shares (
        token text primary key,
        typed text not null,
        at real not null
    ) strict""",
)
"""``muted_until`` is null for a watch that is not muted, or until it is unmuted. ``mutes`` has a source or a story;
``until`` is null if it lasts until it is ended. ``saved_items`` keeps what it shows, since the item may be deleted."""

_BEYOND = (
    """create table targets (
        name text primary key,
        address text not null,
        after integer not null
    ) strict, without rowid""",
    """create table target_deliveries (
        target text not null references targets (name) on delete cascade,
        alert integer not null references outbox (id) on delete cascade,
        state text not null,
        attempts integer not null,
        due_at real not null,
        sent_at real,
        problem text,
        primary key (target, alert)
    ) strict, without rowid""",
    "create index target_deliveries_by_alert on target_deliveries (alert)",
    """create table feed_links (
        subscriber integer primary key references subscribers (id) on delete cascade,
        secret text not null unique
    ) strict""",
    "alter table watches add column spike integer",
    "create index watches_with_spikes on watches (subscriber) where spike is not null",
    "create index decisions_by_query on decisions (query, at)",
    """create table spikes (
        watch integer not null references watches (id) on delete cascade,
        day text not null,
        primary key (watch, day)
    ) strict, without rowid""",
    """create table reviews (
        subscriber integer primary key references subscribers (id) on delete cascade,
        last_at real not null,
        next_at real not null
    ) strict""",
)
"""What comes after the alert ``targets.after`` is still to be sent to the target, unless ``target_deliveries`` says
that it was sent, given up or left out. ``watches.spike`` is how many times its usual number of items a day a watch
must have for a notice, null for none; ``spikes.day`` is a date in the zone of the chat."""

_DEADLINES = (
    """create table deadlines (
        item integer not null references items (id) on delete cascade,
        kind text not null,
        day text not null,
        field text not null,
        raw text not null,
        replaced_by integer references items (id) on delete set null,
        primary key (item, kind)
    ) strict, without rowid""",
    "create index deadlines_by_day on deadlines (day)",
    "create index deadlines_replaced on deadlines (replaced_by) where replaced_by is not null",
    """create table deadlines_pending (
        one integer primary key check (one = 1),
        below integer not null
    ) strict""",
    "insert into deadlines_pending select 1, coalesce(max(id), 0) + 1 from items",
    """create table reminders (
        subscriber integer not null references subscribers (id) on delete cascade,
        item integer not null references items (id) on delete cascade,
        asked_at real not null,
        active integer not null,
        snoozed_until real,
        primary key (subscriber, item)
    ) strict, without rowid""",
    "create index reminders_by_item on reminders (item)",
    """create table reminded (
        subscriber integer not null references subscribers (id) on delete cascade,
        item integer not null references items (id) on delete cascade,
        kind text not null,
        day text not null,
        days_before integer not null,
        primary key (subscriber, item, kind, day, days_before)
    ) strict, without rowid""",
    "create index reminded_by_item on reminded (item)",
    "alter table subscribers add column reminds_since real",
    """create table calendars (
        subscriber integer primary key references subscribers (id) on delete cascade,
        secret text not null unique
    ) strict""",
)
"""``deadlines.day`` is a date; ``raw`` is how the text writes it, '' if the publisher states it in a field.
``replaced_by`` is the item that extended or withdrew it. ``deadlines_pending.below`` is the item ID below which the
deadlines of items are not filled in yet. ``subscribers.reminds_since`` is null unless all deadlines are reminded of."""
