-- made at 1796023158
pragma application_id=1414677591;
pragma user_version=1;
begin;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
insert into _sqlite_migrations (id, migration_set, name, applied_at) values (1, 'tradewatch', 'm0001_the_whole_way', '2026-11-30 07:19:08.908201+00:00');
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
    ) strict;
insert into sources (id, name, url, kind, language, country, every, text_use, tier, active, due_at, polled_at, ok_at, baseline_at, failures, problem, etag, last_modified, body_hash) values ('ustr', '127.0.0.1', 'http://FEEDS/ustr', 'rss', NULL, NULL, 1.0, 'summary', 2, 1, 1796023158.55453, 1796023157.55453, 1796023157.55453, 1.79602315011742401122e+09, 0, NULL, '"76c5f05ba3880118"', 'Mon, 30 Nov 2026 07:19:10 GMT', X'76C5F05BA38801183A774412A43101975024C2301C08B9086F6FC453C7667620');
insert into sources (id, name, url, kind, language, country, every, text_use, tier, active, due_at, polled_at, ok_at, baseline_at, failures, problem, etag, last_modified, body_hash) values ('meti', '127.0.0.1', 'http://FEEDS/meti', 'rss', NULL, NULL, 1.0, 'summary', 2, 1, 1.79602315856028294568e+09, 1.79602315756028294568e+09, 1.79602315756028294568e+09, 1.79602315015143895152e+09, 0, NULL, '"3bda98e7c99d0535"', 'Mon, 30 Nov 2026 07:19:14 GMT', X'3BDA98E7C99D053523DDE57ED80CE74BA88D24EE6FC95D4289B0ADCEC199168F');
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
    ) strict;
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (1, 'ustr', 'https://example.org/Quota-from-before-12', X'322CF1CE7307D0298B3BF206DF40E048', 'Quota from before 12', 'More about it: Quota from before 12.', X'929494A571756F7461A466726F6DA66265666F7265A231329400060B1294050A1114C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A231329700050B0F151A2197040A0D14192023C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (2, 'ustr', 'https://example.org/Quota-from-before-11', X'32ED4BCF8630AFF4B6F3B45C5C01C416', 'Quota from before 11', 'More about it: Quota from before 11.', X'929494A571756F7461A466726F6DA66265666F7265A231319400060B1294050A1114C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A231319700050B0F151A2197040A0D14192023C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (3, 'ustr', 'https://example.org/Quota-from-before-10', X'89438F650C6FC578254C957FDDDAE0CE', 'Quota from before 10', 'More about it: Quota from before 10.', X'929494A571756F7461A466726F6DA66265666F7265A231309400060B1294050A1114C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A231309700050B0F151A2197040A0D14192023C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (4, 'ustr', 'https://example.org/Quota-from-before-9', X'D4D7F325632589F6C4F75612D53743C0', 'Quota from before 9', 'More about it: Quota from before 9.', X'929494A571756F7461A466726F6DA66265666F7265A1399400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1399700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (5, 'ustr', 'https://example.org/Quota-from-before-8', X'EADB8314CC040DC5F78866EA8EAEE30F', 'Quota from before 8', 'More about it: Quota from before 8.', X'929494A571756F7461A466726F6DA66265666F7265A1389400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1389700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (6, 'ustr', 'https://example.org/Quota-from-before-7', X'4FDF68B91CEA1D82F68708F0BB61BAEC', 'Quota from before 7', 'More about it: Quota from before 7.', X'929494A571756F7461A466726F6DA66265666F7265A1379400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1379700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (7, 'ustr', 'https://example.org/Quota-from-before-6', X'71948F86E4F8669D0194C247C97E237B', 'Quota from before 6', 'More about it: Quota from before 6.', X'929494A571756F7461A466726F6DA66265666F7265A1369400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1369700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (8, 'ustr', 'https://example.org/Quota-from-before-5', X'6CF6DD663776AA824EDD1AAAD03208B0', 'Quota from before 5', 'More about it: Quota from before 5.', X'929494A571756F7461A466726F6DA66265666F7265A1359400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1359700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (9, 'ustr', 'https://example.org/Quota-from-before-4', X'B800C1393A19CAAEAF3B7B5B3B8CEB0F', 'Quota from before 4', 'More about it: Quota from before 4.', X'929494A571756F7461A466726F6DA66265666F7265A1349400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1349700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (10, 'ustr', 'https://example.org/Quota-from-before-3', X'950C7DBED29CE0B587FC4A02529C13F9', 'Quota from before 3', 'More about it: Quota from before 3.', X'929494A571756F7461A466726F6DA66265666F7265A1339400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1339700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (11, 'ustr', 'https://example.org/Quota-from-before-2', X'D33BE4CC0EFD187E48352DDA8C7A35D1', 'Quota from before 2', 'More about it: Quota from before 2.', X'929494A571756F7461A466726F6DA66265666F7265A1329400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1329700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (12, 'ustr', 'https://example.org/Quota-from-before-1', X'6E9CD5E5EC38EBF9080424ED1C755498', 'Quota from before 1', 'More about it: Quota from before 1.', X'929494A571756F7461A466726F6DA66265666F7265A1319400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1319700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (13, 'ustr', 'https://example.org/Quota-from-before-0', X'8ABE19F9E7DB867FD0873BEAD4E9A771', 'Quota from before 0', 'More about it: Quota from before 0.', X'929494A571756F7461A466726F6DA66265666F7265A1309400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1309700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315011742401122e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (14, 'meti', 'https://example.org/Quota-from-before-12', X'322CF1CE7307D0298B3BF206DF40E048', 'Quota from before 12', 'More about it: Quota from before 12.', X'929494A571756F7461A466726F6DA66265666F7265A231329400060B1294050A1114C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A231329700050B0F151A2197040A0D14192023C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (15, 'meti', 'https://example.org/Quota-from-before-11', X'32ED4BCF8630AFF4B6F3B45C5C01C416', 'Quota from before 11', 'More about it: Quota from before 11.', X'929494A571756F7461A466726F6DA66265666F7265A231319400060B1294050A1114C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A231319700050B0F151A2197040A0D14192023C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (16, 'meti', 'https://example.org/Quota-from-before-10', X'89438F650C6FC578254C957FDDDAE0CE', 'Quota from before 10', 'More about it: Quota from before 10.', X'929494A571756F7461A466726F6DA66265666F7265A231309400060B1294050A1114C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A231309700050B0F151A2197040A0D14192023C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (17, 'meti', 'https://example.org/Quota-from-before-9', X'D4D7F325632589F6C4F75612D53743C0', 'Quota from before 9', 'More about it: Quota from before 9.', X'929494A571756F7461A466726F6DA66265666F7265A1399400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1399700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (18, 'meti', 'https://example.org/Quota-from-before-8', X'EADB8314CC040DC5F78866EA8EAEE30F', 'Quota from before 8', 'More about it: Quota from before 8.', X'929494A571756F7461A466726F6DA66265666F7265A1389400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1389700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (19, 'meti', 'https://example.org/Quota-from-before-7', X'4FDF68B91CEA1D82F68708F0BB61BAEC', 'Quota from before 7', 'More about it: Quota from before 7.', X'929494A571756F7461A466726F6DA66265666F7265A1379400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1379700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (20, 'meti', 'https://example.org/Quota-from-before-6', X'71948F86E4F8669D0194C247C97E237B', 'Quota from before 6', 'More about it: Quota from before 6.', X'929494A571756F7461A466726F6DA66265666F7265A1369400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1369700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (21, 'meti', 'https://example.org/Quota-from-before-5', X'6CF6DD663776AA824EDD1AAAD03208B0', 'Quota from before 5', 'More about it: Quota from before 5.', X'929494A571756F7461A466726F6DA66265666F7265A1359400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1359700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (22, 'meti', 'https://example.org/Quota-from-before-4', X'B800C1393A19CAAEAF3B7B5B3B8CEB0F', 'Quota from before 4', 'More about it: Quota from before 4.', X'929494A571756F7461A466726F6DA66265666F7265A1349400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1349700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (23, 'meti', 'https://example.org/Quota-from-before-3', X'950C7DBED29CE0B587FC4A02529C13F9', 'Quota from before 3', 'More about it: Quota from before 3.', X'929494A571756F7461A466726F6DA66265666F7265A1339400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1339700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (24, 'meti', 'https://example.org/Quota-from-before-2', X'D33BE4CC0EFD187E48352DDA8C7A35D1', 'Quota from before 2', 'More about it: Quota from before 2.', X'929494A571756F7461A466726F6DA66265666F7265A1329400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1329700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (25, 'meti', 'https://example.org/Quota-from-before-1', X'6E9CD5E5EC38EBF9080424ED1C755498', 'Quota from before 1', 'More about it: Quota from before 1.', X'929494A571756F7461A466726F6DA66265666F7265A1319400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1319700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (26, 'meti', 'https://example.org/Quota-from-before-0', X'8ABE19F9E7DB867FD0873BEAD4E9A771', 'Quota from before 0', 'More about it: Quota from before 0.', X'929494A571756F7461A466726F6DA66265666F7265A1309400060B1294050A1113C404040101019497A46D6F7265A561626F7574A26974A571756F7461A466726F6DA66265666F7265A1309700050B0F151A2197040A0D14192022C40704010103010101', 'en', NULL, NULL, 1.79602315015143895152e+09, 1);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (27, 'ustr', 'https://example.org/台積電與關稅', X'5C1500F4689722924D6F0743DC8C5784', '台積電與關稅', 'More about it: 台積電與關稅.', X'929496A3E58FB0A3E7A7AFA3E794B5A3E4B88EA3E585B3A3E7A88E9600010203040596010203040506C4060400000000009499A46D6F7265A561626F7574A26974A3E58FB0A3E7A7AFA3E794B5A3E4B88EA3E585B3A3E7A88E9900050B0F101112131499040A0D101112131415C409040101030000000000', 'zh-Hant', NULL, NULL, 1.79602315157713198663e+09, 0);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (28, 'ustr', 'https://example.org/Steel-prices', X'7367CDC1A6351401043437B9B529B2B5', 'Steel prices', 'More about it: Steel prices.', X'929492A5737465656CA670726963657392000692050CC40204019495A46D6F7265A561626F7574A26974A5737465656CA67072696365739500050B0F1595040A0D141BC4050401010301', 'en', NULL, NULL, 1.79602315157713198663e+09, 0);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (29, 'ustr', 'https://example.org/TSMC-tariffs-rise', X'A1CDB03761109A3936D9A66C66696EA7', 'TSMC tariffs rise', 'More about it: TSMC tariffs rise.', X'929493A474736D63A774617269666673A4726973659300050D93040C11C4030C01019496A46D6F7265A561626F7574A26974A474736D63A774617269666673A4726973659600050B0F141C96040A0D131B20C4060401010B0101', 'en', NULL, NULL, 1.79602315157713198663e+09, 0);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (30, 'ustr', 'https://example.org/Quota-on-wool', X'9AF2EC660FB6135DD1A411AA985E681F', 'Quota on wool', 'More about it: Quota on wool.', X'929493A571756F7461A26F6EA4776F6F6C930006099305080DC4030401019496A46D6F7265A561626F7574A26974A571756F7461A26F6EA4776F6F6C9600050B0F151896040A0D14171CC406040101030101', 'en', NULL, NULL, 1.79602315157713198663e+09, 0);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (31, 'meti', 'https://example.org/Quota-under-way-4', X'BD1EB98AB67D5F5AD55E74A7026188DD', 'Quota under way 4', 'More about it: Quota under way 4.', X'929494A571756F7461A5756E646572A3776179A1349400060C1094050B0F11C404040101019497A46D6F7265A561626F7574A26974A571756F7461A5756E646572A3776179A1349700050B0F151B1F97040A0D141A1E20C40704010103010101', 'en', NULL, NULL, 1.79602315607579302784e+09, 0);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (32, 'meti', 'https://example.org/台積電-under-way-3', X'689F7649A9925F7F02FE58514271B63B', '台積電 under way 3', 'More about it: 台積電 under way 3.', X'929496A3E58FB0A3E7A7AFA3E794B5A5756E646572A3776179A13396000102040A0E96010203090D0FC4060400000101019499A46D6F7265A561626F7574A26974A3E58FB0A3E7A7AFA3E794B5A5756E646572A3776179A1339900050B0F101113191D99040A0D101112181C1EC409040101030000010101', 'en', NULL, NULL, 1.79602315607579302784e+09, 0);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (33, 'meti', 'https://example.org/TSMC-tariffs-under-way-2', X'CA09317D4ABD86D6F847AB755837EFB0', 'TSMC tariffs under way 2', 'More about it: TSMC tariffs under way 2.', X'929495A474736D63A774617269666673A5756E646572A3776179A1329500050D131795040C121618C4050C010101019498A46D6F7265A561626F7574A26974A474736D63A774617269666673A5756E646572A3776179A1329800050B0F141C222698040A0D131B212527C4080401010B01010101', 'en', NULL, NULL, 1.79602315607579302784e+09, 0);
insert into items (id, source, link, link_key, title, body, tokens, language, country, published_at, seen_at, baseline) values (34, 'meti', 'https://example.org/Quota-under-way-1', X'BD9773E797E12178A59445AC51D537E7', 'Quota under way 1', 'More about it: Quota under way 1.', X'929494A571756F7461A5756E646572A3776179A1319400060C1094050B0F11C404040101019497A46D6F7265A561626F7574A26974A571756F7461A5756E646572A3776179A1319700050B0F151B1F97040A0D141A1E20C40704010103010101', 'en', NULL, NULL, 1.79602315607579302784e+09, 0);
CREATE TABLE item_keys (
        source text not null references sources (id),
        key blob not null,
        at real not null,
        primary key (source, key)
    ) strict, without rowid;
insert into item_keys (source, key, at) values ('ustr', X'0F3C54CC9D7FBDB3FCFA5632D14428AF', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'148F863EEC51FB79E985D91DF4D3F22A', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'166AB21AFA21E001B2187F71C716CF95', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'18EDD1997BE32805236A499AA0584DB6', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'1D224BBB3CAF231F597CB6973CD73AE0', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'1D844E49A60D3C45A65DEA4FEFCCFB02', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'1E97138B7157D7249DFB0343DA5BD688', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'2578356D7D04D978C7539C4EA0FA9986', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'2BCB557F4A3737EF5D0BC5D5A8F4EEB8', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'322CF1CE7307D0298B3BF206DF40E048', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'32ED4BCF8630AFF4B6F3B45C5C01C416', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'3633EED165E902EAE03009A6140B8795', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'37DAB3088A1EA5B192EC02F2DB15ACE8', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'3BA573855AC4B23596B575396F6EF0B3', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'417E9A4B9DE169C10E382DA43DBED49C', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'4D12937F6D5B19789E2BE2CE178D4B3D', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'4FDF68B91CEA1D82F68708F0BB61BAEC', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'6537D4DDCD79019DF574BDDF980DEA0F', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'6651FB7B7C34DA3DB4785A96E6E54EAD', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'6CF6DD663776AA824EDD1AAAD03208B0', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'6E9CD5E5EC38EBF9080424ED1C755498', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'71948F86E4F8669D0194C247C97E237B', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'71E5972A0C781D111DA8017B1500014D', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'744C15BC05DCA96CCAFBFC6915FC0534', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'89438F650C6FC578254C957FDDDAE0CE', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'8ABE19F9E7DB867FD0873BEAD4E9A771', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'93C7AEFA52DB2A08105480EF8B62E3AB', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'950C7DBED29CE0B587FC4A02529C13F9', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'9C20FF391EFBD0C05E64FD29720FB238', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'A8A850B1F013C4E04DFD4AFA95DD2C75', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'B800C1393A19CAAEAF3B7B5B3B8CEB0F', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'CD4BCF858D88E2F25759FB311C71E139', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'D2EBE36B6B429059B03EBB92AF14AB83', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'D33BE4CC0EFD187E48352DDA8C7A35D1', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'D4D7F325632589F6C4F75612D53743C0', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'D64F582A39DAE29D2C7A8F83AAC55301', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'DAC186BCC6EEAAD60D61A670D762C7A0', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'EADB8314CC040DC5F78866EA8EAEE30F', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('ustr', X'F203630D458536941ADBEB71F0867359', 1.79602315011742401122e+09);
insert into item_keys (source, key, at) values ('meti', X'0F3C54CC9D7FBDB3FCFA5632D14428AF', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'148F863EEC51FB79E985D91DF4D3F22A', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'166AB21AFA21E001B2187F71C716CF95', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'18EDD1997BE32805236A499AA0584DB6', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'1D224BBB3CAF231F597CB6973CD73AE0', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'1D844E49A60D3C45A65DEA4FEFCCFB02', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'1E97138B7157D7249DFB0343DA5BD688', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'2578356D7D04D978C7539C4EA0FA9986', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'2BCB557F4A3737EF5D0BC5D5A8F4EEB8', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'322CF1CE7307D0298B3BF206DF40E048', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'32ED4BCF8630AFF4B6F3B45C5C01C416', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'3633EED165E902EAE03009A6140B8795', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'37DAB3088A1EA5B192EC02F2DB15ACE8', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'3BA573855AC4B23596B575396F6EF0B3', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'417E9A4B9DE169C10E382DA43DBED49C', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'4D12937F6D5B19789E2BE2CE178D4B3D', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'4FDF68B91CEA1D82F68708F0BB61BAEC', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'6537D4DDCD79019DF574BDDF980DEA0F', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'6651FB7B7C34DA3DB4785A96E6E54EAD', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'6CF6DD663776AA824EDD1AAAD03208B0', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'6E9CD5E5EC38EBF9080424ED1C755498', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'71948F86E4F8669D0194C247C97E237B', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'71E5972A0C781D111DA8017B1500014D', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'744C15BC05DCA96CCAFBFC6915FC0534', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'89438F650C6FC578254C957FDDDAE0CE', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'8ABE19F9E7DB867FD0873BEAD4E9A771', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'93C7AEFA52DB2A08105480EF8B62E3AB', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'950C7DBED29CE0B587FC4A02529C13F9', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'9C20FF391EFBD0C05E64FD29720FB238', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'A8A850B1F013C4E04DFD4AFA95DD2C75', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'B800C1393A19CAAEAF3B7B5B3B8CEB0F', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'CD4BCF858D88E2F25759FB311C71E139', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'D2EBE36B6B429059B03EBB92AF14AB83', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'D33BE4CC0EFD187E48352DDA8C7A35D1', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'D4D7F325632589F6C4F75612D53743C0', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'D64F582A39DAE29D2C7A8F83AAC55301', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'DAC186BCC6EEAAD60D61A670D762C7A0', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'EADB8314CC040DC5F78866EA8EAEE30F', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('meti', X'F203630D458536941ADBEB71F0867359', 1.79602315015143895152e+09);
insert into item_keys (source, key, at) values ('ustr', X'2657844280F16EAE25F3BAFB63D500B9', 1.79602315157713198663e+09);
insert into item_keys (source, key, at) values ('ustr', X'3E14AC94F8E4598722869CEA327A429E', 1.79602315157713198663e+09);
insert into item_keys (source, key, at) values ('ustr', X'5C1500F4689722924D6F0743DC8C5784', 1.79602315157713198663e+09);
insert into item_keys (source, key, at) values ('ustr', X'6F5182501EFEDE154A96CD06CFEA8D1F', 1.79602315157713198663e+09);
insert into item_keys (source, key, at) values ('ustr', X'7367CDC1A6351401043437B9B529B2B5', 1.79602315157713198663e+09);
insert into item_keys (source, key, at) values ('ustr', X'9AF2EC660FB6135DD1A411AA985E681F', 1.79602315157713198663e+09);
insert into item_keys (source, key, at) values ('ustr', X'A1CDB03761109A3936D9A66C66696EA7', 1.79602315157713198663e+09);
insert into item_keys (source, key, at) values ('ustr', X'C37A070D8662817C1729550126C6C1F1', 1.79602315157713198663e+09);
insert into item_keys (source, key, at) values ('ustr', X'D7FAEB1127006461E587DD3CD258E1CB', 1.79602315157713198663e+09);
insert into item_keys (source, key, at) values ('ustr', X'DE981E69910BB818B8A45ED0FD2DF698', 1.79602315157713198663e+09);
insert into item_keys (source, key, at) values ('ustr', X'F4318F7633361503F29D72D682FB19C1', 1.79602315157713198663e+09);
insert into item_keys (source, key, at) values ('ustr', X'FE5D2FA778E0BB265D81455F5A864F45', 1.79602315157713198663e+09);
insert into item_keys (source, key, at) values ('meti', X'2CEC01070DDDA4174AF2D13C8A4D6BBC', 1.79602315607579302784e+09);
insert into item_keys (source, key, at) values ('meti', X'689F7649A9925F7F02FE58514271B63B', 1.79602315607579302784e+09);
insert into item_keys (source, key, at) values ('meti', X'839C8EA3A716B336A998B14D8B6A437C', 1.79602315607579302784e+09);
insert into item_keys (source, key, at) values ('meti', X'A095F408C4102D38EE076D3AD1EBB11B', 1.79602315607579302784e+09);
insert into item_keys (source, key, at) values ('meti', X'BD01CF944C85A8420558776BC97FD6D3', 1.79602315607579302784e+09);
insert into item_keys (source, key, at) values ('meti', X'BD1EB98AB67D5F5AD55E74A7026188DD', 1.79602315607579302784e+09);
insert into item_keys (source, key, at) values ('meti', X'BD9773E797E12178A59445AC51D537E7', 1.79602315607579302784e+09);
insert into item_keys (source, key, at) values ('meti', X'CA09317D4ABD86D6F847AB755837EFB0', 1.79602315607579302784e+09);
insert into item_keys (source, key, at) values ('meti', X'CC939141B04F9FA5309BD903D0890F67', 1.79602315607579302784e+09);
insert into item_keys (source, key, at) values ('meti', X'CD37FCF3D468C7AA8FABA19445CA76E6', 1.79602315607579302784e+09);
insert into item_keys (source, key, at) values ('meti', X'E41A4EB3AC408242D38736F235062029', 1.79602315607579302784e+09);
insert into item_keys (source, key, at) values ('meti', X'FF32B4966EB442A8C67FDC32446E6CC4', 1.79602315607579302784e+09);
CREATE TABLE subscribers (
        id integer primary key,
        address text not null unique,
        language text not null,
        paused_at real,
        pause_reason text,
        created_at real not null
    ) strict;
insert into subscribers (id, address, language, paused_at, pause_reason, created_at) values (1, '101', 'en', NULL, NULL, 1.79602315019560909272e+09);
insert into subscribers (id, address, language, paused_at, pause_reason, created_at) values (2, '-1001000000001/7', 'zh-Hant', NULL, NULL, 1.79602315030739808081e+09);
insert into subscribers (id, address, language, paused_at, pause_reason, created_at) values (3, '102', 'ja', 1.7960231503291471005e+09, 'asked', 1.79602315031847190856e+09);
insert into subscribers (id, address, language, paused_at, pause_reason, created_at) values (4, '104', 'zh-Hant', NULL, NULL, 1.79602315033586502077e+09);
CREATE TABLE takes (
        subscriber integer not null references subscribers (id) on delete cascade,
        source text not null references sources (id) on delete cascade,
        primary key (subscriber, source)
    ) strict, without rowid;
insert into takes (subscriber, source) values (1, 'meti');
insert into takes (subscriber, source) values (1, 'ustr');
insert into takes (subscriber, source) values (2, 'meti');
insert into takes (subscriber, source) values (2, 'ustr');
insert into takes (subscriber, source) values (3, 'meti');
insert into takes (subscriber, source) values (3, 'ustr');
insert into takes (subscriber, source) values (4, 'meti');
insert into takes (subscriber, source) values (4, 'ustr');
CREATE TABLE queries (
        id integer primary key,
        rule text not null unique
    ) strict;
insert into queries (id, rule) values (1, '@co.tsmc @tp.tariff');
insert into queries (id, rule) values (2, 'quota');
insert into queries (id, rule) values (3, 'title:(@pl.kumamoto)');
insert into queries (id, rule) values (4, 'steel*');
insert into queries (id, rule) values (5, '@co.tsmc');
CREATE TABLE watches (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        number integer not null,
        query integer not null references queries (id),
        typed text not null,
        muted integer not null default 0,
        created_at real not null,
        removed_at real,
        unique (subscriber, number)
    ) strict;
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at) values (1, 1, 1, 1, 'TSMC tariffs', 0, 1796023150.20615, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at) values (2, 1, 2, 2, 'quota', 0, 1.79602315022702097892e+09, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at) values (3, 1, 3, 3, 'title:kumamoto', 0, 1.79602315025012207027e+09, 1.79602315030036902422e+09);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at) values (4, 1, 4, 4, 'steel*', 1, 1.79602315027869391438e+09, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at) values (5, 2, 1, 5, '台積電', 0, 1.79602315030906701086e+09, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at) values (6, 3, 1, 2, 'quota', 0, 1.796023150320143938e+09, NULL);
insert into watches (id, subscriber, number, query, typed, muted, created_at, removed_at) values (7, 4, 1, 2, 'quota', 0, 1796023150.33791, NULL);
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
insert into decisions (id, item, query, rule, catalogue, hits, at) values (1, 27, 1, '@co.tsmc @tp.tariff', 'b9cd51d0a40f', '[{"term":"TSMC","field":"title","start":0,"end":3,"text":"台積電"},{"term":"tariffs","field":"title","start":4,"end":6,"text":"關稅"},{"term":"TSMC","field":"body","start":15,"end":18,"text":"台積電"},{"term":"tariffs","field":"body","start":19,"end":21,"text":"關稅"}]', 1.79602315157713198663e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (2, 27, 5, '@co.tsmc', 'b9cd51d0a40f', '[{"term":"台積電","field":"title","start":0,"end":3,"text":"台積電"},{"term":"台積電","field":"body","start":15,"end":18,"text":"台積電"}]', 1.79602315157713198663e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (3, 28, 4, 'steel*', 'b9cd51d0a40f', '[{"term":"steel*","field":"title","start":0,"end":5,"text":"Steel"},{"term":"steel*","field":"body","start":15,"end":20,"text":"Steel"}]', 1.79602315157713198663e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (4, 29, 1, '@co.tsmc @tp.tariff', 'b9cd51d0a40f', '[{"term":"TSMC","field":"title","start":0,"end":4,"text":"TSMC"},{"term":"tariffs","field":"title","start":5,"end":12,"text":"tariffs"},{"term":"TSMC","field":"body","start":15,"end":19,"text":"TSMC"},{"term":"tariffs","field":"body","start":20,"end":27,"text":"tariffs"}]', 1.79602315157713198663e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (5, 29, 5, '@co.tsmc', 'b9cd51d0a40f', '[{"term":"台積電","field":"title","start":0,"end":4,"text":"TSMC"},{"term":"台積電","field":"body","start":15,"end":19,"text":"TSMC"}]', 1.79602315157713198663e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (6, 30, 2, 'quota', 'b9cd51d0a40f', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602315157713198663e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (7, 31, 2, 'quota', 'b9cd51d0a40f', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602315607579302784e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (8, 32, 5, '@co.tsmc', 'b9cd51d0a40f', '[{"term":"台積電","field":"title","start":0,"end":3,"text":"台積電"},{"term":"台積電","field":"body","start":15,"end":18,"text":"台積電"}]', 1.79602315607579302784e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (9, 33, 1, '@co.tsmc @tp.tariff', 'b9cd51d0a40f', '[{"term":"TSMC","field":"title","start":0,"end":4,"text":"TSMC"},{"term":"tariffs","field":"title","start":5,"end":12,"text":"tariffs"},{"term":"TSMC","field":"body","start":15,"end":19,"text":"TSMC"},{"term":"tariffs","field":"body","start":20,"end":27,"text":"tariffs"}]', 1.79602315607579302784e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (10, 33, 5, '@co.tsmc', 'b9cd51d0a40f', '[{"term":"台積電","field":"title","start":0,"end":4,"text":"TSMC"},{"term":"台積電","field":"body","start":15,"end":19,"text":"TSMC"}]', 1.79602315607579302784e+09);
insert into decisions (id, item, query, rule, catalogue, hits, at) values (11, 34, 2, 'quota', 'b9cd51d0a40f', '[{"term":"quota","field":"title","start":0,"end":5,"text":"Quota"},{"term":"quota","field":"body","start":15,"end":20,"text":"Quota"}]', 1.79602315607579302784e+09);
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
        listed_in integer references outbox (id),
        unique (subscriber, item)
    ) strict;
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (1, 1, 1, 27, 'sent', 1.79602315157713198663e+09, 1, 1.79602315157713198663e+09, 1.79602315160664892197e+09, 1.79602315164000201222e+09, '21', NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (2, 1, 2, 27, 'sent', 1.79602315157713198663e+09, 1, 1.79602315157713198663e+09, 1.79602315164281702043e+09, 1.79602315167334508896e+09, '22', NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (3, 1, 1, 28, 'sent', 1.79602315157713198663e+09, 1, 1.79602315157713198663e+09, 1796023152.61676, 1.79602315263194799426e+09, '24', NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (4, 1, 1, 29, 'sent', 1.79602315157713198663e+09, 1, 1.79602315157713198663e+09, 1.79602315362088894848e+09, 1.79602315363652896874e+09, '25', NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (5, 1, 2, 29, 'sent', 1.79602315157713198663e+09, 1, 1.79602315157713198663e+09, 1.79602315465922307969e+09, 1.7960231546749410629e+09, '27', NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (6, 1, 1, 30, 'sent', 1.79602315157713198663e+09, 1, 1.79602315157713198663e+09, 1796023154.62295, 1.79602315464036607749e+09, '26', NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (7, 1, 3, 30, 'held', 1.79602315157713198663e+09, 0, 1.79602315157713198663e+09, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (8, 1, 4, 30, 'sent', 1.79602315157713198663e+09, 1, 1.79602315157713198663e+09, 1.79602315168256592746e+09, 1.7960231517009780407e+09, '23', NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (9, 1, 1, 31, 'in flight', 1.79602315607579302784e+09, 1, 1.79602315607579302784e+09, 1.79602315608723092079e+09, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (10, 1, 3, 31, 'held', 1.79602315607579302784e+09, 0, 1.79602315607579302784e+09, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (11, 1, 4, 31, 'in flight', 1.79602315607579302784e+09, 1, 1.79602315607579302784e+09, 1.79602315612317204479e+09, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (12, 1, 2, 32, 'in flight', 1.79602315607579302784e+09, 1, 1.79602315607579302784e+09, 1.79602315766363406185e+09, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (13, 1, 1, 33, 'queued', 1.79602315607579302784e+09, 0, 1.79602315607579302784e+09, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (14, 1, 2, 33, 'queued', 1.79602315607579302784e+09, 0, 1.79602315607579302784e+09, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (15, 1, 1, 34, 'queued', 1.79602315607579302784e+09, 0, 1.79602315607579302784e+09, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (16, 1, 3, 34, 'held', 1.79602315607579302784e+09, 0, 1.79602315607579302784e+09, NULL, NULL, NULL, NULL, NULL);
insert into outbox (id, version, subscriber, item, state, due_at, attempts, created_at, tried_at, sent_at, message, problem, listed_in) values (17, 1, 4, 34, 'queued', 1.79602315607579302784e+09, 0, 1.79602315607579302784e+09, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE reasons (
        alert integer not null references outbox (id) on delete cascade,
        watch integer not null references watches (id) on delete cascade,
        decision integer not null references decisions (id),
        primary key (alert, watch)
    ) strict, without rowid;
insert into reasons (alert, watch, decision) values (1, 1, 1);
insert into reasons (alert, watch, decision) values (2, 5, 2);
insert into reasons (alert, watch, decision) values (3, 4, 3);
insert into reasons (alert, watch, decision) values (4, 1, 4);
insert into reasons (alert, watch, decision) values (5, 5, 5);
insert into reasons (alert, watch, decision) values (6, 2, 6);
insert into reasons (alert, watch, decision) values (7, 6, 6);
insert into reasons (alert, watch, decision) values (8, 7, 6);
insert into reasons (alert, watch, decision) values (9, 2, 7);
insert into reasons (alert, watch, decision) values (10, 6, 7);
insert into reasons (alert, watch, decision) values (11, 7, 7);
insert into reasons (alert, watch, decision) values (12, 5, 8);
insert into reasons (alert, watch, decision) values (13, 1, 9);
insert into reasons (alert, watch, decision) values (14, 5, 10);
insert into reasons (alert, watch, decision) values (15, 2, 11);
insert into reasons (alert, watch, decision) values (16, 6, 11);
insert into reasons (alert, watch, decision) values (17, 7, 11);
CREATE TABLE heartbeats (
        name text primary key,
        at real not null,
        problem text
    ) strict;
insert into heartbeats (name, at, problem) values ('delivery', 1.79602315464373707767e+09, NULL);
insert into heartbeats (name, at, problem) values ('polling', 1.79602315554442906386e+09, NULL);
insert into heartbeats (name, at, problem) values ('telegram', 1.79602315519768595698e+09, NULL);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX sources_by_due on sources (active, due_at);
CREATE INDEX items_by_seen on items (seen_at);
CREATE INDEX items_by_link on items (link_key);
CREATE INDEX item_keys_by_age on item_keys (at);
CREATE INDEX watches_by_query on watches (query) where removed_at is null;
CREATE INDEX outbox_waiting on outbox (subscriber, id) where state in ('queued', 'in flight');
CREATE INDEX outbox_by_message on outbox (subscriber, message) where message is not null;
CREATE INDEX outbox_by_list on outbox (listed_in) where listed_in is not null;
commit;
