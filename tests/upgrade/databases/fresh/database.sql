-- made at 1796023144
pragma application_id=1414677591;
pragma user_version=10;
begin;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (1, 'tradewatch', 'm0001_the_whole_way', '2026-11-30 07:19:02.167649+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (2, 'tradewatch', 'm0002_facts', '2026-11-30 07:19:02.168979+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (3, 'tradewatch', 'm0003_search', '2026-11-30 07:19:02.176347+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (4, 'tradewatch', 'm0004_own_names', '2026-11-30 07:19:02.179311+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (5, 'tradewatch', 'm0005_groups_and_mappings', '2026-11-30 07:19:02.181278+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (6, 'tradewatch', 'm0007_additions', '2026-11-30 07:19:02.186587+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (7, 'tradewatch', 'm0008_manners', '2026-11-30 07:19:02.193927+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (8, 'tradewatch', 'm0009_health', '2026-11-30 07:19:02.196319+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (9, 'tradewatch', 'm0010_one_queue', '2026-11-30 07:19:02.198790+00:00');
CREATE TABLE sources (
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
    , group_name text, mapping text not null default '{}', user_agent text, host text not null default '', configured_url text not null default '', moved_to text, moved_since real, moved_polls integer not null default 0, merged_into text references sources (id), whole_at real, ttl real, skip_hours text not null default '', skip_days text not null default '', detail text, failing_since real, missing_since real, gone_at real, newest_at real, rhythm real) strict;
insert into sources (id, name, url, kind, language, country, every, text_use, tier, active, due_at, polled_at, ok_at, baseline_at, failures, problem, etag, last_modified, body_hash, group_name, mapping, user_agent, host, configured_url, moved_to, moved_since, moved_polls, merged_into, whole_at, ttl, skip_hours, skip_days, detail, failing_since, missing_since, gone_at, newest_at, rhythm) values ('ustr', '127.0.0.1', 'http://FEEDS/ustr', 'rss', NULL, NULL, 1.0, 'summary', 2, 1, 1.79602314465189599997e+09, 1.79602314365189599993e+09, 1.79602314365189599993e+09, 1.79602314365189599993e+09, 0, NULL, '"dac2fea64547483e"', 'Mon, 30 Nov 2026 07:18:58 GMT', X'DAC2FEA64547483E91EA407BD7ABB864AD32981AA08DFAE76A2B7DB16F29E47F', NULL, '{}', NULL, 'FEEDS', 'http://FEEDS/ustr', NULL, NULL, 0, NULL, 1.79602314365189599993e+09, NULL, '', '', NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE items (
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
    , facts text not null default '[]') strict;
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (1, 'ustr', 'https://example.org/Quota-from-before-0', X'8ABE19F9E7DB867FD0873BEAD4E9A771', 'Quota from before 0', 'More about it: Quota from before 0.', X'93029494A571756F7461A466726F6DA66265666F7265A1309400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1309700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (2, 'ustr', 'https://example.org/Quota-from-before-1', X'6E9CD5E5EC38EBF9080424ED1C755498', 'Quota from before 1', 'More about it: Quota from before 1.', X'93029494A571756F7461A466726F6DA66265666F7265A1319400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1319700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (3, 'ustr', 'https://example.org/Quota-from-before-2', X'D33BE4CC0EFD187E48352DDA8C7A35D1', 'Quota from before 2', 'More about it: Quota from before 2.', X'93029494A571756F7461A466726F6DA66265666F7265A1329400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1329700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (4, 'ustr', 'https://example.org/Quota-from-before-3', X'950C7DBED29CE0B587FC4A02529C13F9', 'Quota from before 3', 'More about it: Quota from before 3.', X'93029494A571756F7461A466726F6DA66265666F7265A1339400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1339700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (5, 'ustr', 'https://example.org/Quota-from-before-4', X'B800C1393A19CAAEAF3B7B5B3B8CEB0F', 'Quota from before 4', 'More about it: Quota from before 4.', X'93029494A571756F7461A466726F6DA66265666F7265A1349400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1349700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (6, 'ustr', 'https://example.org/Quota-from-before-5', X'6CF6DD663776AA824EDD1AAAD03208B0', 'Quota from before 5', 'More about it: Quota from before 5.', X'93029494A571756F7461A466726F6DA66265666F7265A1359400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1359700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (7, 'ustr', 'https://example.org/Quota-from-before-6', X'71948F86E4F8669D0194C247C97E237B', 'Quota from before 6', 'More about it: Quota from before 6.', X'93029494A571756F7461A466726F6DA66265666F7265A1369400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1369700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (8, 'ustr', 'https://example.org/Quota-from-before-7', X'4FDF68B91CEA1D82F68708F0BB61BAEC', 'Quota from before 7', 'More about it: Quota from before 7.', X'93029494A571756F7461A466726F6DA66265666F7265A1379400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1379700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (9, 'ustr', 'https://example.org/Quota-from-before-8', X'EADB8314CC040DC5F78866EA8EAEE30F', 'Quota from before 8', 'More about it: Quota from before 8.', X'93029494A571756F7461A466726F6DA66265666F7265A1389400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1389700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (10, 'ustr', 'https://example.org/Quota-from-before-9', X'D4D7F325632589F6C4F75612D53743C0', 'Quota from before 9', 'More about it: Quota from before 9.', X'93029494A571756F7461A466726F6DA66265666F7265A1399400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1399700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (11, 'ustr', 'https://example.org/Quota-from-before-10', X'89438F650C6FC578254C957FDDDAE0CE', 'Quota from before 10', 'More about it: Quota from before 10.', X'93029494A571756F7461A466726F6DA66265666F7265A231309400060B1294050A1114C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A231309700050B0F151A2197040A0D14192023C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (12, 'ustr', 'https://example.org/Quota-from-before-11', X'32ED4BCF8630AFF4B6F3B45C5C01C416', 'Quota from before 11', 'More about it: Quota from before 11.', X'93029494A571756F7461A466726F6DA66265666F7265A231319400060B1294050A1114C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A231319700050B0F151A2197040A0D14192023C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (13, 'ustr', 'https://example.org/Quota-from-before-12', X'322CF1CE7307D0298B3BF206DF40E048', 'Quota from before 12', 'More about it: Quota from before 12.', X'93029494A571756F7461A466726F6DA66265666F7265A231329400060B1294050A1114C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A231329700050B0F151A2197040A0D14192023C40704010103010101', 'en', NULL, NULL, 1.79602314365189599993e+09, 1, '[]');
CREATE TABLE item_keys (
        source text not null references sources (id),
        key blob not null,
        at real not null,
        primary key (source, key)
    ) strict, without rowid;
insert into item_keys (source, key, at) values ('ustr', X'0F3C54CC9D7FBDB3FCFA5632D14428AF', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'148F863EEC51FB79E985D91DF4D3F22A', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'166AB21AFA21E001B2187F71C716CF95', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'18EDD1997BE32805236A499AA0584DB6', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'1D224BBB3CAF231F597CB6973CD73AE0', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'1D844E49A60D3C45A65DEA4FEFCCFB02', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'1E97138B7157D7249DFB0343DA5BD688', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'2578356D7D04D978C7539C4EA0FA9986', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'2BCB557F4A3737EF5D0BC5D5A8F4EEB8', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'322CF1CE7307D0298B3BF206DF40E048', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'32ED4BCF8630AFF4B6F3B45C5C01C416', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'3633EED165E902EAE03009A6140B8795', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'37DAB3088A1EA5B192EC02F2DB15ACE8', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'3BA573855AC4B23596B575396F6EF0B3', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'417E9A4B9DE169C10E382DA43DBED49C', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'4D12937F6D5B19789E2BE2CE178D4B3D', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'4FDF68B91CEA1D82F68708F0BB61BAEC', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'6537D4DDCD79019DF574BDDF980DEA0F', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'6651FB7B7C34DA3DB4785A96E6E54EAD', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'6CF6DD663776AA824EDD1AAAD03208B0', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'6E9CD5E5EC38EBF9080424ED1C755498', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'71948F86E4F8669D0194C247C97E237B', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'71E5972A0C781D111DA8017B1500014D', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'744C15BC05DCA96CCAFBFC6915FC0534', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'89438F650C6FC578254C957FDDDAE0CE', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'8ABE19F9E7DB867FD0873BEAD4E9A771', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'93C7AEFA52DB2A08105480EF8B62E3AB', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'950C7DBED29CE0B587FC4A02529C13F9', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'9C20FF391EFBD0C05E64FD29720FB238', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'A8A850B1F013C4E04DFD4AFA95DD2C75', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'B800C1393A19CAAEAF3B7B5B3B8CEB0F', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'CD4BCF858D88E2F25759FB311C71E139', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'D2EBE36B6B429059B03EBB92AF14AB83', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'D33BE4CC0EFD187E48352DDA8C7A35D1', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'D4D7F325632589F6C4F75612D53743C0', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'D64F582A39DAE29D2C7A8F83AAC55301', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'DAC186BCC6EEAAD60D61A670D762C7A0', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'EADB8314CC040DC5F78866EA8EAEE30F', 1.79602314365189599993e+09);
insert into item_keys (source, key, at) values ('ustr', X'F203630D458536941ADBEB71F0867359', 1.79602314365189599993e+09);
CREATE TABLE subscribers (
        id integer primary key,
        address text not null unique,
        language text not null,
        paused_at real,
        pause_reason text,
        created_at real not null
    ) strict;
CREATE TABLE takes (
        subscriber integer not null references subscribers (id) on delete cascade,
        source text not null references sources (id) on delete cascade,
        primary key (subscriber, source)
    ) strict, without rowid;
CREATE TABLE queries (
        id integer primary key,
        rule text not null unique
    ) strict;
CREATE TABLE watches (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        number integer not null,
        query integer not null references queries (id),
        typed text not null,
        muted integer not null default 0,
        created_at real not null,
        removed_at real, meaning integer references queries (id), typed_before text,
        unique (subscriber, number)
    ) strict;
CREATE TABLE decisions (
        id integer primary key,
        item integer not null references items (id) on delete cascade,
        query integer not null references queries (id),
        rule text not null,
        catalogue text not null,
        hits text not null,
        at real not null,
        unique (item, query)
    ) strict;
CREATE TABLE outbox (
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
        listed_in integer references outbox (id), notice text, flood text references sources (id),
        unique (subscriber, item)
    ) strict;
CREATE TABLE reasons (
        alert integer not null references outbox (id) on delete cascade,
        watch integer not null references watches (id) on delete cascade,
        decision integer not null references decisions (id),
        primary key (alert, watch)
    ) strict, without rowid;
CREATE TABLE heartbeats (
        name text primary key,
        at real not null,
        problem text
    ) strict;
insert into heartbeats (name, at, problem) values ('delivery', 1.79602314315207195276e+09, 'Telegram has not answered yet');
insert into heartbeats (name, at, problem) values ('polling', 1.79602314360283589356e+09, NULL);
insert into heartbeats (name, at, problem) values ('telegram', 1.79602314369530701634e+09, NULL);
CREATE VIRTUAL TABLE item_words using fts5(
        title, body, title_names, body_names, facts,
        tokenize = 'unicode61 remove_diacritics 0', columnsize = 0
    );
insert into item_words (rowid, title, body, title_names, body_names, facts) values (1, 'quota from before 0', 'more about it zzbreak quota from before 0', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (2, 'quota from before 1', 'more about it zzbreak quota from before 1', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (3, 'quota from before 2', 'more about it zzbreak quota from before 2', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (4, 'quota from before 3', 'more about it zzbreak quota from before 3', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (5, 'quota from before 4', 'more about it zzbreak quota from before 4', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (6, 'quota from before 5', 'more about it zzbreak quota from before 5', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (7, 'quota from before 6', 'more about it zzbreak quota from before 6', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (8, 'quota from before 7', 'more about it zzbreak quota from before 7', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (9, 'quota from before 8', 'more about it zzbreak quota from before 8', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (10, 'quota from before 9', 'more about it zzbreak quota from before 9', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (11, 'quota from before 10', 'more about it zzbreak quota from before 10', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (12, 'quota from before 11', 'more about it zzbreak quota from before 11', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (13, 'quota from before 12', 'more about it zzbreak quota from before 12', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
CREATE TABLE recognised (
        one integer primary key check (one = 1),
        state text not null,
        pending integer not null
    ) strict;
insert into recognised (one, state, pending) values (1, 'ae1506796644-bdaabd29b4f0', 0);
CREATE TABLE searches (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        typed text not null,
        at real not null,
        unique (subscriber, typed)
    ) strict;
CREATE TABLE own_names (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        entity text not null,
        name text not null,
        key text not null,
        created_at real not null,
        removed_at real
    ) strict;
CREATE TABLE additions (
        id integer primary key,
        source text not null unique references sources (id) on delete cascade,
        state text not null,
        everyone integer not null,
        trusted integer not null,
        wanted text,
        asked_by integer references subscribers (id) on delete set null,
        at real not null
    ) strict;
CREATE TABLE offers (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        url text not null,
        name text not null,
        kind text not null,
        language text,
        trusted integer not null,
        at real not null
    ) strict;
CREATE TABLE hosts (
        host text primary key,
        rests_until real not null
    ) strict, without rowid;
CREATE TABLE groups_off (
        subscriber integer not null references subscribers (id) on delete cascade,
        group_name text not null,
        primary key (subscriber, group_name)
    ) strict, without rowid;
CREATE TABLE troubles (
        source text not null references sources (id) on delete cascade,
        trouble text not null,
        since real not null,
        operators_at real,
        subscribers_at real,
        primary key (source, trouble)
    ) strict, without rowid;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX items_by_seen on items (seen_at);
CREATE INDEX items_by_link on items (link_key);
CREATE INDEX item_keys_by_age on item_keys (at);
CREATE INDEX watches_by_query on watches (query) where removed_at is null;
CREATE INDEX outbox_waiting on outbox (subscriber, id) where state in ('queued', 'in flight');
CREATE INDEX outbox_by_message on outbox (subscriber, message) where message is not null;
CREATE INDEX outbox_by_list on outbox (listed_in) where listed_in is not null;
CREATE TRIGGER item_words_go after delete on items begin
        delete from item_words where rowid = old.id;
    end;
CREATE INDEX items_by_date on items (coalesce(published_at, seen_at));
CREATE UNIQUE INDEX own_names_by_key on own_names (subscriber, key, entity);
CREATE INDEX outbox_gathering on outbox (flood) where state = 'gathering';
CREATE INDEX sources_waiting on sources (due_at) where active and merged_into is null;
commit;
