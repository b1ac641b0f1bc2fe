-- made at 1796023701
pragma application_id=1414677591;
pragma user_version=10;
begin;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (1, 'tradewatch', 'm0001_the_whole_way', '2026-11-30 07:26:17.935475+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (2, 'tradewatch', 'm0002_facts', '2026-11-30 07:26:17.942916+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (3, 'tradewatch', 'm0003_search', '2026-11-30 07:26:17.950710+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (4, 'tradewatch', 'm0004_own_names', '2026-11-30 07:26:17.952721+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (5, 'tradewatch', 'm0005_groups_and_mappings', '2026-11-30 07:26:17.955020+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (6, 'tradewatch', 'm0007_additions', '2026-11-30 07:26:17.962803+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (7, 'tradewatch', 'm0008_manners', '2026-11-30 07:26:17.973990+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (8, 'tradewatch', 'm0009_health', '2026-11-30 07:26:17.982147+00:00');
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (9, 'tradewatch', 'm0010_one_queue', '2026-11-30 07:26:17.998114+00:00');
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
insert into sources (id, name, url, kind, language, country, every, text_use, tier, active, due_at, polled_at, ok_at, baseline_at, failures, problem, etag, last_modified, body_hash, group_name, mapping, user_agent, host, configured_url, moved_to, moved_since, moved_polls, merged_into, whole_at, ttl, skip_hours, skip_days, detail, failing_since, missing_since, gone_at, newest_at, rhythm) values ('ustr', 'USTR', 'http://FEEDS/ustr', 'rss', NULL, NULL, 1.0, 'summary', 2, 1, 1796023701.31939, 1796023700.31939, 1796023700.31939, 1.79602358021267390249e+09, 0, NULL, '"c6286f0a10da6e90"', 'Mon, 30 Nov 2026 07:28:19 GMT', X'C6286F0A10DA6E90E9CC46167235294D2DEA65CA33E4D8B4166DCBEB7A2FC0A6', 'us', '{}', NULL, 'FEEDS', 'http://FEEDS/ustr', NULL, NULL, 0, NULL, 1796023700.31939, NULL, '', '', NULL, NULL, NULL, NULL, 1796023700.31939, NULL);
insert into sources (id, name, url, kind, language, country, every, text_use, tier, active, due_at, polled_at, ok_at, baseline_at, failures, problem, etag, last_modified, body_hash, group_name, mapping, user_agent, host, configured_url, moved_to, moved_since, moved_polls, merged_into, whole_at, ttl, skip_hours, skip_days, detail, failing_since, missing_since, gone_at, newest_at, rhythm) values ('meti', 'METI', 'http://FEEDS/meti', 'rss', NULL, NULL, 1.0, 'summary', 2, 1, 1.79602370219260191923e+09, 1.79602370119260191919e+09, 1.79602370119260191919e+09, 1.79602358034462404254e+09, 0, NULL, '"b9a9f9164c468100"', 'Mon, 30 Nov 2026 07:28:20 GMT', X'B9A9F9164C468100905D16B6FBDF6EDFC911185E2C0B3C9251FF0670819E4D4F', 'japan', '{}', NULL, 'FEEDS', 'http://FEEDS/meti', NULL, NULL, 0, NULL, 1.79602370119260191919e+09, NULL, '', '', NULL, NULL, NULL, NULL, 1.79602370119260191919e+09, NULL);
insert into sources (id, name, url, kind, language, country, every, text_use, tier, active, due_at, polled_at, ok_at, baseline_at, failures, problem, etag, last_modified, body_hash, group_name, mapping, user_agent, host, configured_url, moved_to, moved_since, moved_polls, merged_into, whole_at, ttl, skip_hours, skip_days, detail, failing_since, missing_since, gone_at, newest_at, rhythm) values ('mof', 'MOF', 'http://FEEDS/mof', 'rss', NULL, NULL, 1.0, 'summary', 2, 1, 1.79602370118497300151e+09, 1.79602370018497300152e+09, 1.79602370018497300152e+09, 1.79602358047519397739e+09, 0, NULL, '"45999c8156ec3079"', 'Mon, 30 Nov 2026 07:28:19 GMT', X'45999C8156EC307982C4EEC4E9D483952C684140F32A47828FB15980C5DAE3EF', 'taiwan', '{}', NULL, 'FEEDS', 'http://FEEDS/mof', NULL, NULL, 0, NULL, 1.79602370018497300152e+09, NULL, '', '', NULL, NULL, NULL, NULL, 1.79602370018497300152e+09, NULL);
insert into sources (id, name, url, kind, language, country, every, text_use, tier, active, due_at, polled_at, ok_at, baseline_at, failures, problem, etag, last_modified, body_hash, group_name, mapping, user_agent, host, configured_url, moved_to, moved_since, moved_polls, merged_into, whole_at, ttl, skip_hours, skip_days, detail, failing_since, missing_since, gone_at, newest_at, rhythm) values ('gone', 'GONE', 'http://FEEDS/gone', 'rss', NULL, NULL, 1.0, 'summary', 2, 1, 1.79667442806763792036e+09, 1.79602358369264101982e+09, 1.79602358206420707701e+09, 1.79602358059476494792e+09, 1, 'BadStatus', '"650c777c2a7ebd21"', 'Mon, 30 Nov 2026 07:26:09 GMT', X'650C777C2A7EBD21C1DAD2D127B149D5133E902AC1C349A08A03BD40FB106778', 'us', '{}', NULL, 'FEEDS', 'http://FEEDS/gone', NULL, NULL, 0, NULL, 1.79602358059476494792e+09, NULL, '', '', '410', 1.79602358369264101982e+09, NULL, 1.79602358369264101982e+09, NULL, NULL);
insert into sources (id, name, url, kind, language, country, every, text_use, tier, active, due_at, polled_at, ok_at, baseline_at, failures, problem, etag, last_modified, body_hash, group_name, mapping, user_agent, host, configured_url, moved_to, moved_since, moved_polls, merged_into, whole_at, ttl, skip_hours, skip_days, detail, failing_since, missing_since, gone_at, newest_at, rhythm) values ('shaky', 'SHAKY', 'http://FEEDS/shaky', 'rss', NULL, NULL, 1.0, 'summary', 2, 1, 1.7960237038739690781e+09, 1.79602364367750406267e+09, NULL, NULL, 7, 'BadStatus', NULL, NULL, NULL, 'press', '{}', NULL, 'FEEDS', 'http://FEEDS/shaky', NULL, NULL, 0, NULL, NULL, NULL, '', '', '503', 1.79602358070950603487e+09, NULL, NULL, NULL, NULL);
insert into sources (id, name, url, kind, language, country, every, text_use, tier, active, due_at, polled_at, ok_at, baseline_at, failures, problem, etag, last_modified, body_hash, group_name, mapping, user_agent, host, configured_url, moved_to, moved_since, moved_polls, merged_into, whole_at, ttl, skip_hours, skip_days, detail, failing_since, missing_since, gone_at, newest_at, rhythm) values ('added.127.0.0.1.5b14557258', 'added', 'http://FEEDS/added', 'rss', 'en', NULL, 1.0, 'summary', 2, 1, 1.79602370167590904238e+09, 1.79602370067590904234e+09, 1.79602370067590904234e+09, 1.79602358335009288791e+09, 0, NULL, '"daa7c6d4da2621d0"', 'Mon, 30 Nov 2026 07:26:09 GMT', X'DAA7C6D4DA2621D058CF75669FA96B534A31332815CAD9DB6827B3578D1EF45A', NULL, '{}', NULL, 'FEEDS', 'http://FEEDS/added', NULL, NULL, 0, NULL, 1.79602358335009288791e+09, NULL, '', '', NULL, NULL, NULL, NULL, NULL, NULL);
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
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (1, 'ustr', 'https://example.org/Nothing-in-particular-from-ustr', X'D48A385D597DC99EBA49A15B9EAAB2A1', 'Nothing in particular from ustr', 'More about it: Nothing in particular from ustr.', X'93029495A76E6F7468696E67A2696EAA706172746963756C6172A466726F6DA4757374729500080B161B95070A151A1FC40504010101019498A46D6F7265A561626F7574A26974A76E6F7468696E67A2696EAA706172746963756C6172A466726F6DA4757374729800050B0F171A252A98040A0D161924292EC4080401010301010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (2, 'ustr', 'https://example.org/Quota-from-before-0', X'8ABE19F9E7DB867FD0873BEAD4E9A771', 'Quota from before 0', 'More about it: Quota from before 0.', X'93029494A571756F7461A466726F6DA66265666F7265A1309400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1309700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (3, 'ustr', 'https://example.org/Quota-from-before-1', X'6E9CD5E5EC38EBF9080424ED1C755498', 'Quota from before 1', 'More about it: Quota from before 1.', X'93029494A571756F7461A466726F6DA66265666F7265A1319400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1319700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (4, 'ustr', 'https://example.org/Quota-from-before-2', X'D33BE4CC0EFD187E48352DDA8C7A35D1', 'Quota from before 2', 'More about it: Quota from before 2.', X'93029494A571756F7461A466726F6DA66265666F7265A1329400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1329700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (5, 'ustr', 'https://example.org/Quota-from-before-3', X'950C7DBED29CE0B587FC4A02529C13F9', 'Quota from before 3', 'More about it: Quota from before 3.', X'93029494A571756F7461A466726F6DA66265666F7265A1339400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1339700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (6, 'ustr', 'https://example.org/Quota-from-before-4', X'B800C1393A19CAAEAF3B7B5B3B8CEB0F', 'Quota from before 4', 'More about it: Quota from before 4.', X'93029494A571756F7461A466726F6DA66265666F7265A1349400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1349700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (7, 'ustr', 'https://example.org/Quota-from-before-5', X'6CF6DD663776AA824EDD1AAAD03208B0', 'Quota from before 5', 'More about it: Quota from before 5.', X'93029494A571756F7461A466726F6DA66265666F7265A1359400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1359700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (8, 'ustr', 'https://example.org/Quota-from-before-6', X'71948F86E4F8669D0194C247C97E237B', 'Quota from before 6', 'More about it: Quota from before 6.', X'93029494A571756F7461A466726F6DA66265666F7265A1369400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1369700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (9, 'ustr', 'https://example.org/Quota-from-before-7', X'4FDF68B91CEA1D82F68708F0BB61BAEC', 'Quota from before 7', 'More about it: Quota from before 7.', X'93029494A571756F7461A466726F6DA66265666F7265A1379400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1379700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (10, 'ustr', 'https://example.org/Quota-from-before-8', X'EADB8314CC040DC5F78866EA8EAEE30F', 'Quota from before 8', 'More about it: Quota from before 8.', X'93029494A571756F7461A466726F6DA66265666F7265A1389400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1389700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (11, 'ustr', 'https://example.org/Quota-from-before-9', X'D4D7F325632589F6C4F75612D53743C0', 'Quota from before 9', 'More about it: Quota from before 9.', X'93029494A571756F7461A466726F6DA66265666F7265A1399400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1399700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (12, 'ustr', 'https://example.org/Quota-from-before-10', X'89438F650C6FC578254C957FDDDAE0CE', 'Quota from before 10', 'More about it: Quota from before 10.', X'93029494A571756F7461A466726F6DA66265666F7265A231309400060B1294050A1114C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A231309700050B0F151A2197040A0D14192023C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (13, 'ustr', 'https://example.org/Quota-from-before-11', X'32ED4BCF8630AFF4B6F3B45C5C01C416', 'Quota from before 11', 'More about it: Quota from before 11.', X'93029494A571756F7461A466726F6DA66265666F7265A231319400060B1294050A1114C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A231319700050B0F151A2197040A0D14192023C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (14, 'ustr', 'https://example.org/Quota-from-before-12', X'322CF1CE7307D0298B3BF206DF40E048', 'Quota from before 12', 'More about it: Quota from before 12.', X'93029494A571756F7461A466726F6DA66265666F7265A231329400060B1294050A1114C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A231329700050B0F151A2197040A0D14192023C40704010103010101', 'en', NULL, NULL, 1.79602358021267390249e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (15, 'meti', 'https://example.org/Nothing-in-particular-from-meti', X'B829B53E1CC8992AFD9267E9F5DFC445', 'Nothing in particular from meti', 'More about it: Nothing in particular from meti.', X'93029495A76E6F7468696E67A2696EAA706172746963756C6172A466726F6DA46D6574699500080B161B95070A151A1FC40504010101019498A46D6F7265A561626F7574A26974A76E6F7468696E67A2696EAA706172746963756C6172A466726F6DA46D6574699800050B0F171A252A98040A0D161924292EC4080401010301010101', 'en', NULL, NULL, 1.79602358034462404254e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (16, 'mof', 'https://example.org/Nothing-in-particular-from-mof', X'366D9CC3650B2C742FA1BBE4035E796B', 'Nothing in particular from mof', 'More about it: Nothing in particular from mof.', X'93029495A76E6F7468696E67A2696EAA706172746963756C6172A466726F6DA36D6F669500080B161B95070A151A1EC40504010101019498A46D6F7265A561626F7574A26974A76E6F7468696E67A2696EAA706172746963756C6172A466726F6DA36D6F669800050B0F171A252A98040A0D161924292DC4080401010301010101', 'en', NULL, NULL, 1.79602358047519397739e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (17, 'gone', 'https://example.org/Soon-gone', X'5947CD826DD922416196FE4CC2776004', 'Soon gone', 'More about it: Soon gone.', X'93029492A4736F6F6EA4676F6E65920005920409C40204019495A46D6F7265A561626F7574A26974A4736F6F6EA4676F6E659500050B0F1495040A0D1318C4050401010301', 'en', NULL, NULL, 1.79602358059476494792e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (18, 'ustr', 'https://example.org/Quota-on-wool', X'9AF2EC660FB6135DD1A411AA985E681F', 'Quota on wool', 'More about it: Quota on wool.', X'93029493A571756F7461A26F6EA4776F6F6C930006099305080DC4030401019496A46D6F7265A561626F7574A26974A571756F7461A26F6EA4776F6F6C9600050B0F151896040A0D14171CC406040101030101', 'en', NULL, NULL, 1.79602358323915600778e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (19, 'ustr', 'https://example.org/TSMC-tariffs-rise', X'A1CDB03761109A3936D9A66C66696EA7', 'TSMC tariffs rise', 'More about it: TSMC tariffs rise.', X'93029493A474736D63A774617269666673A4726973659300050D93040C11C4030401019496A46D6F7265A561626F7574A26974A474736D63A774617269666673A4726973659600050B0F141C96040A0D131B20C406040101030101', 'en', NULL, NULL, 1.79602358323915600778e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (20, 'ustr', 'https://example.org/Steel-prices', X'7367CDC1A6351401043437B9B529B2B5', 'Steel prices', 'More about it: Steel prices.', X'93029492A5737465656CA670726963657392000692050CC40204019495A46D6F7265A561626F7574A26974A5737465656CA67072696365739500050B0F1595040A0D141BC4050401010301', 'en', NULL, NULL, 1.79602358323915600778e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (21, 'ustr', 'https://example.org/Export-administration-rules', X'AE88DCB7DE3B55367EC02CD241CB6EA3', 'Export administration rules', 'More about it: Export administration rules.', X'93029493A66578706F7274AE61646D696E697374726174696F6EA572756C6573930007169306151BC4030401019496A46D6F7265A561626F7574A26974A66578706F7274AE61646D696E697374726174696F6EA572756C65739600050B0F162596040A0D15242AC406040101030101', 'en', NULL, NULL, 1.79602358323915600778e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (22, 'added.127.0.0.1.5b14557258', 'https://example.org/Nothing-in-particular-from-added', X'C639DFAA2B42C9ADC4D0A53567070096', 'Nothing in particular from added', 'More about it: Nothing in particular from added.', X'93029495A76E6F7468696E67A2696EAA706172746963756C6172A466726F6DA561646465649500080B161B95070A151A20C40504010101019498A46D6F7265A561626F7574A26974A76E6F7468696E67A2696EAA706172746963756C6172A466726F6DA561646465649800050B0F171A252A98040A0D161924292FC4080401010301010101', 'en', NULL, NULL, 1.79602358335009288791e+09, 1, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (23, 'meti', 'https://example.org/熊本の関税', X'85AE5079D12FE8492D7619139FAEDAA8', '熊本の関税', 'More about it: 熊本の関税.', X'93029495A3E7868AA3E69CACA3E381AEA3E585B3A3E7A88E950001020304950102030405C40504000000009498A46D6F7265A561626F7574A26974A3E7868AA3E69CACA3E381AEA3E585B3A3E7A88E9800050B0F1011121398040A0D1011121314C4080401010300000000', 'ja', NULL, NULL, 1.79602358347194790847e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (24, 'mof', 'https://example.org/台積電與關稅', X'5C1500F4689722924D6F0743DC8C5784', '台積電與關稅', 'More about it: 台積電與關稅.', X'93029496A3E58FB0A3E7A7AFA3E794B5A3E4B88EA3E585B3A3E7A88E9600010203040596010203040506C4060400000000009499A46D6F7265A561626F7574A26974A3E58FB0A3E7A7AFA3E794B5A3E4B88EA3E585B3A3E7A88E9900050B0F101112131499040A0D101112131415C409040101030000000000', 'zh-Hant', NULL, NULL, 1.79602358358609604837e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (25, 'ustr', 'https://example.org/Quota-of-a-flood-0', X'783E1E607B7F3E905BF90961B8A22A84', 'Quota of a flood 0', 'More about it: Quota of a flood 0.', X'93029495A571756F7461A26F66A161A5666C6F6F64A130950006090B119505080A1012C40504010101019498A46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A1309800050B0F15181A2098040A0D1417191F21C4080401010301010101', 'en', NULL, NULL, 1.79602359022731399539e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (26, 'ustr', 'https://example.org/Quota-of-a-flood-1', X'B1FDEC29A41E94269A9A818730F9AA87', 'Quota of a flood 1', 'More about it: Quota of a flood 1.', X'93029495A571756F7461A26F66A161A5666C6F6F64A131950006090B119505080A1012C40504010101019498A46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A1319800050B0F15181A2098040A0D1417191F21C4080401010301010101', 'en', NULL, NULL, 1.79602359022731399539e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (27, 'ustr', 'https://example.org/Quota-of-a-flood-2', X'19155889450C737B0A38AEB6F270994B', 'Quota of a flood 2', 'More about it: Quota of a flood 2.', X'93029495A571756F7461A26F66A161A5666C6F6F64A132950006090B119505080A1012C40504010101019498A46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A1329800050B0F15181A2098040A0D1417191F21C4080401010301010101', 'en', NULL, NULL, 1.79602359022731399539e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (28, 'ustr', 'https://example.org/Quota-of-a-flood-3', X'4EFC121CF73B5C05D9D0C535A6841755', 'Quota of a flood 3', 'More about it: Quota of a flood 3.', X'93029495A571756F7461A26F66A161A5666C6F6F64A133950006090B119505080A1012C40504010101019498A46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A1339800050B0F15181A2098040A0D1417191F21C4080401010301010101', 'en', NULL, NULL, 1.79602359022731399539e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (29, 'ustr', 'https://example.org/Quota-of-a-flood-4', X'513B8AD9AB2FC2417CAE84FEBC55CB32', 'Quota of a flood 4', 'More about it: Quota of a flood 4.', X'93029495A571756F7461A26F66A161A5666C6F6F64A134950006090B119505080A1012C40504010101019498A46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A1349800050B0F15181A2098040A0D1417191F21C4080401010301010101', 'en', NULL, NULL, 1.79602359022731399539e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (30, 'ustr', 'https://example.org/Quota-of-a-flood-5', X'00AE9032A5763B05C14018FBC59DD85C', 'Quota of a flood 5', 'More about it: Quota of a flood 5.', X'93029495A571756F7461A26F66A161A5666C6F6F64A135950006090B119505080A1012C40504010101019498A46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A1359800050B0F15181A2098040A0D1417191F21C4080401010301010101', 'en', NULL, NULL, 1.79602359022731399539e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (31, 'ustr', 'https://example.org/Quota-of-a-flood-6', X'C9C368E99D11DB4370B686E44BCD36DE', 'Quota of a flood 6', 'More about it: Quota of a flood 6.', X'93029495A571756F7461A26F66A161A5666C6F6F64A136950006090B119505080A1012C40504010101019498A46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A1369800050B0F15181A2098040A0D1417191F21C4080401010301010101', 'en', NULL, NULL, 1.79602359022731399539e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (32, 'ustr', 'https://example.org/Quota-of-a-flood-7', X'8036E886CCA1C4B449F07423303D4C09', 'Quota of a flood 7', 'More about it: Quota of a flood 7.', X'93029495A571756F7461A26F66A161A5666C6F6F64A137950006090B119505080A1012C40504010101019498A46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A1379800050B0F15181A2098040A0D1417191F21C4080401010301010101', 'en', NULL, NULL, 1.79602359022731399539e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (33, 'mof', 'https://example.org/台積電熊本工場-under-way-4', X'32F36F43A6F32219799B9726F6AFAD03', '台積電熊本工場 under way 4', 'More about it: 台積電熊本工場 under way 4.', X'9302949AA3E58FB0A3E7A7AFA3E794B5A3E7868AA3E69CACA3E5B7A5A3E59CBAA5756E646572A3776179A1349A00010203040506080E129A010203040506070D1113C40A04000000000000010101949DA46D6F7265A561626F7574A26974A3E58FB0A3E7A7AFA3E794B5A3E7868AA3E69CACA3E5B7A5A3E59CBAA5756E646572A3776179A1349D00050B0F101112131415171D219D040A0D101112131415161C2022C40D04010103000000000000010101', 'zh-Hant', NULL, NULL, 1.79602370018497300152e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (34, 'mof', 'https://example.org/関税-under-way-5', X'83580CF54A4C854BF680345DA5D572DA', '関税 under way 5', 'More about it: 関税 under way 5.', X'93029495A3E585B3A3E7A88EA5756E646572A3776179A13595000103090D950102080C0EC40504000101019498A46D6F7265A561626F7574A26974A3E585B3A3E7A88EA5756E646572A3776179A1359800050B0F1012181C98040A0D1011171B1DC4080401010300010101', 'en', NULL, NULL, 1.79602370018497300152e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (35, 'ustr', 'https://example.org/Quota-under-way-1', X'BD9773E797E12178A59445AC51D537E7', 'Quota under way 1', 'More about it: Quota under way 1.', X'93029494A571756F7461A5756E646572A3776179A1319400060C1094050B0F11C404040101019497A46D6F7265A561626F7574A26974A571756F7461A5756E646572A3776179A1319700050B0F151B1F97040A0D141A1E20C40704010103010101', 'en', NULL, NULL, 1796023700.31939, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (36, 'ustr', 'https://example.org/TSMC-tariffs-under-way-2', X'CA09317D4ABD86D6F847AB755837EFB0', 'TSMC tariffs under way 2', 'More about it: TSMC tariffs under way 2.', X'93029495A474736D63A774617269666673A5756E646572A3776179A1329500050D131795040C121618C40504010101019498A46D6F7265A561626F7574A26974A474736D63A774617269666673A5756E646572A3776179A1329800050B0F141C222698040A0D131B212527C4080401010301010101', 'en', NULL, NULL, 1796023700.31939, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (37, 'ustr', 'https://example.org/Quota-under-way-3', X'4B6B6A6CDDAC36CECEADB994EA8492ED', 'Quota under way 3', 'More about it: Quota under way 3.', X'93029494A571756F7461A5756E646572A3776179A1339400060C1094050B0F11C404040101019497A46D6F7265A561626F7574A26974A571756F7461A5756E646572A3776179A1339700050B0F151B1F97040A0D141A1E20C40704010103010101', 'en', NULL, NULL, 1796023700.31939, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (38, 'meti', 'https://example.org/Quota-of-a-flood-under-way-0', X'96C6E75E1A74A40FE974865D2E15C3A2', 'Quota of a flood under way 0', 'More about it: Quota of a flood under way 0.', X'93029497A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A130970006090B11171B9705080A10161A1CC40704010101010101949AA46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A1309A00050B0F15181A20262A9A040A0D1417191F25292BC40A04010103010101010101', 'en', NULL, NULL, 1.79602370119260191919e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (39, 'meti', 'https://example.org/Quota-of-a-flood-under-way-1', X'BC50AAF80886DEF903F83DFE7C081C96', 'Quota of a flood under way 1', 'More about it: Quota of a flood under way 1.', X'93029497A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A131970006090B11171B9705080A10161A1CC40704010101010101949AA46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A1319A00050B0F15181A20262A9A040A0D1417191F25292BC40A04010103010101010101', 'en', NULL, NULL, 1.79602370119260191919e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (40, 'meti', 'https://example.org/Quota-of-a-flood-under-way-2', X'44EC4197E24F3F2612653BDC6CE86D91', 'Quota of a flood under way 2', 'More about it: Quota of a flood under way 2.', X'93029497A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A132970006090B11171B9705080A10161A1CC40704010101010101949AA46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A1329A00050B0F15181A20262A9A040A0D1417191F25292BC40A04010103010101010101', 'en', NULL, NULL, 1.79602370119260191919e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (41, 'meti', 'https://example.org/Quota-of-a-flood-under-way-3', X'642F15905544DDA1AA628FF3E81E3AD4', 'Quota of a flood under way 3', 'More about it: Quota of a flood under way 3.', X'93029497A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A133970006090B11171B9705080A10161A1CC40704010101010101949AA46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A1339A00050B0F15181A20262A9A040A0D1417191F25292BC40A04010103010101010101', 'en', NULL, NULL, 1.79602370119260191919e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (42, 'meti', 'https://example.org/Quota-of-a-flood-under-way-4', X'0D568BAD9C9D08423ACFF68283E74B78', 'Quota of a flood under way 4', 'More about it: Quota of a flood under way 4.', X'93029497A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A134970006090B11171B9705080A10161A1CC40704010101010101949AA46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A1349A00050B0F15181A20262A9A040A0D1417191F25292BC40A04010103010101010101', 'en', NULL, NULL, 1.79602370119260191919e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (43, 'meti', 'https://example.org/Quota-of-a-flood-under-way-5', X'EBB5219C77F4B86A7808255BCAA1832E', 'Quota of a flood under way 5', 'More about it: Quota of a flood under way 5.', X'93029497A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A135970006090B11171B9705080A10161A1CC40704010101010101949AA46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A1359A00050B0F15181A20262A9A040A0D1417191F25292BC40A04010103010101010101', 'en', NULL, NULL, 1.79602370119260191919e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (44, 'meti', 'https://example.org/Quota-of-a-flood-under-way-6', X'722B5A84A9FDB6BB834C192B3FC72BC0', 'Quota of a flood under way 6', 'More about it: Quota of a flood under way 6.', X'93029497A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A136970006090B11171B9705080A10161A1CC40704010101010101949AA46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A1369A00050B0F15181A20262A9A040A0D1417191F25292BC40A04010103010101010101', 'en', NULL, NULL, 1.79602370119260191919e+09, 0, '[]');
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline, facts) values (45, 'meti', 'https://example.org/Quota-of-a-flood-under-way-7', X'D12E71A417ECD8BF52D22858D3342CBB', 'Quota of a flood under way 7', 'More about it: Quota of a flood under way 7.', X'93029497A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A137970006090B11171B9705080A10161A1CC40704010101010101949AA46D6F7265A561626F7574A26974A571756F7461A26F66A161A5666C6F6F64A5756E646572A3776179A1379A00050B0F15181A20262A9A040A0D1417191F25292BC40A04010103010101010101', 'en', NULL, NULL, 1.79602370119260191919e+09, 0, '[]');
CREATE TABLE item_keys (
        source text not null references sources (id),
        key blob not null,
        at real not null,
        primary key (source, key)
    ) strict, without rowid;
insert into item_keys (source, key, at) values ('ustr', X'03652ECC477CB6BE8977B6C86984D44A', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'0F3C54CC9D7FBDB3FCFA5632D14428AF', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'148F863EEC51FB79E985D91DF4D3F22A', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'166AB21AFA21E001B2187F71C716CF95', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'18EDD1997BE32805236A499AA0584DB6', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'1D224BBB3CAF231F597CB6973CD73AE0', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'1D844E49A60D3C45A65DEA4FEFCCFB02', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'1E97138B7157D7249DFB0343DA5BD688', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'2578356D7D04D978C7539C4EA0FA9986', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'2BCB557F4A3737EF5D0BC5D5A8F4EEB8', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'322CF1CE7307D0298B3BF206DF40E048', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'32ED4BCF8630AFF4B6F3B45C5C01C416', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'3633EED165E902EAE03009A6140B8795', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'37DAB3088A1EA5B192EC02F2DB15ACE8', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'3BA573855AC4B23596B575396F6EF0B3', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'417E9A4B9DE169C10E382DA43DBED49C', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'4D12937F6D5B19789E2BE2CE178D4B3D', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'4FDF68B91CEA1D82F68708F0BB61BAEC', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'6537D4DDCD79019DF574BDDF980DEA0F', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'6651FB7B7C34DA3DB4785A96E6E54EAD', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'6CF6DD663776AA824EDD1AAAD03208B0', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'6E9CD5E5EC38EBF9080424ED1C755498', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'71948F86E4F8669D0194C247C97E237B', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'71E5972A0C781D111DA8017B1500014D', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'744C15BC05DCA96CCAFBFC6915FC0534', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'89438F650C6FC578254C957FDDDAE0CE', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'8ABE19F9E7DB867FD0873BEAD4E9A771', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'93C7AEFA52DB2A08105480EF8B62E3AB', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'950C7DBED29CE0B587FC4A02529C13F9', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'9C20FF391EFBD0C05E64FD29720FB238', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'9F1C70B9FF1D17D80762B67DA72ADBF9', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'A8A850B1F013C4E04DFD4AFA95DD2C75', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'B800C1393A19CAAEAF3B7B5B3B8CEB0F', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'CD4BCF858D88E2F25759FB311C71E139', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'D2EBE36B6B429059B03EBB92AF14AB83', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'D33BE4CC0EFD187E48352DDA8C7A35D1', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'D48A385D597DC99EBA49A15B9EAAB2A1', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'D4D7F325632589F6C4F75612D53743C0', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'D64F582A39DAE29D2C7A8F83AAC55301', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'DAC186BCC6EEAAD60D61A670D762C7A0', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'EADB8314CC040DC5F78866EA8EAEE30F', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('ustr', X'F203630D458536941ADBEB71F0867359', 1.79602358021267390249e+09);
insert into item_keys (source, key, at) values ('meti', X'029C1B596B0680AAB55DD066A1DA19E4', 1.79602358034462404254e+09);
insert into item_keys (source, key, at) values ('meti', X'4718D5A69E10E605A4AA93AFB9AEA780', 1.79602358034462404254e+09);
insert into item_keys (source, key, at) values ('meti', X'B829B53E1CC8992AFD9267E9F5DFC445', 1.79602358034462404254e+09);
insert into item_keys (source, key, at) values ('mof', X'366D9CC3650B2C742FA1BBE4035E796B', 1.79602358047519397739e+09);
insert into item_keys (source, key, at) values ('mof', X'B5BB28D70EF8AFD0D68CDA893EC8A141', 1.79602358047519397739e+09);
insert into item_keys (source, key, at) values ('mof', X'E88CDF9D7B8B97D81AA1A037FB01F97A', 1.79602358047519397739e+09);
insert into item_keys (source, key, at) values ('gone', X'01CDBA020637A9831B91327A7ABD5689', 1.79602358059476494792e+09);
insert into item_keys (source, key, at) values ('gone', X'5947CD826DD922416196FE4CC2776004', 1.79602358059476494792e+09);
insert into item_keys (source, key, at) values ('gone', X'DD7054BD233072D934D0EAAF9D3C80D3', 1.79602358059476494792e+09);
insert into item_keys (source, key, at) values ('ustr', X'2657844280F16EAE25F3BAFB63D500B9', 1.79602358323915600778e+09);
insert into item_keys (source, key, at) values ('ustr', X'3E14AC94F8E4598722869CEA327A429E', 1.79602358323915600778e+09);
insert into item_keys (source, key, at) values ('ustr', X'6F5182501EFEDE154A96CD06CFEA8D1F', 1.79602358323915600778e+09);
insert into item_keys (source, key, at) values ('ustr', X'7367CDC1A6351401043437B9B529B2B5', 1.79602358323915600778e+09);
insert into item_keys (source, key, at) values ('ustr', X'9AF2EC660FB6135DD1A411AA985E681F', 1.79602358323915600778e+09);
insert into item_keys (source, key, at) values ('ustr', X'A1CDB03761109A3936D9A66C66696EA7', 1.79602358323915600778e+09);
insert into item_keys (source, key, at) values ('ustr', X'AE88DCB7DE3B55367EC02CD241CB6EA3', 1.79602358323915600778e+09);
insert into item_keys (source, key, at) values ('ustr', X'AFA1AD8791CCA941ADBA4F012C0ECD0E', 1.79602358323915600778e+09);
insert into item_keys (source, key, at) values ('ustr', X'D1604E5A2C2AB3671C256FDF513E8638', 1.79602358323915600778e+09);
insert into item_keys (source, key, at) values ('ustr', X'D7FAEB1127006461E587DD3CD258E1CB', 1.79602358323915600778e+09);
insert into item_keys (source, key, at) values ('ustr', X'DE981E69910BB818B8A45ED0FD2DF698', 1.79602358323915600778e+09);
insert into item_keys (source, key, at) values ('ustr', X'FE5D2FA778E0BB265D81455F5A864F45', 1.79602358323915600778e+09);
insert into item_keys (source, key, at) values ('added.127.0.0.1.5b14557258', X'0CA2E240C32070F6D7DF0D3038DF6A12', 1.79602358335009288791e+09);
insert into item_keys (source, key, at) values ('added.127.0.0.1.5b14557258', X'681941B282EB2098E8E0AF390654B026', 1.79602358335009288791e+09);
insert into item_keys (source, key, at) values ('added.127.0.0.1.5b14557258', X'C639DFAA2B42C9ADC4D0A53567070096', 1.79602358335009288791e+09);
insert into item_keys (source, key, at) values ('meti', X'85AE5079D12FE8492D7619139FAEDAA8', 1.79602358347194790847e+09);
insert into item_keys (source, key, at) values ('meti', X'964010BD881B44C728C60E0C51BC8177', 1.79602358347194790847e+09);
insert into item_keys (source, key, at) values ('meti', X'B2FB6BCEE2F94DC29C6E50924F9717E2', 1.79602358347194790847e+09);
insert into item_keys (source, key, at) values ('mof', X'5C1500F4689722924D6F0743DC8C5784', 1.79602358358609604837e+09);
insert into item_keys (source, key, at) values ('mof', X'C37A070D8662817C1729550126C6C1F1', 1.79602358358609604837e+09);
insert into item_keys (source, key, at) values ('mof', X'F4318F7633361503F29D72D682FB19C1', 1.79602358358609604837e+09);
insert into item_keys (source, key, at) values ('ustr', X'00AE9032A5763B05C14018FBC59DD85C', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'0C7780E4B65A50C1AD23309ED74848F0', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'19155889450C737B0A38AEB6F270994B', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'1F096874304E3F91312EEC3D32705923', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'4EFC121CF73B5C05D9D0C535A6841755', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'513B8AD9AB2FC2417CAE84FEBC55CB32', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'5D8838A1BA4825ABD2960233AC385C5C', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'783E1E607B7F3E905BF90961B8A22A84', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'7D6349AFD6BC35790F04237ADAE1984A', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'8036E886CCA1C4B449F07423303D4C09', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'86C6099DD11C483F8CA49F12887B208E', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'9B09E2FE1391EB61380DE9409F6CE360', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'9F486CA017102432F05A651986B554C5', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'A94A635BD09CE4D068B3C4EFA1A201CB', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'ACB3053092B1358C638C517C238FA360', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'ADD92964933BE2FCE3CDE3C514D9C746', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'B1FDEC29A41E94269A9A818730F9AA87', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'BCC829987DDA68F0A55C354C9375534E', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'C31C2D0D860B0029E34BCB5A1204B593', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'C9C368E99D11DB4370B686E44BCD36DE', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'D4FCBCF1F9E4749CF2E99468BCD2FD46', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'DE198A96C91955D2BD8CF9FD98C9654A', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'DE4DE1EE0F05F021DCC53C9D73478AB4', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('ustr', X'ED35CCE7FEACCAB7E2A2304D4CA25557', 1.79602359022731399539e+09);
insert into item_keys (source, key, at) values ('mof', X'17B70699F517B00117C7A308ABA6376D', 1.79602370018497300152e+09);
insert into item_keys (source, key, at) values ('mof', X'32F36F43A6F32219799B9726F6AFAD03', 1.79602370018497300152e+09);
insert into item_keys (source, key, at) values ('mof', X'735FC2C31E492CEF7E7B189C4C1B2B08', 1.79602370018497300152e+09);
insert into item_keys (source, key, at) values ('mof', X'83580CF54A4C854BF680345DA5D572DA', 1.79602370018497300152e+09);
insert into item_keys (source, key, at) values ('mof', X'8BE3557CAB513A4CABFF5AA80D927BE4', 1.79602370018497300152e+09);
insert into item_keys (source, key, at) values ('mof', X'AE8744DDE0F4CFA89D66B6FA7E233A03', 1.79602370018497300152e+09);
insert into item_keys (source, key, at) values ('ustr', X'2CEC01070DDDA4174AF2D13C8A4D6BBC', 1796023700.31939);
insert into item_keys (source, key, at) values ('ustr', X'4B6B6A6CDDAC36CECEADB994EA8492ED', 1796023700.31939);
insert into item_keys (source, key, at) values ('ustr', X'86D97F7642EC50BB84F820A1E614CEB2', 1796023700.31939);
insert into item_keys (source, key, at) values ('ustr', X'A095F408C4102D38EE076D3AD1EBB11B', 1796023700.31939);
insert into item_keys (source, key, at) values ('ustr', X'BD9773E797E12178A59445AC51D537E7', 1796023700.31939);
insert into item_keys (source, key, at) values ('ustr', X'CA09317D4ABD86D6F847AB755837EFB0', 1796023700.31939);
insert into item_keys (source, key, at) values ('ustr', X'CD37FCF3D468C7AA8FABA19445CA76E6', 1796023700.31939);
insert into item_keys (source, key, at) values ('ustr', X'E41A4EB3AC408242D38736F235062029', 1796023700.31939);
insert into item_keys (source, key, at) values ('ustr', X'EFD3F4B1BC0AFDAC78A4DF4AA289101A', 1796023700.31939);
insert into item_keys (source, key, at) values ('meti', X'06DCB34142B97656DDECDD70ED0686AF', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'0D568BAD9C9D08423ACFF68283E74B78', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'0E7A348F0A9C7994998870179D3D29C2', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'1D49008DACCC7869C29C1C18A11A88F8', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'2BC2282A82202C826A1F895C273201AF', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'44EC4197E24F3F2612653BDC6CE86D91', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'4B6A3EB7029BBC5B12DF8C313A3A9768', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'56E0A0FD2EF2F58F2734CAA2DAB54254', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'596EF0DCCE7CB3F20C36A0903CAB0308', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'5E3BBA3664BD7A1B650E3E3C88970C0D', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'642F15905544DDA1AA628FF3E81E3AD4', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'6E81311A6FDD3CE0FE5539FE7AA46263', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'722B5A84A9FDB6BB834C192B3FC72BC0', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'760D11213BFA47AF789FA767106D04FC', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'8018891DF5642BC6884EAB88F674AB4F', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'96C6E75E1A74A40FE974865D2E15C3A2', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'BC50AAF80886DEF903F83DFE7C081C96', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'C839276FBA7F7333DE0B278B9A83EEF4', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'CFDF378A44753B1F3E80542649B2E676', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'D12E71A417ECD8BF52D22858D3342CBB', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'EBB5219C77F4B86A7808255BCAA1832E', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'ECD45D43A76C4903949F145118564C2D', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'F506576A6ACE5ADE76431095E482A079', 1.79602370119260191919e+09);
insert into item_keys (source, key, at) values ('meti', X'FDBFFB046846D81643B9B3BBEECEFAC2', 1.79602370119260191919e+09);
CREATE TABLE subscribers (
        id integer primary key,
        address text not null unique,
        language text not null,
        paused_at real,
        pause_reason text,
        created_at real not null
    ) strict;
insert into subscribers (id, address, language, paused_at, pause_reason, created_at) values (1, '101', 'en', NULL, NULL, 1.79602358065168404583e+09);
insert into subscribers (id, address, language, paused_at, pause_reason, created_at) values (2, '-1001000000001/7', 'zh-Hant', NULL, NULL, 1.79602358165833592409e+09);
insert into subscribers (id, address, language, paused_at, pause_reason, created_at) values (3, '-1001000000002', 'ja', NULL, NULL, 1.79602358170461106302e+09);
insert into subscribers (id, address, language, paused_at, pause_reason, created_at) values (4, '102', 'ja', 1.79602358178882098201e+09, 'asked', 1.79602358173234295845e+09);
insert into subscribers (id, address, language, paused_at, pause_reason, created_at) values (5, '104', 'zh-Hant', NULL, NULL, 1.79602358181863307954e+09);
insert into subscribers (id, address, language, paused_at, pause_reason, created_at) values (6, '103', 'en', 1.79602358332536101337e+09, 'unreachable', 1.79602358191196894649e+09);
insert into subscribers (id, address, language, paused_at, pause_reason, created_at) values (7, '105', 'en', NULL, NULL, 1.79602358196606707576e+09);
insert into subscribers (id, address, language, paused_at, pause_reason, created_at) values (8, '106', 'en', NULL, NULL, 1.79602358199674606324e+09);
CREATE TABLE takes (
        subscriber integer not null references subscribers (id) on delete cascade,
        source text not null references sources (id) on delete cascade,
        primary key (subscriber, source)
    ) strict, without rowid;
insert into takes (subscriber, source) values (1, 'gone');
insert into takes (subscriber, source) values (1, 'meti');
insert into takes (subscriber, source) values (1, 'mof');
insert into takes (subscriber, source) values (1, 'shaky');
insert into takes (subscriber, source) values (1, 'ustr');
insert into takes (subscriber, source) values (2, 'gone');
insert into takes (subscriber, source) values (2, 'meti');
insert into takes (subscriber, source) values (2, 'mof');
insert into takes (subscriber, source) values (2, 'shaky');
insert into takes (subscriber, source) values (2, 'ustr');
insert into takes (subscriber, source) values (3, 'gone');
insert into takes (subscriber, source) values (3, 'meti');
insert into takes (subscriber, source) values (3, 'mof');
insert into takes (subscriber, source) values (3, 'shaky');
insert into takes (subscriber, source) values (3, 'ustr');
insert into takes (subscriber, source) values (4, 'gone');
insert into takes (subscriber, source) values (4, 'meti');
insert into takes (subscriber, source) values (4, 'mof');
insert into takes (subscriber, source) values (4, 'shaky');
insert into takes (subscriber, source) values (4, 'ustr');
insert into takes (subscriber, source) values (5, 'gone');
insert into takes (subscriber, source) values (5, 'meti');
insert into takes (subscriber, source) values (5, 'shaky');
insert into takes (subscriber, source) values (5, 'ustr');
insert into takes (subscriber, source) values (6, 'gone');
insert into takes (subscriber, source) values (6, 'meti');
insert into takes (subscriber, source) values (6, 'mof');
insert into takes (subscriber, source) values (6, 'shaky');
insert into takes (subscriber, source) values (6, 'ustr');
insert into takes (subscriber, source) values (7, 'added.127.0.0.1.5b14557258');
insert into takes (subscriber, source) values (7, 'gone');
insert into takes (subscriber, source) values (7, 'meti');
insert into takes (subscriber, source) values (7, 'mof');
insert into takes (subscriber, source) values (7, 'shaky');
insert into takes (subscriber, source) values (7, 'ustr');
insert into takes (subscriber, source) values (8, 'gone');
insert into takes (subscriber, source) values (8, 'meti');
insert into takes (subscriber, source) values (8, 'mof');
insert into takes (subscriber, source) values (8, 'shaky');
insert into takes (subscriber, source) values (8, 'ustr');
CREATE TABLE queries (
        id integer primary key,
        rule text not null unique
    ) strict;
insert into queries (id, rule) values (1, '@co.tsmc @tp.tariff');
insert into queries (id, rule) values (2, 'quota');
insert into queries (id, rule) values (3, '"export administration" -cotton');
insert into queries (id, rule) values (4, 'title:(@pl.kumamoto)');
insert into queries (id, rule) values (5, 'steel*');
insert into queries (id, rule) values (6, '@tp.semi, chip country:jp');
insert into queries (id, rule) values (7, '("护国神山", @co.tsmc) @tp.tariff');
insert into queries (id, rule) values (8, '("chipzilla taiwan", "护国神山", @co.tsmc) @tp.tariff');
insert into queries (id, rule) values (9, '@co.tsmc, @tp.tariff');
insert into queries (id, rule) values (10, '@pl.kumamoto');
insert into queries (id, rule) values (11, '@tp.tariff');
insert into queries (id, rule) values (12, '@co.tsmc');
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
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (1, 1, 1, 7, 'TSMC tariffs', 0, 1.79602358068567204479e+09, NULL, 1, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (2, 1, 2, 2, 'quota', 0, 1.79602358072675108912e+09, NULL, 2, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (3, 1, 3, 3, '"export administration" -cotton', 0, 1.79602358075852704044e+09, NULL, 3, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (4, 1, 4, 4, 'title:kumamoto', 0, 1.79602358078713393203e+09, 1.79602358088910603523e+09, 4, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (5, 1, 5, 5, 'steel*', 1, 1.79602358082375097273e+09, NULL, 5, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (6, 1, 6, 6, 'country:JP chip, semiconductor', 0, 1.79602358085175800323e+09, NULL, 6, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (7, 2, 1, 9, '關稅, 台積電', 0, 1.79602358166468095779e+09, NULL, 9, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (8, 3, 1, 10, '熊本', 0, 1.79602358170664811137e+09, NULL, 10, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (9, 4, 1, 11, '関税', 0, 1.79602358173424410817e+09, NULL, 11, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (10, 4, 2, 2, 'quota', 0, 1.79602358176270103452e+09, NULL, 2, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (11, 5, 1, 2, 'quota', 0, 1.79602358182144093519e+09, NULL, 2, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (12, 5, 2, 12, 'TSMC', 0, 1.7960235818492970467e+09, NULL, 12, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (13, 6, 1, 2, 'quota', 0, 1.79602358193303203578e+09, NULL, 2, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (14, 7, 1, 2, 'quota', 0, 1.79602358196784591673e+09, NULL, 2, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at, meaning, typed_before) values (15, 8, 1, 2, 'quota', 0, 1.79602358199884200098e+09, NULL, 2, NULL);
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
insert into decisions (id, item, query, rule, catalogue, hits, at) values (1, 18, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602358323915600778e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (2, 19, 7, '("护国神山", @co.tsmc) @tp.tariff', 'ae1506796644', '[{"term":"TSMC","field":"title","start":0,"end":4,"text":"TSMC"},{"term":"tariffs","field":"title","start":5,"end":12,"text":"tariffs"},{"term":"TSMC","field":"body","start":15,"end":19,"text":"TSMC"},{"term":"tariffs","field":"body","start":20,"end":27,"text":"tariffs"}]', 1.79602358323915600778e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (3, 19, 9, '@co.tsmc, @tp.tariff', 'ae1506796644', '[{"term":"台積電","field":"title","start":0,"end":4,"text":"TSMC"},{"term":"關稅","field":"title","start":5,"end":12,"text":"tariffs"},{"term":"台積電","field":"body","start":15,"end":19,"text":"TSMC"},{"term":"關稅","field":"body","start":20,"end":27,"text":"tariffs"}]', 1.79602358323915600778e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (4, 19, 11, '@tp.tariff', 'ae1506796644', '[{"term":"関税","field":"title","start":5,"end":12,"text":"tariffs"},{"term":"関税","field":"body","start":20,"end":27,"text":"tariffs"}]', 1.79602358323915600778e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (5, 19, 12, '@co.tsmc', 'ae1506796644', '[{"term":"TSMC","field":"title","start":0,"end":4,"text":"TSMC"},{"term":"TSMC","field":"body","start":15,"end":19,"text":"TSMC"}]', 1.79602358323915600778e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (6, 20, 5, 'steel*', 'ae1506796644', '[{"term":"steel*","field":"title","start":0,"end":5,"text":"Steel"},{"term":"steel*","field":"body","start":15,"end":20,"text":"Steel"}]', 1.79602358323915600778e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (7, 21, 3, '"export administration" -cotton', 'ae1506796644', '[{"term":"export administration","field":"title","start":0,"end":21,"text":"Export administration"},{"term":"export administration","field":"body","start":15,"end":36,"text":"Export administration"}]', 1.79602358323915600778e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (8, 23, 9, '@co.tsmc, @tp.tariff', 'ae1506796644', '[{"term":"關稅","field":"title","start":3,"end":5,"text":"関税"},{"term":"關稅","field":"body","start":18,"end":20,"text":"関税"}]', 1.79602358347194790847e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (9, 23, 10, '@pl.kumamoto', 'ae1506796644', '[{"term":"熊本","field":"title","start":0,"end":2,"text":"熊本"},{"term":"熊本","field":"body","start":15,"end":17,"text":"熊本"}]', 1.79602358347194790847e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (10, 23, 11, '@tp.tariff', 'ae1506796644', '[{"term":"関税","field":"title","start":3,"end":5,"text":"関税"},{"term":"関税","field":"body","start":18,"end":20,"text":"関税"}]', 1.79602358347194790847e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (11, 24, 7, '("护国神山", @co.tsmc) @tp.tariff', 'ae1506796644', '[{"term":"TSMC","field":"title","start":0,"end":3,"text":"台積電"},{"term":"tariffs","field":"title","start":4,"end":6,"text":"關稅"},{"term":"TSMC","field":"body","start":15,"end":18,"text":"台積電"},{"term":"tariffs","field":"body","start":19,"end":21,"text":"關稅"}]', 1.79602358358609604837e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (12, 24, 9, '@co.tsmc, @tp.tariff', 'ae1506796644', '[{"term":"台積電","field":"title","start":0,"end":3,"text":"台積電"},{"term":"關稅","field":"title","start":4,"end":6,"text":"關稅"},{"term":"台積電","field":"body","start":15,"end":18,"text":"台積電"},{"term":"關稅","field":"body","start":19,"end":21,"text":"關稅"}]', 1.79602358358609604837e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (13, 24, 11, '@tp.tariff', 'ae1506796644', '[{"term":"関税","field":"title","start":4,"end":6,"text":"關稅"},{"term":"関税","field":"body","start":19,"end":21,"text":"關稅"}]', 1.79602358358609604837e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (14, 24, 12, '@co.tsmc', 'ae1506796644', '[{"term":"TSMC","field":"title","start":0,"end":3,"text":"台積電"},{"term":"TSMC","field":"body","start":15,"end":18,"text":"台積電"}]', 1.79602358358609604837e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (15, 25, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602359022731399539e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (16, 26, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602359022731399539e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (17, 27, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602359022731399539e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (18, 28, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602359022731399539e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (19, 29, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602359022731399539e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (20, 30, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602359022731399539e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (21, 31, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602359022731399539e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (22, 32, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602359022731399539e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (23, 33, 9, '@co.tsmc, @tp.tariff', 'ae1506796644', '[{"term":"台積電","field":"title","start":0,"end":3,"text":"台積電"},{"term":"台積電","field":"body","start":15,"end":18,"text":"台積電"}]', 1.79602370018497300152e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (24, 33, 10, '@pl.kumamoto', 'ae1506796644', '[{"term":"熊本","field":"title","start":3,"end":5,"text":"熊本"},{"term":"熊本","field":"body","start":18,"end":20,"text":"熊本"}]', 1.79602370018497300152e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (25, 33, 12, '@co.tsmc', 'ae1506796644', '[{"term":"TSMC","field":"title","start":0,"end":3,"text":"台積電"},{"term":"TSMC","field":"body","start":15,"end":18,"text":"台積電"}]', 1.79602370018497300152e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (26, 34, 9, '@co.tsmc, @tp.tariff', 'ae1506796644', '[{"term":"關稅","field":"title","start":0,"end":2,"text":"関税"},{"term":"關稅","field":"body","start":15,"end":17,"text":"関税"}]', 1.79602370018497300152e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (27, 34, 11, '@tp.tariff', 'ae1506796644', '[{"term":"関税","field":"title","start":0,"end":2,"text":"関税"},{"term":"関税","field":"body","start":15,"end":17,"text":"関税"}]', 1.79602370018497300152e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (28, 35, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1796023700.31939);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (29, 36, 7, '("护国神山", @co.tsmc) @tp.tariff', 'ae1506796644', '[{"term":"TSMC","field":"title","start":0,"end":4,"text":"TSMC"},{"term":"tariffs","field":"title","start":5,"end":12,"text":"tariffs"},{"term":"TSMC","field":"body","start":15,"end":19,"text":"TSMC"},{"term":"tariffs","field":"body","start":20,"end":27,"text":"tariffs"}]', 1796023700.31939);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (30, 36, 9, '@co.tsmc, @tp.tariff', 'ae1506796644', '[{"term":"台積電","field":"title","start":0,"end":4,"text":"TSMC"},{"term":"關稅","field":"title","start":5,"end":12,"text":"tariffs"},{"term":"台積電","field":"body","start":15,"end":19,"text":"TSMC"},{"term":"關稅","field":"body","start":20,"end":27,"text":"tariffs"}]', 1796023700.31939);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (31, 36, 11, '@tp.tariff', 'ae1506796644', '[{"term":"関税","field":"title","start":5,"end":12,"text":"tariffs"},{"term":"関税","field":"body","start":20,"end":27,"text":"tariffs"}]', 1796023700.31939);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (32, 36, 12, '@co.tsmc', 'ae1506796644', '[{"term":"TSMC","field":"title","start":0,"end":4,"text":"TSMC"},{"term":"TSMC","field":"body","start":15,"end":19,"text":"TSMC"}]', 1796023700.31939);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (33, 37, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1796023700.31939);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (34, 38, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602370119260191919e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (35, 39, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602370119260191919e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (36, 40, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602370119260191919e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (37, 41, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602370119260191919e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (38, 42, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602370119260191919e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (39, 43, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602370119260191919e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (40, 44, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602370119260191919e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (41, 45, 2, 'quota', 'ae1506796644', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602370119260191919e+09);
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
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (1, 1, 1, 18, 'sent', 1.79602358323915600778e+09, 1, 1.79602358323915600778e+09, 1.79602358324803304673e+09, 1796023583.25632, '54', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (2, 1, 4, 18, 'held', 1.79602358323915600778e+09, 0, 1.79602358323915600778e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (3, 1, 5, 18, 'sent', 1.79602358323915600778e+09, 1, 1.79602358323915600778e+09, 1.79602358328348302848e+09, 1.79602358330525803562e+09, '55', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (4, 1, 6, 18, 'held', 1.79602358323915600778e+09, 1, 1.79602358323915600778e+09, 1.79602358331867289543e+09, NULL, NULL, 'Forbidden: bot was blocked by the user', NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (5, 1, 7, 18, 'sent', 1.79602358323915600778e+09, 1, 1.79602358323915600778e+09, 1.79602358335527205468e+09, 1.79602358336984801296e+09, '56', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (6, 1, 8, 18, 'dead', 1.79602358323915600778e+09, 1, 1.79602358323915600778e+09, 1.79602358339035391809e+09, NULL, NULL, 'Message is too long', NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (7, 1, 1, 19, 'sent', 1.79602358323915600778e+09, 1, 1.79602358323915600778e+09, 1.79602358425503301616e+09, 1.79602358426254105571e+09, '59', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (8, 1, 2, 19, 'sent', 1.79602358323915600778e+09, 1, 1.79602358323915600778e+09, 1.7960235834303920269e+09, 1796023583.45619, '57', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (9, 1, 4, 19, 'held', 1.79602358323915600778e+09, 0, 1.79602358323915600778e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (10, 1, 5, 19, 'sent', 1.79602358323915600778e+09, 1, 1.79602358323915600778e+09, 1.79602358429114294059e+09, 1.79602358429403495794e+09, '60', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (11, 1, 1, 20, 'sent', 1.79602358323915600778e+09, 1, 1.79602358323915600778e+09, 1.79602358525922203066e+09, 1.7960235852752380371e+09, '61', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (12, 1, 1, 21, 'sent', 1.79602358323915600778e+09, 1, 1.79602358323915600778e+09, 1796023586.2631, 1.79602358629426097865e+09, '62', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (13, 1, 2, 23, 'sent', 1.79602358347194790847e+09, 1, 1.79602358347194790847e+09, 1.79602358643508791926e+09, 1.79602358644854593269e+09, '63', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (14, 1, 3, 23, 'sent', 1.79602358347194790847e+09, 1, 1.79602358347194790847e+09, 1.7960235834787180424e+09, 1.79602358348823595043e+09, '58', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (15, 1, 4, 23, 'held', 1.79602358347194790847e+09, 0, 1.79602358347194790847e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (16, 1, 1, 24, 'sent', 1.79602358358609604837e+09, 1, 1.79602358358609604837e+09, 1.7960235872678151131e+09, 1.79602358729308891295e+09, '64', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (17, 1, 2, 24, 'sent', 1.79602358358609604837e+09, 1, 1.79602358358609604837e+09, 1796023589.45488, 1.79602358946996188164e+09, '65', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (18, 1, 4, 24, 'held', 1.79602358358609604837e+09, 0, 1.79602358358609604837e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (19, 1, 1, 25, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359027111291886e+09, 1.79602359028841495518e+09, '67', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (20, 1, 4, 25, 'held', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (21, 1, 5, 25, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359030972695344e+09, 1.79602359032826590541e+09, '68', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (22, 1, 7, 25, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359035168600079e+09, 1.79602359039621305462e+09, '69', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (23, 1, 8, 25, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359038194298737e+09, 1.79602359044057607647e+09, '70', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (24, 1, 1, 26, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.7960235912746748924e+09, 1.79602359129153895376e+09, '71', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (25, 1, 4, 26, 'held', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (26, 1, 5, 26, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359131100893017e+09, 1.79602359131995797155e+09, '72', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (27, 1, 7, 26, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359134622788436e+09, 1.79602359137533307067e+09, '73', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (28, 1, 8, 26, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359138954591755e+09, 1796023591.40193, '74', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (29, 1, 1, 27, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359228144907955e+09, 1.79602359230435299876e+09, '75', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (30, 1, 4, 27, 'held', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (31, 1, 5, 27, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359231775903706e+09, 1.79602359232494306561e+09, '76', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (32, 1, 7, 27, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359235296797756e+09, 1.79602359237233710287e+09, '77', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (33, 1, 8, 27, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359239643692969e+09, 1.79602359241236901286e+09, '78', NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (34, 1, 1, 28, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 59, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (35, 1, 4, 28, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 60, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (36, 1, 5, 28, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 61, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (37, 1, 7, 28, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 62, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (38, 1, 8, 28, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 63, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (39, 1, 1, 29, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 59, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (40, 1, 4, 29, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 60, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (41, 1, 5, 29, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 61, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (42, 1, 7, 29, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 62, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (43, 1, 8, 29, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 63, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (44, 1, 1, 30, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 59, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (45, 1, 4, 30, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 60, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (46, 1, 5, 30, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 61, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (47, 1, 7, 30, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 62, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (48, 1, 8, 30, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 63, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (49, 1, 1, 31, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 59, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (50, 1, 4, 31, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 60, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (51, 1, 5, 31, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 61, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (52, 1, 7, 31, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 62, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (53, 1, 8, 31, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 63, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (54, 1, 1, 32, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 59, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (55, 1, 4, 32, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 60, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (56, 1, 5, 32, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 61, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (57, 1, 7, 32, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 62, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (58, 1, 8, 32, 'listed', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, 63, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (59, 1, 1, NULL, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359328650093076e+09, 1.79602359332033205026e+09, '79', NULL, NULL, NULL, 'ustr');
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (60, 1, 4, NULL, 'held', 1.79602359022731399539e+09, 0, 1.79602359022731399539e+09, NULL, NULL, NULL, NULL, NULL, NULL, 'ustr');
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (61, 1, 5, NULL, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359332599091526e+09, 1.79602359340132808687e+09, '80', NULL, NULL, NULL, 'ustr');
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (62, 1, 7, NULL, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359336200404164e+09, 1.79602359341630291936e+09, '81', NULL, NULL, NULL, 'ustr');
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (63, 1, 8, NULL, 'sent', 1.79602359022731399539e+09, 1, 1.79602359022731399539e+09, 1.79602359339642906189e+09, 1.79602359343325209623e+09, '82', NULL, NULL, NULL, 'ustr');
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (64, 1, 7, NULL, 'queued', 1.79602370321408200265e+09, 2, 1.79602369968068790433e+09, 1.79602370120949697499e+09, NULL, NULL, 'Internal Server Error', NULL, '{"news":"gone","source":"GONE","since":"2026-11-30T07:26:23.692641Z","problem":"BadStatus","detail":"410","url":"http://FEEDS/gone"}', NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (65, 1, 7, NULL, 'queued', 1.79602369968068790433e+09, 0, 1.79602369968068790433e+09, NULL, NULL, NULL, NULL, NULL, '{"news":"dead","source":"SHAKY","since":"2026-11-30T07:26:20.709506Z","problem":"BadStatus","detail":"503","url":"http://FEEDS/shaky"}', NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (66, 1, 2, 33, 'in flight', 1.79602370018497300152e+09, 1, 1.79602370018497300152e+09, 1.79602370019552707667e+09, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (67, 1, 3, 33, 'in flight', 1.79602370018497300152e+09, 1, 1.79602370018497300152e+09, 1.79602370023442506783e+09, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (68, 1, 2, 34, 'queued', 1.79602370018497300152e+09, 0, 1.79602370018497300152e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (69, 1, 4, 34, 'held', 1.79602370018497300152e+09, 0, 1.79602370018497300152e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (70, 1, 1, 35, 'in flight', 1796023700.31939, 1, 1796023700.31939, 1796023700.3317, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (71, 1, 4, 35, 'held', 1796023700.31939, 0, 1796023700.31939, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (72, 1, 5, 35, 'in flight', 1796023700.31939, 1, 1796023700.31939, 1.79602370037043905254e+09, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (73, 1, 7, 35, 'queued', 1796023700.31939, 0, 1796023700.31939, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (74, 1, 8, 35, 'in flight', 1796023700.31939, 1, 1796023700.31939, 1.7960237004032831192e+09, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (75, 1, 1, 36, 'queued', 1796023700.31939, 0, 1796023700.31939, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (76, 1, 2, 36, 'queued', 1796023700.31939, 0, 1796023700.31939, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (77, 1, 4, 36, 'held', 1796023700.31939, 0, 1796023700.31939, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (78, 1, 5, 36, 'queued', 1796023700.31939, 0, 1796023700.31939, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (79, 1, 1, 37, 'queued', 1796023700.31939, 0, 1796023700.31939, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (80, 1, 4, 37, 'held', 1796023700.31939, 0, 1796023700.31939, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (81, 1, 5, 37, 'queued', 1796023700.31939, 0, 1796023700.31939, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (82, 1, 7, 37, 'queued', 1796023700.31939, 0, 1796023700.31939, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (83, 1, 8, 37, 'queued', 1796023700.31939, 0, 1796023700.31939, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (84, 1, 1, 38, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (85, 1, 4, 38, 'held', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (86, 1, 5, 38, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (87, 1, 7, 38, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (88, 1, 8, 38, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (89, 1, 1, 39, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (90, 1, 4, 39, 'held', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (91, 1, 5, 39, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (92, 1, 7, 39, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (93, 1, 8, 39, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (94, 1, 1, 40, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (95, 1, 4, 40, 'held', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (96, 1, 5, 40, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (97, 1, 7, 40, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (98, 1, 8, 40, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (99, 1, 1, 41, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 124, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (100, 1, 4, 41, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 125, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (101, 1, 5, 41, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 126, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (102, 1, 7, 41, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 127, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (103, 1, 8, 41, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 128, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (104, 1, 1, 42, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 124, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (105, 1, 4, 42, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 125, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (106, 1, 5, 42, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 126, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (107, 1, 7, 42, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 127, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (108, 1, 8, 42, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 128, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (109, 1, 1, 43, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 124, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (110, 1, 4, 43, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 125, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (111, 1, 5, 43, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 126, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (112, 1, 7, 43, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 127, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (113, 1, 8, 43, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 128, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (114, 1, 1, 44, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 124, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (115, 1, 4, 44, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 125, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (116, 1, 5, 44, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 126, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (117, 1, 7, 44, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 127, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (118, 1, 8, 44, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 128, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (119, 1, 1, 45, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 124, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (120, 1, 4, 45, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 125, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (121, 1, 5, 45, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 126, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (122, 1, 7, 45, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 127, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (123, 1, 8, 45, 'listed', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, 128, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (124, 1, 1, NULL, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, 'meti');
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (125, 1, 4, NULL, 'held', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, 'meti');
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (126, 1, 5, NULL, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, 'meti');
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (127, 1, 7, NULL, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, 'meti');
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in, notice, flood) values (128, 1, 8, NULL, 'queued', 1.79602370119260191919e+09, 0, 1.79602370119260191919e+09, NULL, NULL, NULL, NULL, NULL, NULL, 'meti');
CREATE TABLE reasons (
        alert integer not null references outbox (id) on delete cascade,
        watch integer not null references watches (id) on delete cascade,
        decision integer not null references decisions (id),
        primary key (alert, watch)
    ) strict, without rowid;
insert into reasons (alert, watch, decision) values (1, 2, 1);
insert into reasons (alert, watch, decision) values (2, 10, 1);
insert into reasons (alert, watch, decision) values (3, 11, 1);
insert into reasons (alert, watch, decision) values (4, 13, 1);
insert into reasons (alert, watch, decision) values (5, 14, 1);
insert into reasons (alert, watch, decision) values (6, 15, 1);
insert into reasons (alert, watch, decision) values (7, 1, 2);
insert into reasons (alert, watch, decision) values (8, 7, 3);
insert into reasons (alert, watch, decision) values (9, 9, 4);
insert into reasons (alert, watch, decision) values (10, 12, 5);
insert into reasons (alert, watch, decision) values (11, 5, 6);
insert into reasons (alert, watch, decision) values (12, 3, 7);
insert into reasons (alert, watch, decision) values (13, 7, 8);
insert into reasons (alert, watch, decision) values (14, 8, 9);
insert into reasons (alert, watch, decision) values (15, 9, 10);
insert into reasons (alert, watch, decision) values (16, 1, 11);
insert into reasons (alert, watch, decision) values (17, 7, 12);
insert into reasons (alert, watch, decision) values (18, 9, 13);
insert into reasons (alert, watch, decision) values (19, 2, 15);
insert into reasons (alert, watch, decision) values (20, 10, 15);
insert into reasons (alert, watch, decision) values (21, 11, 15);
insert into reasons (alert, watch, decision) values (22, 14, 15);
insert into reasons (alert, watch, decision) values (23, 15, 15);
insert into reasons (alert, watch, decision) values (24, 2, 16);
insert into reasons (alert, watch, decision) values (25, 10, 16);
insert into reasons (alert, watch, decision) values (26, 11, 16);
insert into reasons (alert, watch, decision) values (27, 14, 16);
insert into reasons (alert, watch, decision) values (28, 15, 16);
insert into reasons (alert, watch, decision) values (29, 2, 17);
insert into reasons (alert, watch, decision) values (30, 10, 17);
insert into reasons (alert, watch, decision) values (31, 11, 17);
insert into reasons (alert, watch, decision) values (32, 14, 17);
insert into reasons (alert, watch, decision) values (33, 15, 17);
insert into reasons (alert, watch, decision) values (34, 2, 18);
insert into reasons (alert, watch, decision) values (35, 10, 18);
insert into reasons (alert, watch, decision) values (36, 11, 18);
insert into reasons (alert, watch, decision) values (37, 14, 18);
insert into reasons (alert, watch, decision) values (38, 15, 18);
insert into reasons (alert, watch, decision) values (39, 2, 19);
insert into reasons (alert, watch, decision) values (40, 10, 19);
insert into reasons (alert, watch, decision) values (41, 11, 19);
insert into reasons (alert, watch, decision) values (42, 14, 19);
insert into reasons (alert, watch, decision) values (43, 15, 19);
insert into reasons (alert, watch, decision) values (44, 2, 20);
insert into reasons (alert, watch, decision) values (45, 10, 20);
insert into reasons (alert, watch, decision) values (46, 11, 20);
insert into reasons (alert, watch, decision) values (47, 14, 20);
insert into reasons (alert, watch, decision) values (48, 15, 20);
insert into reasons (alert, watch, decision) values (49, 2, 21);
insert into reasons (alert, watch, decision) values (50, 10, 21);
insert into reasons (alert, watch, decision) values (51, 11, 21);
insert into reasons (alert, watch, decision) values (52, 14, 21);
insert into reasons (alert, watch, decision) values (53, 15, 21);
insert into reasons (alert, watch, decision) values (54, 2, 22);
insert into reasons (alert, watch, decision) values (55, 10, 22);
insert into reasons (alert, watch, decision) values (56, 11, 22);
insert into reasons (alert, watch, decision) values (57, 14, 22);
insert into reasons (alert, watch, decision) values (58, 15, 22);
insert into reasons (alert, watch, decision) values (66, 7, 23);
insert into reasons (alert, watch, decision) values (67, 8, 24);
insert into reasons (alert, watch, decision) values (68, 7, 26);
insert into reasons (alert, watch, decision) values (69, 9, 27);
insert into reasons (alert, watch, decision) values (70, 2, 28);
insert into reasons (alert, watch, decision) values (71, 10, 28);
insert into reasons (alert, watch, decision) values (72, 11, 28);
insert into reasons (alert, watch, decision) values (73, 14, 28);
insert into reasons (alert, watch, decision) values (74, 15, 28);
insert into reasons (alert, watch, decision) values (75, 1, 29);
insert into reasons (alert, watch, decision) values (76, 7, 30);
insert into reasons (alert, watch, decision) values (77, 9, 31);
insert into reasons (alert, watch, decision) values (78, 12, 32);
insert into reasons (alert, watch, decision) values (79, 2, 33);
insert into reasons (alert, watch, decision) values (80, 10, 33);
insert into reasons (alert, watch, decision) values (81, 11, 33);
insert into reasons (alert, watch, decision) values (82, 14, 33);
insert into reasons (alert, watch, decision) values (83, 15, 33);
insert into reasons (alert, watch, decision) values (84, 2, 34);
insert into reasons (alert, watch, decision) values (85, 10, 34);
insert into reasons (alert, watch, decision) values (86, 11, 34);
insert into reasons (alert, watch, decision) values (87, 14, 34);
insert into reasons (alert, watch, decision) values (88, 15, 34);
insert into reasons (alert, watch, decision) values (89, 2, 35);
insert into reasons (alert, watch, decision) values (90, 10, 35);
insert into reasons (alert, watch, decision) values (91, 11, 35);
insert into reasons (alert, watch, decision) values (92, 14, 35);
insert into reasons (alert, watch, decision) values (93, 15, 35);
insert into reasons (alert, watch, decision) values (94, 2, 36);
insert into reasons (alert, watch, decision) values (95, 10, 36);
insert into reasons (alert, watch, decision) values (96, 11, 36);
insert into reasons (alert, watch, decision) values (97, 14, 36);
insert into reasons (alert, watch, decision) values (98, 15, 36);
insert into reasons (alert, watch, decision) values (99, 2, 37);
insert into reasons (alert, watch, decision) values (100, 10, 37);
insert into reasons (alert, watch, decision) values (101, 11, 37);
insert into reasons (alert, watch, decision) values (102, 14, 37);
insert into reasons (alert, watch, decision) values (103, 15, 37);
insert into reasons (alert, watch, decision) values (104, 2, 38);
insert into reasons (alert, watch, decision) values (105, 10, 38);
insert into reasons (alert, watch, decision) values (106, 11, 38);
insert into reasons (alert, watch, decision) values (107, 14, 38);
insert into reasons (alert, watch, decision) values (108, 15, 38);
insert into reasons (alert, watch, decision) values (109, 2, 39);
insert into reasons (alert, watch, decision) values (110, 10, 39);
insert into reasons (alert, watch, decision) values (111, 11, 39);
insert into reasons (alert, watch, decision) values (112, 14, 39);
insert into reasons (alert, watch, decision) values (113, 15, 39);
insert into reasons (alert, watch, decision) values (114, 2, 40);
insert into reasons (alert, watch, decision) values (115, 10, 40);
insert into reasons (alert, watch, decision) values (116, 11, 40);
insert into reasons (alert, watch, decision) values (117, 14, 40);
insert into reasons (alert, watch, decision) values (118, 15, 40);
insert into reasons (alert, watch, decision) values (119, 2, 41);
insert into reasons (alert, watch, decision) values (120, 10, 41);
insert into reasons (alert, watch, decision) values (121, 11, 41);
insert into reasons (alert, watch, decision) values (122, 14, 41);
insert into reasons (alert, watch, decision) values (123, 15, 41);
CREATE TABLE heartbeats (
        name text primary key,
        at real not null,
        problem text
    ) strict;
insert into heartbeats (name, at, problem) values ('delivery', 1.79602370120287108418e+09, NULL);
insert into heartbeats (name, at, problem) values ('polling', 1.79602369667869591718e+09, NULL);
insert into heartbeats (name, at, problem) values ('telegram', 1.79602370047319197655e+09, NULL);
CREATE VIRTUAL TABLE item_words using fts5(
        title, body, title_names, body_names, facts,
        tokenize = 'unicode61 remove_diacritics 0', columnsize = 0
    );
insert into item_words (rowid, title, body, title_names, body_names, facts) values (1, 'nothing in particular from ustr', 'more about it zzbreak nothing in particular from ustr', 'zzx706c2e7573 zzx75732e75737472', 'zzx706c2e7573 zzx75732e75737472', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (2, 'quota from before 0', 'more about it zzbreak quota from before 0', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (3, 'quota from before 1', 'more about it zzbreak quota from before 1', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (4, 'quota from before 2', 'more about it zzbreak quota from before 2', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (5, 'quota from before 3', 'more about it zzbreak quota from before 3', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (6, 'quota from before 4', 'more about it zzbreak quota from before 4', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (7, 'quota from before 5', 'more about it zzbreak quota from before 5', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (8, 'quota from before 6', 'more about it zzbreak quota from before 6', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (9, 'quota from before 7', 'more about it zzbreak quota from before 7', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (10, 'quota from before 8', 'more about it zzbreak quota from before 8', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (11, 'quota from before 9', 'more about it zzbreak quota from before 9', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (12, 'quota from before 10', 'more about it zzbreak quota from before 10', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (13, 'quota from before 11', 'more about it zzbreak quota from before 11', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (14, 'quota from before 12', 'more about it zzbreak quota from before 12', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (15, 'nothing in particular from meti', 'more about it zzbreak nothing in particular from meti', 'zzx6a702e6d657469 zzx706c2e6a70', 'zzx6a702e6d657469 zzx706c2e6a70', 'zzx6c616e673a656e zzx736f757263653a6d657469');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (16, 'nothing in particular from mof', 'more about it zzbreak nothing in particular from mof', '', '', 'zzx6c616e673a656e zzx736f757263653a6d6f66');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (17, 'soon gone', 'more about it zzbreak soon gone', '', '', 'zzx6c616e673a656e zzx736f757263653a676f6e65');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (18, 'quota on wool', 'more about it zzbreak quota on wool', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (19, 'tsmc tariffs rise', 'more about it zzbreak tsmc tariffs rise', 'zzx636f2e74736d63 zzx74702e746172696666', 'zzx636f2e74736d63 zzx74702e746172696666', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (20, 'steel prices', 'more about it zzbreak steel prices', 'zzx68732e3732', 'zzx68732e3732', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (21, 'export administration rules', 'more about it zzbreak export administration rules', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (22, 'nothing in particular from added', 'more about it zzbreak nothing in particular from added', '', '', 'zzx6c616e673a656e zzx736f757263653a61646465642e3132372e302e302e312e35623134353537323538');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (23, '熊 本 の 关 税', 'more about it zzbreak 熊 本 の 关 税', 'zzx706c2e6a70 zzx706c2e6b756d616d6f746f zzx706c2e6b7975736875 zzx74702e746172696666', 'zzx706c2e6a70 zzx706c2e6b756d616d6f746f zzx706c2e6b7975736875 zzx74702e746172696666', 'zzx6c616e673a6a61 zzx736f757263653a6d657469');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (24, '台 积 电 与 关 税', 'more about it zzbreak 台 积 电 与 关 税', 'zzx636f2e74736d63 zzx74702e746172696666', 'zzx636f2e74736d63 zzx74702e746172696666', 'zzx6c616e673a7a68 zzx6c616e673a7a682d68616e74 zzx736f757263653a6d6f66');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (25, 'quota of a flood 0', 'more about it zzbreak quota of a flood 0', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (26, 'quota of a flood 1', 'more about it zzbreak quota of a flood 1', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (27, 'quota of a flood 2', 'more about it zzbreak quota of a flood 2', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (28, 'quota of a flood 3', 'more about it zzbreak quota of a flood 3', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (29, 'quota of a flood 4', 'more about it zzbreak quota of a flood 4', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (30, 'quota of a flood 5', 'more about it zzbreak quota of a flood 5', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (31, 'quota of a flood 6', 'more about it zzbreak quota of a flood 6', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (32, 'quota of a flood 7', 'more about it zzbreak quota of a flood 7', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (33, '台 积 电 熊 本 工 场 under way 4', 'more about it zzbreak 台 积 电 熊 本 工 场 under way 4', 'zzx636f2e74736d63 zzx706c2e6a70 zzx706c2e6b756d616d6f746f zzx706c2e6b7975736875', 'zzx636f2e74736d63 zzx706c2e6a70 zzx706c2e6b756d616d6f746f zzx706c2e6b7975736875', 'zzx6c616e673a7a68 zzx6c616e673a7a682d68616e74 zzx736f757263653a6d6f66');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (34, '关 税 under way 5', 'more about it zzbreak 关 税 under way 5', 'zzx74702e746172696666', 'zzx74702e746172696666', 'zzx6c616e673a656e zzx736f757263653a6d6f66');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (35, 'quota under way 1', 'more about it zzbreak quota under way 1', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (36, 'tsmc tariffs under way 2', 'more about it zzbreak tsmc tariffs under way 2', 'zzx636f2e74736d63 zzx74702e746172696666', 'zzx636f2e74736d63 zzx74702e746172696666', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (37, 'quota under way 3', 'more about it zzbreak quota under way 3', '', '', 'zzx6c616e673a656e zzx736f757263653a75737472');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (38, 'quota of a flood under way 0', 'more about it zzbreak quota of a flood under way 0', '', '', 'zzx6c616e673a656e zzx736f757263653a6d657469');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (39, 'quota of a flood under way 1', 'more about it zzbreak quota of a flood under way 1', '', '', 'zzx6c616e673a656e zzx736f757263653a6d657469');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (40, 'quota of a flood under way 2', 'more about it zzbreak quota of a flood under way 2', '', '', 'zzx6c616e673a656e zzx736f757263653a6d657469');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (41, 'quota of a flood under way 3', 'more about it zzbreak quota of a flood under way 3', '', '', 'zzx6c616e673a656e zzx736f757263653a6d657469');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (42, 'quota of a flood under way 4', 'more about it zzbreak quota of a flood under way 4', '', '', 'zzx6c616e673a656e zzx736f757263653a6d657469');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (43, 'quota of a flood under way 5', 'more about it zzbreak quota of a flood under way 5', '', '', 'zzx6c616e673a656e zzx736f757263653a6d657469');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (44, 'quota of a flood under way 6', 'more about it zzbreak quota of a flood under way 6', '', '', 'zzx6c616e673a656e zzx736f757263653a6d657469');
insert into item_words (rowid, title, body, title_names, body_names, facts) values (45, 'quota of a flood under way 7', 'more about it zzbreak quota of a flood under way 7', '', '', 'zzx6c616e673a656e zzx736f757263653a6d657469');
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
insert into searches (id, subscriber, typed, at) values (1, 1, 'quota', 1.79602358158884096149e+09);
CREATE TABLE own_names (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        entity text not null,
        name text not null,
        key text not null,
        created_at real not null,
        removed_at real
    ) strict;
insert into own_names (id, subscriber, entity, name, key, created_at, removed_at) values (1, 1, 'co.tsmc', '護國神山', '护 国 神 山', 1.79602358091851902009e+09, NULL);
insert into own_names (id, subscriber, entity, name, key, created_at, removed_at) values (2, 1, 'co.tsmc', 'Chipzilla Taiwan', 'chipzilla taiwan', 1.79602358112574505806e+09, 1796023581.41657);
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
insert into additions (id, source, state, everyone, trusted, wanted, asked_by, at) values (1, 'added.127.0.0.1.5b14557258', 'granted', 0, 1, NULL, 7, 1.79602358271906900402e+09);
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
insert into offers (id, subscriber, url, name, kind, language, trusted, at) values (1, 7, 'http://FEEDS/added', 'added', 'rss', 'en', 1, 1.79602358269079709048e+09);
insert into offers (id, subscriber, url, name, kind, language, trusted, at) values (2, 7, 'http://FEEDS/offered', 'offered', 'rss', 'en', 1, 1.79602358274296903606e+09);
CREATE TABLE hosts (
        host text primary key,
        rests_until real not null
    ) strict, without rowid;
CREATE TABLE groups_off (
        subscriber integer not null references subscribers (id) on delete cascade,
        group_name text not null,
        primary key (subscriber, group_name)
    ) strict, without rowid;
insert into groups_off (subscriber, group_name) values (5, 'taiwan');
CREATE TABLE troubles (
        source text not null references sources (id) on delete cascade,
        trouble text not null,
        since real not null,
        operators_at real,
        subscribers_at real,
        primary key (source, trouble)
    ) strict, without rowid;
insert into troubles (source, trouble, since, operators_at, subscribers_at) values ('gone', 'dead', 1.79602358369264101982e+09, NULL, NULL);
insert into troubles (source, trouble, since, operators_at, subscribers_at) values ('gone', 'gone', 1.79602358369264101982e+09, 1.79602369968068790433e+09, NULL);
insert into troubles (source, trouble, since, operators_at, subscribers_at) values ('shaky', 'dead', 1.79602358070950603487e+09, 1.79602369968068790433e+09, NULL);
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
