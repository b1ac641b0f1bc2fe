# 日本語

or-join = { $left }または{ $right }

## A rule in words
rule-understood = { $name } = { $meant }
rule-word = <b>{ $word }</b>
rule-near = { $left } と { $right }（{ $distance } 語以内）
rule-in-title = 見出し：{ $what }
rule-source = 情報源 <b>{ $value }</b>
rule-lang = 言語 <b>{ $value }</b>
rule-country = 国・地域：<b>{ $value }</b>
rule-heading = HS コード <b>{ $value }</b>（{ $heading }）
rule-code = { $kind } <b>{ $value }</b>
rule-docket = 案件番号 <b>{ $value }</b>
rule-case = 調査案件 <b>{ $value }</b>
rule-agency = 機関 <b>{ $value }</b>
rule-type = 種類 <b>{ $value }</b>
rule-status = 状態 <b>{ $value }</b>
rule-bracket = （{ $what }）
rule-as-written = <code>{ $rule }</code>

## A rule in one line, and what is not obvious about it
reading-and = { $left }＋{ $right }
reading-and-groups = { $left }＋{ $right }
reading-or = { $left }または{ $right }
reading-not = { $what }（{ $without }を除く）
reading-only = { $what } · 条件：{ $facts }
reading-phrase = 「<b>{ $phrase }</b>」
reading-names = <i>名称は各言語の別名も対象です。</i>
reading-names-also = <i>名称は各言語の別名と { $also } も対象です。</i>
note-or = 「{ $found }」は「いずれかを含む」という意味になります。語そのもの：<code>{ $instead }</code>
note-and = 「{ $found }」は「両方を含む」という意味になります。語そのもの：<code>{ $instead }</code>
note-not = 「{ $found }」は「除外」という意味になります。語そのもの：<code>{ $instead }</code>
note-left-out = 省いた語：{ $found }。この通りに探すには：<code>{ $instead }</code>
note-left-out-only = 省いた語：{ $found }。
note-misspelled = 「{ $found }」は名称の書き間違いとみて、その名称も探します。表記だけ：<code>{ $instead }</code>
note-lines = 一覧の各項目は「または」です。すべてを含む：<code>{ $instead }</code>
note-split = 「{ $found }」を語に分けました。文のまま探すには：<code>{ $instead }</code>
note-together-only = 「{ $found }」を一つの語句として読みます。
note-any-case = 「{ $found }」を名称として読みます。表記だけ：<code>{ $instead }</code>
note-longer-name = <code>{ $instead }</code> と書くと一つの名称です。
note-heading = { $found } は HS コードか、貿易用語のそばの数字です。コードだけ：<code>{ $instead }</code>

## Commands, as /help and Telegram's menu show them
help-start = はじめに
help-watch = ウォッチを追加：/watch TSMC 関税
help-watches = ウォッチ一覧
help-unwatch = ウォッチを削除：/unwatch W1
help-packs = スターターパック：テーマごとにまとめてウォッチ
help-search = 過去の記事を検索：/search TSMC
help-pause = すべての通知を一時停止
help-resume = 通知を再開
help-why = 届いた理由・届かなかった理由
help-deadlines = 今後の期限とリマインダー
help-alias = 独自の別名を登録：/alias TSMC 護国神山
help-sources = 情報源の一覧とオン・オフ
help-status = 情報源の取得状況
help-addsource = 情報源を追加：/addsource example.org
help-import = ファイルからウォッチや情報源を追加
help-export = ウォッチと情報源をファイルに書き出す
help-settings = 設定：言語、タイムゾーン、おやすみ時間など
help-channel = 自分のチャンネルに通知を送る
help-help = コマンド一覧

## /start and /help
start =
    👋 <b>Tradewatch</b> 通商政策の動きを公表後数分でお知らせします。
    <b>何を追いますか？</b>テーマを選ぶか、入力してください：{ $typed }
typed-words = <i>TSMC 関税</i>
typed-command = <code>/watch TSMC 関税</code>
start-again = 引き続きご利用いただけます。{ $watches ->
        [0] ウォッチはまだありません
       *[other] ウォッチ { $watches } 件
    }、情報源は { $sources } 件中 { $healthy } 件が正常です。
help-title = <b>コマンド一覧</b>
help-rules =
    <b>ウォッチの書き方</b>
    スペース = すべて · 「、」 = いずれか
    <code>-語</code> = 除外 · <code>（ ）</code> グループ化
    <code>「…」</code> 完全一致
    <code>semicon*</code> 前方一致
    <code>title:関税</code> 見出しだけ
    <code>country:JP</code> · <code>lang:ja</code>
    <code>@TSMC</code> その企業のすべての名称

## /watch
watch-how =
    コマンドの後にウォッチする語を続けて送ってください。例：
    <code>/watch TSMC 関税</code>
    <code>/watch 輸出管理 半導体</code>
watch-added = <b>{ $name }</b> を登録しました：{ $rule }
watch-found =
    { $count ->
        [0] 過去 { $span }の { $looked } 件に一致する記事はありません。
        [1] 過去 { $span }の { $looked } 件のうち 1 件が一致します：
       *[other] 過去 { $span }の { $looked } 件のうち { $count } 件が一致します{ $pace }。新着：
    }
watch-found-partly =
    { $count ->
        [0] 件数が多いため、直近 { $span }に絞りました。{ $looked } 件に一致する記事はありません。
        [1] 件数が多いため、直近 { $span }に絞りました。{ $looked } 件のうち 1 件が一致します：
       *[other] 件数が多いため、直近 { $span }に絞りました。{ $looked } 件のうち { $count } 件が一致します{ $pace }。新着：
    }
watch-pace = （1 日約 { $count } 件）
watch-pace-rare = （1 日 1 件未満）
watch-nothing-kept = まだ記事がありません。情報源を初回取得中です。
watch-blocked = ⚠️ 妨げている語：{ $part }。外すと { $count } 件、新着：
watch-nearly-all = ⚠️ ほぼすべてに一致します：{ $looked } 件中 { $count } 件。
button-without = ▶️ 「{ $word }」を外す
button-watch-rule = ▶️ { $rule }
watch-reworded = <b>{ $name }</b> を変更しました：{ $rule }
only-word = 「{ $word }」の表記だけ
only-words = この表記だけ
watch-already = 登録済みです：<b>{ $name }</b> { $rule }
watch-already-muted = 登録済みです：<b>{ $name }</b> { $rule }（ミュート中）
watch-limit = 上限（1 チャット { $limit } 件）に達しました。/unwatch で削除してから追加してください。
watch-paused = 通知は一時停止中です。/resume で再開できます。
undo = 取り消す
unmute = ミュート解除

## /watches, /unwatch
watches-none = ウォッチはまだありません。<code>/watch TSMC 関税</code> をお試しください。
watches-title = <b>ウォッチ { $count } 件</b>
watches-page = { $page } / { $pages } ページ
unwatch-how = 削除するウォッチを番号で指定してください。例：<code>/unwatch W1</code>　一覧：/watches
unwatch-unknown = { $name } というウォッチはありません。一覧：/watches
put-back = 元に戻す
muted = <b>{ $name }</b> をミュートしました：{ $rule }
unmuted = <b>{ $name }</b> のミュートを解除しました：{ $rule }
previous-page = ‹ 前へ
next-page = 次へ ›

## /packs
pack-added = { $count ->
        [0] <b>{ $name }</b>：追加したものはありません。
       *[other] ✅ <b>{ $name }</b>：ウォッチ { $count } 件を登録しました
    }
pack-already = 登録済み：{ $watches }。
pack-left-out = { $count } 件は追加していません（1 チャット { $limit } 件まで）。/unwatch で削除してから追加してください。
pack-calmed = ⚠️ { $watches }：1 日 20 件を超えるため、毎日 { $at } に 1 通にまとめます。
pack-removed = { $count ->
        [0] これらのウォッチは削除済みです。/packs でまた追加できます。
       *[other] ウォッチを { $count } 件削除しました。/packs でまた追加できます。
    }

## /search
search-how =
    検索する語を続けて送ってください。例：
    <code>/search TSMC 関税</code>
search-found = <code>{ $rule }</code>：{ $count } 件中 { $places } 件目
search-found-all = <code>{ $rule }</code>：{ $count } 件
search-places = { $first }～{ $last }
search-some = <code>{ $rule }</code> に一致する記事：
search-nothing = <code>{ $rule }</code> に一致する記事はありません。公表されたら通知しますか？
search-no-more = <code>{ $rule }</code> に一致する記事は、これ以上ありません。
search-matched = 🔎 { $words }
search-switched-off = このチャットでオフのグループにも一致するものがあります：{ $groups }。/sources でオンにできます。
search-reached = { $until } まで検索しました。続きはボタンを押してください。
still-indexing = ⏳ 索引を作成中です（{ $percent }% 完了）。結果が揃っていない可能性があります。
search-older = 古い記事 ›
search-newer = ‹ 新しい記事

## /pause, /resume
paused = 通知を一時停止しました。ウォッチは継続し、/resume で停止中の分をお届けします。
resume = 再開
resumed = 通知を再開しました。{ $held ->
        [0] 停止中の通知はありません。
       *[other] 停止中の { $held } 件を今お送りします。
    }
resumed-list = そのうち { $listed } 件は一つの一覧にまとめます。
held-list = <b>停止中の通知：{ $count } 件。</b>
flood-list = <b>{ $source }</b> が一度に多数の記事を公開しました。ほかに <b>{ $count } 件</b>が一致しています。
list-watch = { $name } { $rule }：{ $count }
list-watch-number = { $name }：{ $count }
list-newest = 新着：

## An alert
alert-word-separator = 、
alert-untitled = （見出しなし）
alert-seen = { $at } 取得
button-why = 理由
button-mute = 🔕 ミュート ▾
button-open = 開く ↗

## The facts of an official document, in an alert
fact-status = { $status ->
    [proposed] 提案
    [investigation] 調査
    [preliminary] 仮決定
    [final] 最終決定
    [in-force] 施行中
    [suspended] 停止
    [revoked] 取消し・廃止
    [blocked] 裁判所が差し止め
    [guidance] ガイダンス
   *[other] { $status }
}
fact-type = { $type ->
    [rule] 規則
    [proposed-rule] 規則案
    [notice] 公示
    [presidential-document] 大統領文書
    [executive-order] 大統領令
    [proclamation] 大統領布告
    [memorandum] 大統領覚書
    [determination] 大統領決定
    [sps] SPS 通報
    [tbt] TBT 通報
   *[other] { $name }
}
fact-final-rule = 最終規則
fact-effective = 発効日 { $day }
fact-applicable = 適用日 { $day }
fact-comments = 意見提出期限 { $day }
fact-hearing = 公聴会 { $day }
fact-expires = 失効日 { $day }
fact-days-left = { $days ->
    [0] （本日）
   *[other] （残り { $days } 日）
}
fact-from-text = （本文より）
fact-docket = 案件番号 { $number }

## /why
why-how = 通知の下の<b>理由</b>を押すか、任意の記事の URL を付けて <code>/why リンク</code> と送ってください。
why-reason = <b>{ $name }</b> { $rule }
why-hit-title = 見出しの「{ $text }」、{ $term } に一致
why-hit-body = 本文の「{ $text }」、{ $term } に一致
why-hit-fact = { $term }
why-seen = { $at } に { $source } から取得。
why-published = { $at } 公開。
why-evidence = 原文書を保存済み：{ $size }、{ $at } 取得、SHA-256 <code>{ $sha256 }</code>
why-also = ほかの情報源：{ $sources }。
why-because = 届いた理由：
why-sent = { $at } 送信。
why-not-sent = { $state ->
        [held] 通知の一時停止中のため保留しています。
        [scheduled] 次のまとめ通知を待っています。
        [quiet] おやすみ時間が終わるまで保留中です。
        [listed] ほかの通知とまとめて一覧でお届けしました。
        [dropped] 送信前にウォッチが削除されたか、ミュートされました。
        [dead] Telegram に拒否されました。
       *[other] 送信待ちです。
    }
why-not-alerted = この記事は通知していません。
why-switched-off = このチャットでは、この情報源のグループ「<b>{ $group }</b>」がオフのため通知されません。/sources でオンにできます。
why-today = 現在のルールでは：
why-apart = 次のウォッチの語は記事にありません：{ $watches }
why-more = …ほか { $count } 件。
why-withheld-newer = 通知なし：このウォッチは記事の取得後に作られました。
why-withheld-muted = 通知なし：このウォッチはミュート中です。
why-withheld-unreachable = 通知なし：このチャットに届けられませんでした。
why-withheld-switched-off = 通知なし：このチャットではグループがオフです。
why-withheld-changed = 通知なし：当時は一致せず、その後ウォッチ、別名、または名称データが変わりました。
why-withheld-then = 通知なし：当時も一致しましたが、ミュート中だったか、このチャットに届けられませんでした。
why-in-title = 見出しの「{ $text }」
why-in-body = 本文の「{ $text }」
why-missing = 含まれない語：{ $what }
why-not-in-title = 見出しに含まれない語：{ $what }
why-only-in-text = { $what }は見出しに必要ですが、{ $quoted }しかありません
why-excluded = { $quoted }により除外（{ $what }を除く）
why-too-far = { $left }と{ $right }の間は { $count } 語、{ $distance } 語以内が条件です
why-not-together = { $left }と{ $right }は、見出しにも本文にも並んで出てきません
why-other-fact = { $what }ではありません（この記事は { $values }）
why-no-fact = { $what }ではありません（この記事には記載なし）
why-closed = { $quoted }は{ $what }とみなしません：{ $reason }
why-closing-capitals = 大文字と小文字が違います
why-closing-shouted = 行全体が大文字のため判断できません
why-closing-context = ほかの意味もある名称で、関連分野の語が記事にありません
why-closing-anti-context = 同じ文の「{ $beside }」が別のものを指しています
why-closing-longer = より長い名称「{ $beside }」の一部です
why-closing-inside = 別の意味の「{ $beside }」の一部です
why-closing-broken = 途中で文が終わるか、括弧が入っています
why-closing-border = 前後の語にまたがっていて、独立した語ではありません
why-closing-other-office = 直前の語から、別の機関を指しています
why-closing-likened = 別のものをこの名にたとえています
why-closing-another-word = ここでは普通の語か別の人です
why-closing-other-sense = 記事全体が別の意味を示しています
why-baseline = 初回取得時に掲載済みのため通知対象外です。
why-matches-now = <b>{ $name }</b>（{ $rule }）に一致します。
why-evident = { $quoted }は、前後の語から <b>{ $name }</b> と判断しました：{ $words }
why-no-match = <b>{ $name }</b>（{ $rule }）には一致しません：
why-no-watches = ウォッチがありません。
why-never-seen = このリンクの記事は、どの情報源にもありませんでした。
why-unknown-message = 返信先は通知ではありません。

## /alias
alias-how =
    <code>/alias TSMC 護国神山</code> で TSMC に独自の別名を登録すると、このチャットのウォッチにすぐ反映されます。
    <code>/alias TSMC -護国神山</code> で削除。長い名称は <code>/alias Samsung Electronics = 半導体の巨人</code>
alias-title = <b>このチャットの独自の別名</b>
alias-line = <b>{ $entity }</b>：{ $names }
alias-given = <b>{ $name }</b> を <b>{ $entity }</b> の別名に登録しました（このチャットのみ）。
alias-taken-back = <b>{ $name }</b> は <b>{ $entity }</b> の別名ではなくなりました。
alias-watches = 影響のあるウォッチ：{ $watches }
alias-known = <b>{ $entity }</b> の名称：{ $names }
alias-yours = 独自の別名：{ $names }
alias-nearest = 近い名称：{ $names }
alias-gone = その別名はもうないか、別のものの名称になっています。別名の一覧：/alias
alias-problem-unknown-entity = <b>{ $found }</b> という名称が見つからず、別名を登録できません。
alias-problem-several-entities = 候補が複数あります（{ $who }）。<b>{ $found }</b> の正式な名称を入力してください。
alias-problem-nothing-left = <b>{ $found }</b> には検索できる文字や数字がありません。
alias-problem-too-short = <b>{ $found }</b> だけでは別名として短すぎます。
alias-problem-too-long = 別名は 60 文字までです：<b>{ $found }</b>
alias-problem-broken = <b>{ $found }</b> の途中に句点か括弧があり、検出できません。
alias-problem-its-name = <b>{ $found }</b> はすでに{ $who }の名称で、ウォッチの対象です。
alias-problem-others-name = <b>{ $found }</b> は{ $who }の名称です。両方をウォッチしてください。
alias-problem-your-other-name = <b>{ $found }</b> は{ $who }の別名です。先に削除してください。
alias-problem-not-given = このチャットにそのような別名はありません：<b>{ $found }</b>
alias-problem-too-many = このチャットの別名は { $found } 個で、上限です。先に一つ削除してください。

## /sources
sources-none = 情報源はまだありません。
sources-title = <b>情報源 { $count } 件</b>のうち { $healthy } 件が正常です。
sources-how = グループを押すとこのチャットでのオン・オフが切り替わります。› で情報源を表示します。
sources-button = { $group } · { $healthy }/{ $count }
sources-open = ›
sources-group-on = <b>{ $group }</b>：オン。{ $count } 件中 { $healthy } 件が正常です。
sources-group-off = <b>{ $group }</b>：オフ。このチャットには届きません。{ $count } 件中 { $healthy } 件が正常です。
sources-switch-on = ✅ オンにする
sources-switch-off = ⬜ オフにする
sources-all-groups = ‹ すべてのグループ
group-none = その他

## How a source is doing
state-new = 未取得
state-answers = 正常
state-fresh = 直近 { $span }に更新がありました
state-quiet = { $span }更新なし（通常どおり）
state-silent = { $span }更新なし
state-late = { $span }更新なし（通常より長い）
state-moved = URL が変わったため、新しい URL から取得しています
state-merged = 別の情報源と同じ URL になったため、そちらから取得しています
state-gone = { $at } 以降、公開終了
state-blocked = { $at } 以降、アクセス不可：{ $why }
state-failing = { $at } 以降、取得不可：{ $why }
problem-status = サーバーの応答は HTTP { $status } です
problem-barred = 自動取得を拒否しています（HTTP { $status }）
problem-missing = そのページはありません（HTTP { $status }）
problem-often = 取得の頻度を下げるよう求めています（HTTP { $status }）
problem-unchanging = 何を求めても「変更なし」（HTTP { $status }）と答えるため、新しい内容を確認できません
problem-server = サーバーに問題が起きています（HTTP { $status }）
problem-address = 許可されていない URL です
problem-unreachable = サーバーに接続できません
problem-certificate = 証明書を信頼できません
problem-slow = サーバーが時間内に応答しません
problem-large = データが大きすぎます
problem-broken = 応答が壊れています
problem-html = 代わりにウェブページが返されます（ログインが必要かもしれません）
problem-empty = 中身がありません
problem-unreadable = 内容を読み取れません

## Notices of a source
notice-dead = 🔴 <b>{ $source }</b> は { $at } 以降、取得できません：{ $why }。取得を続け、復旧後に期間中の公表分をお届けします。
notice-gone = 🔴 <b>{ $source }</b> は { $at } 以降、元の URL では公開されていません。復旧したかどうかを時々確認します。
notice-late = 🟡 <b>{ $source }</b> は応答していますが、{ $at } 以降、更新がありません（通常より長い）。
notice-moved = 🟡 <b>{ $source }</b> の URL が恒久的に変わったため、新しい URL から取得しています：<code>{ $url }</code>。設定ファイルは古い URL のままです。
notice-back = 🟢 <b>{ $source }</b> は正常に戻りました（{ $at } から不調でした）。
notice-reread = ルールの読み方が変わりました。「または」「以外」などは語ではなく、その意味で読みます。今のウォッチの意味はそのままですが、次のルールは今入力すると別の意味になります：
notice-reread-watch = <b>{ $name }</b> <code>{ $typed }</code> は <code>{ $kept }</code> として残します
button-read-anew = { $name }：新しい読み方
button-keep-rules = このまま残す
rules-kept = ウォッチはそのままです。

## /status
status-healthy = 📡 <b>情報源 { $count } 件中 { $healthy } 件が正常です</b>
status-not-polled = まだどの情報源も取得していません。
status-polled = 過去 { $hours } 時間に { $count } 件を取得（最後の取得は直近 { $last }）。
status-checked = { $days } 日間：確認 { $count } 回、{ $changes ->
        [0] 更新なし
       *[other] 更新 { $changes } 回
    }{ $unanswered ->
        [0] {""}
       *[other] 、応答なし { $unanswered } 回
    }。
status-seen = 新着：今日 { $today } 件、24 時間で { $count } 件。
status-silent = しばらく更新のない情報源：{ $count } 件。長い順に：
status-silent-usual = · { $source }：{ $span }（通常どおり{ $count ->
        [0] {""}
       *[other] 、確認 { $count } 回
    }）
status-silent-unknown = · { $source }：{ $span }{ $count ->
        [0] {""}
       *[other] （確認 { $count } 回）
    }
status-silent-unusual = · { $source }：{ $span }（通常より長い{ $count ->
        [0] {""}
       *[other] 、確認 { $count } 回
    }）
status-chat = <b>このチャット：</b>{ $watches ->
        [0] ウォッチはありません
       *[other] ウォッチ { $watches } 件
    }{ $count ->
        [0] {""}
       *[other] （うち { $count } 件はミュート中）
    }。
status-paused = 通知は一時停止中です{ $held ->
        [0] {""}
       *[other] （{ $held } 件を保留中）
    }。/resume で再開できます。
status-waiting = 送信待ちの通知：{ $count } 件。
status-scheduled = 次のまとめ待ち：{ $count } 件。
status-quiet = おやすみ時間の終了待ち：{ $count } 件。
status-groups-off = オフにしたグループ：{ $count } 件。
status-sources = 情報源 ›
status-operation = <b>運用状況</b>
status-queue = 送信待ち：{ $count } 件。
status-queue-overdue = 送信待ち：{ $count } 件。最も古いものは { $at } から待っています。
status-database = データベース：{ $size }
status-telegram = Telegram：直近 { $span }に応答。
status-telegram-trouble = Telegram：{ $why }（直近 { $span }に応答あり）。
status-telegram-never = Telegram：まだ応答がありません。
status-troubled = 問題のある情報源：{ $count } 件

## /addsource
addsource-how = フィードを追加するには、ページかフィードの URL を送ってください：<code>/addsource example.org</code>
look-found = { $address } で見つかったフィード（{ $count } 件）：
look-feed = <b>{ $number }. { $name }</b>　{ $address }
look-facts = { $kind } · { $language } · { $count ->
        [0] 今は記事がありません
        [1] 1 件：
       *[other] { $count } 件、新着：
    }
look-no-language = 言語不明
look-item = · { $title }
look-item-dated = · { $title }、{ $date }
look-taken = 登録済みです。
look-nothing = { $address } にフィードは見つかりませんでした。
look-refused = { $address } は開けません。公開されている URL（https://…）を送ってください。
look-unreachable = { $address } から応答がありません。URL をご確認ください。
look-status = { $address } を取得できません（HTTP { $status }）。ページがないか、自動取得を拒否しています。
look-server = { $address } のサーバーに問題が起きています（HTTP { $status }）。後でもう一度お試しください。
look-often = { $address } は取得の頻度を下げるよう求めています（HTTP { $status }）。後でもう一度お試しください。
look-slow = { $address } の応答に時間がかかりすぎました。後でもう一度試すか、フィードの URL を送ってください。
look-large = { $address } の内容は、フィードとしては大きすぎます。
look-broken = { $address } の内容は、ページとしてもフィードとしても読み取れません。
look-hint = ヒント：ニュース一覧のページの URL を送るか、そのページの「RSS」リンクの URL を送ってください。
button-add = { $number } を追加
button-remove = 削除
button-remove-number = { $number } を削除
button-others = 全員に公開…
button-only-here = このチャットのみ
button-added-here = このチャットで追加した情報源
source-added = <b>{ $name }</b> をこのチャットのみに追加しました。新着をウォッチと照合します（既存の記事は通知しません）。
source-asked = <b>{ $name }</b> はボット管理者の承認待ちです。決まりしだいお知らせします。
source-already = <b>{ $name }</b> は登録済みです。
source-waits = <b>{ $name }</b> はすでにボット管理者の承認待ちです。
source-limit = 追加した情報源が上限（1 チャット { $limit } 件）に達しました。先に削除してください：/addsource
source-limit-overall = 全チャットで追加できる情報源は合計 { $limit } 件までで、上限に達しています。
source-none-may = このボットでは情報源を追加できません。
source-refused = <b>{ $name }</b> は追加できません。ボット管理者が却下しました。
source-dropped = <b>{ $name }</b> をこのチャットから削除しました。
source-gone = その情報源はもうありません。追加したもの：/addsource
added-none = このチャットで追加した情報源はまだありません。
added-title = <b>このチャットで追加した情報源：{ $count } 件</b>
added-line = { $number }. <b>{ $name }</b>　{ $host }
added-waiting = { $number }. <b>{ $name }</b>　{ $host }（承認待ち）

## Groups of sources
group-us = 米国（公的機関）
group-eu = EU（公的機関）
group-uk = 英国（公的機関）
group-taiwan = 台湾（公的機関）
group-japan = 日本（公的機関）
group-china = 中国（公的機関）
group-korea = 韓国（公的機関）
group-india = インド（公的機関）
group-canada = カナダ（公的機関）
group-mexico = メキシコ（公的機関）
group-international = 国際機関
group-press = 通商専門メディア
group-law = 法律事務所
group-logistics = 物流
group-choose = <b>{ $name }</b> をどのグループに入れますか。入れると全員に届きます。
group-suggest = <b>{ $name }</b> をどのグループに提案しますか。ボット管理者が承認すると全員に届きます。それまではこのチャットのみです。
group-suggested = <b>{ $name }</b> を「{ $group }」に提案しました。ボット管理者が承認するまでは、このチャットのみです。
group-placed = <b>{ $name }</b> を「{ $group }」に入れました。全員に届きます。
group-declined = <b>{ $name }</b> は追加したチャットのみのままです。

## Messages to operators
operator-added = チャット <code>{ $chat }</code> が <b>{ $name }</b> を追加しました
    { $address }
operator-asked = チャット <code>{ $chat }</code> が <b>{ $name }</b> の追加を希望しています
    { $address }
operator-list-added = チャット <code>{ $chat }</code> が一覧から { $count } 件の情報源を追加しました：
operator-list-asked = チャット <code>{ $chat }</code> が一覧から { $count } 件の情報源の追加を希望しています：
operator-suggested = チャット <code>{ $chat }</code> が <b>{ $name }</b> を「{ $group }」に提案しています
    { $address }
operator-undecided = <b>{ $count } 件の情報源が承認待ちです</b>（ボタンは先頭のもの）：
operators-only = この操作はボット管理者のみ可能です。
button-approve = 承認
button-refuse = 却下
button-approve-all = すべて承認
button-refuse-all = すべて却下
button-remove-for-all = 全員から削除
button-keep-apart = 公開しない
decided-granted = <b>{ $name }</b> を承認しました。
decided-refused = <b>{ $name }</b> を却下しました。もう誰にも届かず、再び追加することもできません。
decided-all-granted = { $count } 件の情報源を承認しました。
decided-all-refused = { $count } 件の情報源を却下しました。
addition-approved = ボット管理者が <b>{ $name }</b> を承認しました。これから取得します。
addition-rejected = ボット管理者が <b>{ $name }</b> を却下したため、今後は取得しません。

## /import, /export
import-how =
    /export で書き出したウォッチのファイルか、フィードリーダーの OPML ファイルを送ってください。
    グループでは、そのファイルに /import と返信してください。
    /import に続けて、1 行に 1 件ずつウォッチを書くこともできます。
import-done = { $count ->
        [0] <b>{ $file }</b> から追加したものはありません。
       *[other] <b>{ $file }</b> から { $count } 件の情報源を、このチャットのみに追加しました：
    }
import-waits = これらはボット管理者の承認待ちです。
import-more = · ほか { $count } 件
import-no-address = URL のない項目：{ $count } 件
import-bad-address = 取得できない URL：{ $count } 件
import-twice = 一覧で重複しているもの：{ $count } 件
import-known = 登録済み：{ $count } 件
import-over-limit = 上限を超えるもの：{ $count } 件（1 チャット { $limit } 件まで、ボット全体にも上限があります）
import-refused = ボット管理者が却下したもの：{ $count } 件
import-unreadable = <b>{ $file }</b> は OPML ファイルやウォッチのファイルとして読み取れません。
import-plain = <b>{ $file }</b> は /export で書き出したファイルではありません。各行をウォッチとして追加するには、このファイルに /import と返信してください。
import-unfetched = <b>{ $file }</b> を取得できませんでした。ファイルは { $limit } MB までです。それより小さい場合は、後でもう一度送ってください。
export-done = { $count ->
        [0] フィードはありません。このチャットでは、フィードのあるグループがすべてオフです。
       *[other] このチャットのフィード { $count } 件です。どのフィードリーダーでも読み込めます。
    }

## What goes wrong
unknown-command = /{ $command } というコマンドはありません。/help に一覧があります。
unknown-command-near = /{ $command } というコマンドはありません。もしかして：{ $instead }
old-button = このボタンは無効になりました。もう一度コマンドを送ってください。
not-allowed = このボットは非公開です。ボット管理者にこの番号を伝えてください：{ $chat }
went-wrong = エラーが発生しました（記録済み）。データは失われていません。もう一度お試しください。
trouble-full = サービスのディスクに空きがなく、保存できませんでした。しばらくしてからお試しください。

rule-error = { $column } 文字目で解釈できません：{ $problem }
rule-error-instead = 書き直し例：<code>{ $instead }</code>
rule-problem-empty = ウォッチする内容がありません。
rule-problem-too-long = 1,000 文字を超えています。
rule-problem-too-many-terms = 語が 64 を超えています。二つのウォッチに分けてください。
rule-problem-too-deep = 括弧と除外の入れ子が 20 段を超えています。
rule-problem-unbalanced-quote = 引用符 <b>{ $found }</b> が閉じていません。
rule-problem-empty-quotes = 引用符の間に何もありません。
rule-problem-unbalanced-bracket = 括弧 <b>{ $found }</b> が対になっていません。
rule-problem-empty-brackets = 括弧の間に何もありません。
rule-problem-dangling-operator = <b>{ $found }</b> の隣に語が必要です。
rule-problem-ambiguous-minus = <b>{ $found }</b> は後の語の除外ですか、それともダッシュですか。
rule-problem-only-exclusions = 除くものしかなく、ほぼすべてに一致してしまいます。
rule-problem-too-short = <b>{ $found }</b> だけでは短すぎます。
rule-problem-prefix-too-short = <b>{ $found }</b> は * の前に三文字以上必要です。
rule-problem-unknown-field = <b>{ $found }:</b> という項目はありません。文字そのものなら引用符で囲んでください。
rule-problem-bad-value = ここに <b>{ $found }</b> は指定できません。
rule-problem-unknown-entity = <b>{ $found }</b> という名称は見つかりません。
rule-problem-unknown-source = <b>{ $found }</b> という情報源はありません。
rule-problem-nothing-left = <b>{ $found }</b> には検索できる文字や数字がありません。
rule-problem-only-function-words = <b>{ $found }</b> のような語だけではウォッチできません。

## Durations
span-minutes = { $count } 分間
span-hours = { $count } 時間
span-days = { $count } 日間

## The status page
page-title = Tradewatch 稼働状況
page-working = サービスは正常に動作しています。
page-disturbed = 一部に異常があり、通知が遅れることがあります。
page-languages = 言語
page-coverage = 取得状況
page-delivery = 通知の配信
page-queue-empty = 送信待ちの通知はありません。
page-queue = 送信待ちの通知：{ $count } 件。最も古いものは { $at } から待っています。
page-lag-published = 公開から送信まで（直近 24 時間、{ $count } 件）：半数が { $median }以内、95% が { $most }以内。
page-lag-fetched = 取得から送信まで（直近 24 時間、{ $count } 件）：半数が { $median }以内、95% が { $most }以内。
page-lag-none = 直近 24 時間に送信した通知はありません。
page-seconds = { $span } 秒
page-minutes = { $span } 分
page-hours = { $span } 時間
page-days = { $span } 日
page-alerts = 1 日ごとの通知
page-chart = 直近 30 日に送信した通知：合計 { $count } 件、1 日の最多は { $most } 件。
page-table = 表で見る
page-day = 日付
page-count = 送信した通知
page-incidents = 発生中の問題
page-incidents-none = 問題はありません。
page-incident-dead = 取得できません
page-incident-gone = 公開終了
page-incident-late = 更新なし（通常より長い）
page-incident-moved = URL が変わりました
page-sources = 情報源
page-source = 情報源
page-state = 状態
page-last-item = 最新の記事
page-what = 内容
page-since = 発生時刻
page-unknown = 不明
page-level-well = 正常
page-level-check = 要確認
page-level-failing = 異常
page-level-new = 新規
page-system = システム
page-system-parts = サービスの各部分
page-part = 部分
page-heartbeat = 最後の応答
page-part-problem = 問題
page-no-problem = なし
page-dead = 送信を断念した通知：{ $count } 件
page-as-of = { $at } 現在。時刻はすべて UTC です。

## Delivery
commands-refused = { $count } 件のコマンドは実行されませんでした。同時に待てるのは { $limit } 件までです。もう一度送ってください。
alert-ambiguous = ⚠️ 重複の可能性があります。前回の送信が届いたか確認できませんでした。
notice-missing = ⚠️ 届いていない可能性のある通知があります：{ $title }
notice-missing-list = ⚠️ 届いていない可能性のある通知一覧があります。/search で確認できます。

## Rights, /settings and /channel
admins-only = このグループのウォッチや設定を変更できるのは管理者のみです。
admins-unknown = あなたがここの管理者かどうか確認できませんでした。しばらくしてからお試しください。
changed-by = <i>変更：{ $name }</i>
changed-by-admin = <i>変更：管理者</i>
settings-to-open = 全員に許可
settings-to-admins = 管理者のみ
channel-how = 通知を送るチャンネルを選んでください。ボットは投稿できる管理者として追加されます。
channel-choose = チャンネルを選ぶ
channel-private = /channel はボットとの個別チャットで送ってください。
channel-connected = 📣 チャンネルを接続しました。ウォッチをコピーすると、その通知がチャンネルに届きます。
channel-copy = 自分のウォッチをコピー
channel-copied = { $count ->
        [0] チャンネルには同じウォッチがすでにあります。
       *[other] ウォッチ { $count } 件をチャンネルにコピーしました。
    }
channel-not-yours = そのチャンネルの管理者であることを確認できなかったため、何も変更していません。

## Stories
alert-also = ほかに { $sources }
alert-abstract = 🤖 <i>機械による要約（人による確認なし）：</i>{ $text }
alert-now-official = 🏛 <b>正式文書が公示</b>
why-joined = 同じ話題のため、{ $at } の { $watches } の通知にまとめました。

## Edits of sent alerts
edit-corrected = ✎ { $at } 見出し訂正
edit-updated = ✎ { $at } 内容更新

## Lists
list-change = 📋 <b>{ $source }</b>：{ $tally }
list-tally-added = 追加 { $count } 件
list-tally-removed = 削除 { $count } 件
list-tally-changed = 変更 { $count } 件
list-you-watch = このうち { $count } 件をウォッチ中：
list-entry-added = ➕ { $name } 追加
list-entry-removed = ➖ { $name } 削除
list-entry-changed = ✏️ { $name } 変更：{ $parts }
list-part-name = 名称
list-part-aliases = 別名
list-part-addresses = 住所
list-part-programs = 制裁の種類
list-part-rates = 税率
list-rate = { "    " }税率：<b>{ $rate }</b>
list-effective = { "    " }{ $day } 発効 · { $seen }
list-why = { "    " }🔎 { $words } · { $watches }
list-more = ほかにウォッチ中の { $count } 件があります（/search で確認できます）
list-others = その他：{ $names }
list-others-more = その他：{ $names } ほか { $count } 件
list-other-added = ➕ { $name }
list-other-removed = ➖ { $name }
list-other-changed = ✏️ { $name }
notice-held = 🟡 <b>{ $source }</b> は { $at } に全体が差し替えられました。ほとんどの項目が新規、変更または削除です。内容は保存せず、通知も送っていません。リストを確認し、正しければ <code>tradewatch lists approve</code> に情報源の記号を付けて実行すると取り込みます。
held-title = 🟡 <b>{ $list }</b> は全体が差し替えられました（{ $at } に確認）。内容は保存されず、誰にも通知していません。
held-counts = 以前は { $before } 件、現在は { $entries } 件：追加 { $added } 件、削除 { $removed } 件、変更 { $changed } 件。
held-how =
    リストが正しければ承認してください。次の取得で反映され、以前リストになかった名前だけが通知されます。コマンド <code>tradewatch lists approve { $id }</code> でも承認できます。
    誤りなら保留を続けてください。以後の版は保存済みの版と比較されます。
held-entries = 📋 <b>{ $list }</b> の承認待ちの内容：
held-more = …ほか { $count } 件
held-superseded = 🟡 <b>{ $list }</b> はこのメッセージの後に変わりました。現在は別の版が保留中で、まだ承認していません。
held-approved = ✅ <b>{ $list }</b> を承認しました。すぐに取得して反映します。
held-kept = 🟡 <b>{ $list }</b> は保留のままです。以後の版は保存済みの版と比較されます。
held-over = このリストはもう承認を待っていません。
held-approve = ✅ 承認
held-keep = 保留を続ける
held-show = 🔎 項目を見る
problem-republished = リスト全体が差し替えられ、ボット管理者の承認が必要です
page-incident-held = リストが承認待ち

## 意図と違う
button-not-meant = これは違います
button-not-meant-name = { $name }
button-remove-correction = 「{ $name }」を再び対象にする
not-meant-which = どの名前が意図と違いますか？
not-meant-added = 今後このチャットでは、「{ $name }」を <b>{ $entity }</b> とみなしません。
not-meant-count = { $count ->
    [0] 過去 30 日間に、この語句を含む記事はありません。
   *[other] 過去 30 日間では { $count } 件が除かれます。
}
not-meant-list-how = 一覧：<code>/alias -</code>
not-meant-removed = 「{ $name }」を再び <b>{ $entity }</b> とみなします。
not-meant-title = <b>このチャットで対象外の語句</b>
not-meant-none = このチャットで対象外の語句はありません。通知の下の「対象外」から「これは違います」で登録できます。
not-meant-line = 「{ $name }」は <b>{ $entity }</b> ではありません。
not-meant-alone = この通知では名前の前後に語がなく、意図を判断できません。語を除いてください：<code>/watch アップル -りんご</code>
not-meant-too-many = このチャットの訂正は上限の 100 件に達しています。先に一つ削除してください：<code>/alias -</code>
not-meant-gone = その訂正はもうありません。

## The first two minutes
start-group =
    👋 通商政策の通知をここにお届けします。管理者は <code>/watch TSMC 関税</code> と送るか、<b>テーマ</b>を押してください。
    ウォッチを変更できるのは管理者のみです。
topics = <b>テーマ { $count } 件。</b>選ぶか、入力してください：{ $typed }
button-all-topics = { $count } テーマすべて ›
button-topics = テーマ
button-back-to-topics = ‹ テーマ
button-my-watches = ウォッチ一覧
button-help = ヘルプ
topic-count = { $count ->
        [0] ウォッチ未選択
       *[other] ウォッチ { $count } 件
    }
topic-pace = 1 日約 { $count } 件
topic-pace-rare = 1 日 1 件未満
topic-newest = 最新：{ $title } · { $age }
topic-nothing = 過去 30 日間に該当する記事はありません。
topic-sample = 見出しの例：{ $title }
button-watch-these = ▶️ この { $count } 件をウォッチ
example-of = <i>例：{ $at }</i>
example-sample = <i>見本：通知はこう届きます</i>
age-minutes = { $count } 分前
age-hours = { $count } 時間前
age-days = { $count } 日前

## Words without a command
draft = <b>ウォッチしますか？</b> { $rule }
draft-many = ⚠️ 1 日約 { $count } 件。1 日 1 回のまとめにしますか？
button-all-at-once = ⚡ すべてすぐに
button-narrow = ➕ { $word } · 1 日 { $count } 件
draft-change = 直した語をそのまま送ってください。押すとコピーできます：<code>{ $rule }</code>
draft-dropped = ウォッチしていません。ほかの語を送るか、こちらから：
button-watch = ▶️ ウォッチ
button-as-typed = このまま
button-change = ✏️ 変更
button-found = 🔎 { $count } 件を見る
button-drop = ✖️
link = このリンクをどうしますか？
link-no-topic = リンクからは内容が分かりません。追いたい語（<i>TSMC 関税</i>）を送るか、こちらから：
button-why-link = 届いた理由・届かなかった理由
button-link-topic = ▶️ このテーマをウォッチ
button-add-link = 情報源に追加
talk-how = 追いたい語（<i>TSMC 関税</i>）を送るか、こちらから：
talk-text-only = テキストのみ対応です。追いたい語（<i>TSMC 関税</i>）を送るか、こちらから：
edited-command = 編集したコマンドは再実行されません。新しいメッセージとして送ってください。

## Profile of the bot
profile-description = 関税・輸出管理・制裁・不当廉売関税。通商政策の動きを公表後数分で通知します。米・EU・英・台・日・中などの公的機関と専門メディア { $count } 件を巡回。「TSMC」で台積電も検出。通知には必ず理由を添えます。「開始」を押してください。
profile-short = 通商政策アラート：関税・輸出管理・制裁

## Times and settings
help-language = 言語：日本語、English、中文
help-timezone = タイムゾーン：/timezone 東京
help-quiet = おやすみ時間：/quiet 22-7
help-digest = 通知の頻度：すぐ、毎時、毎日、毎週
settings-title = ⚙️ <b>設定</b>（このチャット）
settings-language = 🌐 言語：<b>{ $language }</b>
settings-zone = 🕗 タイムゾーン：<b>{ $zone }</b>
settings-quiet = 🌙 おやすみ時間：<b>{ $quiet }</b>
settings-new = 🌅 新規ウォッチ：<b>{ $timing }</b>
settings-sound = 🔔 通知音：<b>{ $sound }</b>
settings-sources = 📣 情報源：<b>{ $all } 件中 { $count } 件がオン</b>
settings-admins = 👥 変更できる人：<b>管理者のみ</b>
settings-open = 👥 変更できる人：<b>全員</b>
button-settings = ⚙️ 設定
button-language = 🌐 言語
button-zone = 🕗 タイムゾーン
button-quiet = 🌙 おやすみ時間
button-new = 🌅 新規ウォッチ
button-sound = 🔔 通知音
button-sources = 📣 情報源
button-digests = 🗞 まとめ
button-times = 🔔 通知の時刻
language-set = 表示を日本語に切り替えました。
language-ask = 🌐 どの言語にしますか？
zone-now = { $zone }、現在 { $at }
zone-offset-now = { $zone }（{ $offset }）、現在 { $at }
zone-ask = 🕗 タイムゾーン：<b>{ $zone }</b>
    都市名（東京、台北）を送るか、選んでください：
zone-ask-group = 🕗 タイムゾーン：<b>{ $zone }</b>
    都市を選ぶか、<code>/timezone 東京</code> と送ってください
zone-set = 🕗 タイムゾーンを設定しました：<b>{ $zone }</b>
zone-which = 「{ $typed }」の候補：
zone-unknown = 「{ $typed }」という都市が見つかりません。近くの大都市を送るか、選んでください：
zone-share = 入力欄の下のボタンで現在地を共有できます。保存するのはタイムゾーンだけで、場所は保存しません。
button-location = 📍 現在地を共有
quiet-off = なし
quiet-hold = { $start }～{ $stop } · 保留し、{ $stop } に 1 通で通知
quiet-silent = { $start }～{ $stop } · 音なしで通知
quiet-urgent = { $start }～{ $stop } · 確定した公式文書だけ通知し、残りは { $stop } に 1 通で
quiet-now = 🌙 おやすみ時間：<b>{ $quiet }</b>
quiet-ask = { $start }～{ $stop } の通知をどうしますか？別の時間にするには <code>/quiet 22:30-6:30</code> と送ってください
quiet-to-hold = 保留して { $stop } に 1 通で
quiet-to-silent = 音なしで通知
quiet-to-urgent = 緊急のみ：確定した公式文書
quiet-other = { $start }～{ $stop }
quiet-to-off = おやすみ時間をやめる
quiet-how = 次のように送ってください：<code>/quiet 22-7</code>、<code>/quiet 22-7 音なし</code>、<code>/quiet 22-7 緊急</code>、<code>/quiet オフ</code>
new-ask = 🌅 新規ウォッチの通知：<b>{ $timing }</b>。いつにしますか？
sound-all = すべての通知
sound-official = 公式文書のみ
sound-none = なし
sound-ask = 🔔 通知音：<b>{ $sound }</b>。どの通知で音を鳴らしますか？
sound-to-all = 🔔 すべての通知
sound-to-official = 🏛 公式文書のみ
sound-to-none = 🔕 鳴らさない
timing-now = すぐに
timing-hour = 1 時間ごとにまとめて
timing-day = 毎日 { $at } にまとめて
timing-week = 毎週{ $day } { $at } にまとめて
offer-now = ⚡ すぐに
offer-hour = 🕗 1 時間ごと
offer-day = 🌅 毎日 { $at }
offer-week = 📅 { $day } { $at }
digests-title = 🗞 <b>各ウォッチの通知時刻</b>
digests-watch = <b>{ $name }</b> { $rule } · { $timing }
digests-all = ウォッチを選ぶと個別に変更できます。下のボタンは、今後追加するものも含めてすべて変更します。<code>/digest W1 毎日 9:00</code> と送ることもできます
digest-how = 次のように送ってください：<code>/digest 毎日 8:00</code>、<code>/digest W3 月曜 9:00</code>、<code>/digest W3 毎時</code>、<code>/digest W3 すぐ</code>
modes-ask = <b>{ $name }</b> { $rule }
    通知：<b>{ $timing }</b>。いつにしますか？
watch-calmed = ⚠️ 1 日約 { $count } 件になるため、毎日 { $at } に 1 通にまとめます。
button-instant = ⚡ すぐに通知
times-ask = <b>いつ通知しますか？</b>（{ $zone }、現在 { $at }）
times-any = ⚡ いつでも
times-night = 🌙 { $start }～{ $stop } 時は保留
times-daily = 🌅 毎日 { $at }
times-zone = 🕗 別のタイムゾーン
times-chosen = ✅ 通知：<b>{ $timing }</b>

## Digests
digest-day = 🌅 <b>{ $day }</b>
digest-hour = 🕗 <b>{ $at }</b>
digest-held = 🌙 <b>保留していた通知</b>
digest-count = { $count } 件
digest-count-stories = { $count } 件（話題 { $stories } 件）
digest-reported-by = 情報源 { $count } 件
digest-sources = 情報源 { $sources } 件中 { $read } 件を取得
digest-silent = ⚠️ 取得できない、または更新が途絶えている情報源：{ $sources }
digest-silent-source = { $source }（{ $span }）
digest-all-quiet = 🌅 該当なし：{ $seen ->
        [0] 新着記事はありません
       *[other] { $seen } 件を確認しました
    }（ウォッチ { $watches } 件）。{ $coverage }。
digest-watch = <b>{ $name } { $rule }</b>（{ $count }）
digest-instant = ⚡ { $name } をすぐに通知

## Buttons below an alert, and saved items
alert-reasons = 🔎 { $reasons }
alert-reason = { $words } → { $name }
button-save = 💾 保存
button-not-for-me = 👎 対象外
button-close = ‹ 戻る
button-unmute = 🔔 { $name } のミュートを解除
mute-what = 何をミュートしますか？
mute-how-long = いつまでミュートしますか？
mute-source = 情報源：{ $source }
mute-story = この話題
mute-1 = 1 時間
mute-24 = 24 時間
mute-168 = 7 日間
mute-0 = 解除するまで
muted-until = { $name } を { $at } までミュートしました
muted-open = { $name } をミュートしました（解除するまで）
mute-ended = { $name } のミュートを解除しました
why-short = <b>{ $name }</b> { $rule } · { $places }
why-withheld-silenced = 通知なし：この情報源または話題はミュート中です。
refine-which = どのウォッチから除きますか？
refine-word = <b>{ $name }</b> は「{ $words }」に一致しました。「{ $word }」を除きますか？過去 30 日の { $count } 件のうち { $dropped } 件が除かれます。
refine-none = <b>{ $name }</b> は「{ $words }」に一致しました。何を除きますか？
refine-kept = <b>{ $name }</b> はそのままです。
button-leave-out = 「{ $word }」を除く
button-only-titles = 見出しだけを対象にする
button-keep = このまま残す
help-saved = 保存した記事
saved = 💾 保存しました。一覧：/saved
saved-none = 保存した記事はまだありません。通知の下の 💾 で保存できます。
saved-title = <b>保存した記事 { $count } 件</b>
saved-line = { $number }. { $title } — { $source }、{ $at } 保存
saved-removed = 削除しました。
button-remove-saved = ✖️ { $number }

## Watches with taps
watches-today = 今日の通知 { $count } 件
watches-line = <b>{ $name }</b> { $title } · { $state }
watches-a-day = 1 日 { $count } 件
watches-in-30-days = 30 日で { $count } 件
watches-silent = 通知実績なし
watches-muted-open = 🔕 ミュート中
watches-muted-until = 🔕 { $at } まで
silenced-open = 🔕 ほかにミュート中：{ $name }
silenced-until = 🔕 ほかにミュート中：{ $name }（{ $at } まで）
silence-ended = ミュートを解除しました。
button-new-watch = ➕ 追加
button-remove-several = 🗑 まとめて削除
button-unfit = 🧹 過多 { $noisy }、通知なし { $silent }
button-noisy = 🧹 過多 { $count }
button-silent = 🧹 通知なし { $count }
unfit-title = 🧹 <b>見直したいウォッチ</b>
unfit-none = 🧹 通知が多すぎる、または一度もないウォッチはありません。
unfit-noisy = <b>{ $name }</b> { $title }：1 日約 { $count } 件。1 日 1 回のまとめにしますか？
unfit-silent = <b>{ $name }</b> { $title }：通知実績なし。テストして、変更か削除をご検討ください。
button-make-daily = 🌅 { $name } を毎日 { $at } に
button-test-watch = 🧪 { $name } をテスト
watch-name = <b>{ $name }</b> <b>{ $title }</b>
watch-rule = <code>{ $rule }</code>
watch-brought = 過去 30 日の通知 { $count } 件 · 最新 { $age } · { $day } 登録
watch-brought-nothing = 通知はまだありません · { $day } 登録
watch-sends = 通知：<b>{ $timing }</b>
watch-is-noisy = ⚠️ 1 日約 { $count } 件。1 日 1 回のまとめにするか、条件を絞ってください。
watch-is-silent = ⚠️ 通知実績がありません。テストするか、条件を変更してください。
watch-tested = 🧪 <b>{ $name }</b>：{ $rule }
watch-named = <b>{ $name }</b> の名前を<b>{ $title }</b>にしました。
watch-unnamed = <b>{ $name }</b> の名前を削除しました：<code>{ $title }</code>
mute-watch-how-long = <b>{ $name }</b> { $title }：いつまでミュートしますか？
ask-rule = <b>{ $name }</b> の新しい条件を返信してください。押すと今の条件をコピーできます：<code>{ $rule }</code>
ask-rule-hint = 新しい条件
ask-name = <b>{ $name }</b> の名前を返信してください。<code>-</code> で名前なしに戻せます：{ $rule }
ask-name-hint = ウォッチの名前
button-edit-rule = ✏️ 条件
button-name-watch = 🏷 名前
button-when = 🕗 通知の時刻
button-test = 🧪 テスト
button-share = 📋 コピー先…
button-remove-watch = 🗑 削除
button-back-to-watches = ‹ ウォッチ一覧
share-link = 📋 コピー先のチャットでこのリンクを開くか、相手に送ってください：<b>{ $title }</b>
    { $link }
share-command = 📋 <b>{ $title }</b> をコピーするには、コピー先のチャットで送ってください：<code>{ $command }</code>
share-gone = このリンクは無効です。送り主に新しいリンクをもらってください。
button-copy-link = 📋 リンクをコピー
button-to-group = ➕ グループへ
button-send-link = ↗ 送る
pick-watches = <b>どのウォッチを削除しますか？</b>
button-remove-picked = 🗑 { $count } 件を削除
watches-removed = <b>ウォッチ { $count } 件を削除しました</b>
watches-restored = <b>ウォッチ { $count } 件を元に戻しました</b>
unwatch-which = どのウォッチを削除しますか？
unwatch-no-name = 「{ $words }」という名前のウォッチはありません。一覧：/watches

## 個人データ
help-privacy = 保存しているデータと保存期間
help-forgetme = このチャットのデータをすべて削除
button-export = ⬇️ エクスポート
button-forget = 🗑 データ削除
privacy-title = 🔒 <b>このチャットについて保存しているもの</b>
privacy-stored = チャット ID（<code>{ $chat }</code>）、言語、タイムゾーン、設定。ウォッチ、独自の別名、追加・保存したもの。送信した通知。直近 50 件の検索。
privacy-not-stored = 氏名、電話番号、その他のメッセージは保存しません。コマンドは返信するまで保存し、その番号は 3 日後に削除します。共有された位置情報はタイムゾーンの判定だけに使い、保存しません。
privacy-kept = 通知は { $alerts } 日後に削除します。それ以外は /forgetme ですぐに削除できます。
privacy-backups = { $count ->
        [0] 毎晩のバックアップは設定されていません。
       *[other] 毎晩のバックアップを直近 { $count } 件保存しています。削除したデータは { $count } 日後にバックアップからも消えます。
    }
privacy-contact = お問い合わせ：{ $contact }
privacy-no-contact = このボットの管理者は連絡先を公開していません。
forget-ask = 🗑 <b>このチャットのデータをすべて削除しますか？</b>
forget-watches = • ウォッチ { $count } 件
forget-aliases = • 独自の別名 { $count } 件
forget-sources = • 追加した情報源 { $count } 件
forget-saved = • 保存した記事 { $count } 件
forget-alerts = • 通知 { $count } 件
forget-searches = • 検索 { $count } 件
forget-final = 設定も削除され、元に戻せません。先に /export でウォッチを書き出せます。
forget-confirm = 🗑 すべて削除
forget-keep = 残す
forget-done = ✅ <b>このチャットのデータをすべて削除しました。</b>
forget-backups = { $count ->
        [0] 毎晩のバックアップはありません。
       *[other] 直近 { $count } 件の毎晩のバックアップには残っていますが、{ $count } 日後にはすべて削除されます。
    }
forget-receipts = このメッセージを送信した記録は 3 日間保存されます。チャット内のメッセージは Telegram で削除してください。
forget-again = /start でもう一度始められます。
forget-kept = 何も削除していません。
export-how = ⬇️ <b>エクスポート</b>：ウォッチと情報源のファイルは /import で、このチャットやほかのチャットに読み込めます。
export-watches-button = 📄 ウォッチ { $count } 件（テキスト）
export-sources = 📡 情報源（OPML）
export-watches = { $count } 行です。/import で読み込めます。
import-text = テキスト
import-text-done = 📥 <b>{ $file }</b>：{ $count ->
        [0] { $all } 行のうち追加したものはありません
       *[other] { $all } 行中 { $count } 行を追加しました
    }
import-line-watch = ✅ <b>{ $name }</b> { $text }
import-line-known = ☑️ { $text }：{ $name } として登録済み
import-line-alias = ✅ { $text }
import-line-limit = ✖️ { $number } 行目「{ $text }」：上限（ウォッチ { $limit } 件）を超えています
import-line-other = ✖️ { $number } 行目「{ $text }」：追加するものがありません
import-line-bad = ✖️ { $number } 行目「<code>{ $text }</code>」：{ $problem }
import-rest = … ほか { $count } 行
import-unread = ファイルが長すぎるため、{ $count } 行は読み込んでいません。

## 管理者
help-admin = 運用状況、配信できなかった通知、バックアップ
help-broadcast = 全員にお知らせを送る
notice-error = 🛠 予期しないエラー：<code>{ $source }</code>（最初の発生：{ $at }）。詳細はログをご覧ください。
notice-announcement =
    📢 <b>ボット管理者からのお知らせ</b>
    { $text }
admin-title = 🛠 <b>運用状況</b>
admin-people = 👥 チャット { $chats } 件 · ウォッチ { $watches } 件
admin-queue = 📤 送信待ち：{ $count } 件
admin-lag = ⏱ 通知の 95% を { $seconds } 秒以内に送信
admin-sources = 📡 情報源 { $all } 件中 { $count } 件が正常
admin-incidents = ⚠️ 発生中の問題 { $count } 件
admin-incident = • <b>{ $source }</b>：{ $problem }（{ $since } から）
admin-no-incidents = 発生中の問題はありません。
admin-dead = ✉️ 配信できなかった通知 { $count } 件
admin-no-dead = ✉️ 配信できなかった通知 0 件
admin-letter = <b>{ $number }</b> { $title } · { $at } · 試行 { $count } 回 · <code>{ $problem }</code>
admin-untitled = 一覧またはお知らせ
admin-undecided = 📥 承認待ちの情報源 { $count } 件：/addsource
admin-held = 📋 承認待ちのリスト { $count } 件
admin-show-held = 📋 { $list }
admin-backup = 💾 最新のバックアップ：{ $at }
admin-no-backup = 💾 バックアップはまだありません
admin-backup-made = 💾 バックアップを作成しました：{ $size } MB
admin-backup-failed = バックアップに失敗しました（{ $problem }）。理由はログをご覧ください。
admin-show-dead = ✉️ 配信不可（{ $count }）
admin-show-incidents = ⚠️ 問題（{ $count }）
admin-broadcast = 📢 お知らせを送る…
admin-back-up = 💾 今すぐバックアップ
admin-refresh = ↻ 更新
admin-as-of = { $at } 現在
admin-back = ‹ 運用状況
admin-retry-all = ↻ すべて再送
admin-drop-all = ✖️ すべて破棄
admin-retried = { $count } 件を再送待ちにしました
admin-dropped = { $count } 件を破棄しました
broadcast-how = コマンドに続けて本文を入力してください：<code>/broadcast 18 時に一時停止します。</code>送信前に確認できます。
broadcast-long = 本文が長すぎます。{ $limit } 文字までです。
broadcast-preview = 次のメッセージを { $count } 件のチャットに送ります：
broadcast-send = 📢 { $count } 件のチャットに送る
broadcast-cancel = 送らない
broadcast-done = 📢 { $count } 件のチャットに送信中です。
broadcast-dropped = 送信しませんでした。
broadcast-over = すでに送信済みです。

## Feeds, trends, spikes and reviews
help-feed = 通知をフィードリーダーで読む
feed-title = Tradewatch の通知
feed-addresses = 🔗 <b>このチャットの通知をフィードリーダーで読む</b>
    Atom：<code>{ $atom }</code>
    JSON Feed：<code>{ $json }</code>
    URL を知っている人は誰でも通知を読めます。URL を変更すると、古い URL は使えなくなります。
feed-none = ここではフィードを利用できません。ボット管理者が公開 URL を設定していません。
button-renew-feed = 🔄 URL を変更
help-trends = 日ごとの記事数を見る：/trends レアアース
help-review = 今週届いたものと、動きがなかったもの
trends-ask = 📈 <b>何の推移を見ますか？</b>ウォッチを選ぶか、テーマ・名称・条件を入力してください：<code>/trends レアアース</code>
trend-title = 📈 <b>{ $name }</b>：{ $summary }
trend-summary = { $days } 日間で { $count } 件
trend-summary-usual = { $days } 日間で { $count } 件（通常 { $usual } 件）
trend-when = { $day } · { $count } 件
trend-peak = { $when }：{ $title }
trend-partly = ⚠️ 集計に時間がかかったため、古い記事の一部は含まれていません。
button-trend-days = { $days } 日間
button-trend-versus = 「{ $name }」と比較
button-trend-dark = 🌙 ダーク
button-trend-light = ☀️ ライト
button-spike-on = 🔔 通常の { $times } 倍で通知
button-spike-off = 🔕 急増の通知をやめる
spike-on = 🔔 <b>{ $name }</b> { $rule } が通常の { $times } 倍になったら、1 日 1 回お知らせします。
spike-off = 🔕 <b>{ $name }</b> { $rule } の急増は通知しません。
spike-title = 📈 <b>{ $name } { $rule }</b>：今日 { $count } 件（通常は 1 日 { $usual } 件）
spike-story = { $number }. { $title }{ $count ->
        [1] {""}
       *[other] （{ $count } 件）
    }
review-title = 🗓 <b>今週のまとめ</b>：{ $since }～{ $until }
review-came = { $seen ->
        [0] 情報源に新しい記事はありませんでした。
       *[other] { $seen } 件の記事のうち、{ $alerts ->
            [0] ウォッチ { $watches } 件に該当するものはありませんでした。
           *[other] { $alerts } 件がウォッチ { $watches } 件に該当しました。
        }
    }
review-noisy = 🔊 <b>{ $name }</b> { $rule }：{ $count } 件と多めです
review-never = 🤫 <b>{ $name }</b> { $rule }：まだ該当なし
review-silent = 🤫 <b>{ $name }</b> { $rule }：{ $day }以降、該当なし
review-on = 🗓 毎週月曜 8:00 にまとめをお送りします。
review-off = 🗓 週のまとめを停止しました。<code>/review</code> でいつでも確認できます。
button-review-on = 🗓 毎週月曜に受け取る
button-review-off = 🗓 週のまとめを停止
button-advice-daily = 🌅 { $name } を毎日まとめて受け取る
button-advice-weekly = 📅 { $name } を毎週まとめて受け取る
button-advice-widen = ✏️ { $name } から妨げている語を外す
button-advice-remove = 🗑 { $name } を削除

## Deadlines
deadlines-title = 📅 <b>今後 { $days } 日間</b> · ウォッチ { $watches } 件より
deadlines-none = { $watches ->
        [0] 📅 ウォッチがまだありません。/watch で追加してください。
       *[other] 📅 ウォッチ { $watches } 件に、今後 { $days } 日間の期限はありません。
    }
deadlines-left = { $days ->
        [0] （今日）
        [1] （明日）
       *[other] （あと { $days } 日）
    }
deadline-comments = 意見提出期限：{ $title }
deadline-hearing = 公聴会：{ $title }
deadline-effective = 発効：{ $title }
deadline-applicable = 適用：{ $title }
deadline-expires = 失効：{ $title }
notice-reminder = { $days ->
        [0] ⏰ <b>今日</b>（{ $day }）
        [1] ⏰ <b>明日</b>（{ $day }）
       *[other] ⏰ <b>あと { $days } 日</b>（{ $day }）
    }
    { $what }
notice-rescheduled = { $state ->
        [later] 🗓 <b>{ $day } に延長</b>（変更前 { $was }）
       *[other] 🗓 <b>{ $day } に繰り上げ</b>（変更前 { $was }）
    }
    { $what }
notice-withdrawn = 🗓 <b>取り下げ</b>（変更前 { $day }）
    { $what }
remind-on = ⏰ { $day } の 7 日前と前日にお知らせします。
remind-off = この件はもうお知らせしません。
remind-too-late = 期限が近いため、リマインダーは間に合いません。
remind-snoozed = ⏰ { $at } にもう一度お知らせします。
reminds-all-on = ⏰ すべての期限の 7 日前と前日にお知らせします。
reminds-all-off = リマインダーをすべて止めました。
button-remind = ⏰ リマインド
button-remind-all = ⏰ 7 日前と前日に通知
button-reminds-all = ⏰ 7 日前と前日に通知 ✓
button-reminder-done = 完了
button-snooze = 17:00 に再通知
button-calendar = 📆 .ics
button-calendar-link = 🔗 カレンダー
calendar-name = 通商政策の期限
calendar-done = { $count ->
        [0] 📆 期限はまだありません。カレンダーは空です。
       *[other] 📆 期限 { $count } 件。ファイルを開くとカレンダーに追加できます。
    }
calendar-link = 🔗 カレンダーアプリでこの URL を購読してください。自動で更新されます：
    <code>{ $url }</code>
    この URL を知っている人は誰でも期限を見られます。
calendar-none = この記事には現在、期限がありません（延長または撤回）。ほかの期限：/deadlines
calendar-no-address = このボットにはカレンダーの URL がありません。ファイルをご利用ください。

## Evidence
export-evidence = 🧾 通知と証跡（CSV）
export-evidence-done = { $count ->
        [0] 🧾 過去 90 日間に通知はありません。表は空です。
       *[other] 🧾 過去 90 日間の通知の証跡です。公表・取得・一致・送信の時刻と、一致したルールが載っています。
    }
export-evidence-json = JSON は /export evidence json で受け取れます。

## The terminal
terminal-welcome =
    ターミナルで動く Tradewatch です。Telegram と同じように入力してください。/help でコマンド一覧、数字でその番号のボタンを押し、/quit で終了します。
terminal-sample =
    ターミナルで動く Tradewatch です。Telegram と同じように入力してください。/help でコマンド一覧、数字でその番号のボタンを押し、/quit で終了します。
    見本の記事をこのコンピューターで公開し、HTTP で取得します。数秒ごとに新しい記事が出ます。終了するとデータは残りません。はじめに、代わりに二つのメッセージを送ります。
terminal-first-watch = /watch TSMC
terminal-prompt = 入力
terminal-no-button = ボタン { $number } はありません。
run-no-token =
    Tradewatch には Telegram のボットトークンが必要ですが、TELEGRAM_BOT_TOKEN が設定されていません。
      1. Telegram で @BotFather を開き、/newbot を送って名前を決めます。
      2. 返信にあるトークン（数字、コロン、英字）をコピーします。
      3. TELEGRAM_BOT_TOKEN=... を { $env-file } に書くか、export TELEGRAM_BOT_TOKEN=... を実行して、もう一度起動します。
    トークンなしで、このターミナルで先に試すには：  { $program } chat --sample
run-token-refused =
    Telegram がこのトークンを受け付けません。何も送信しておらず、未送信の通知はデータベースに残っています。
    @BotFather でトークンを確認し（/mybots → API Token）、TELEGRAM_BOT_TOKEN に設定して、もう一度起動してください。
