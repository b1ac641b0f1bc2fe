# 日本語

or-join = { $left }または{ $right }

## A rule in words
rule-understood = { $name } = { $meant }
rule-word = <b>{ $word }</b>
rule-near = { $left } と { $right }（{ $distance } 語以内）
rule-in-title = 見出し：{ $what }
rule-source = 情報源 <b>{ $value }</b>
rule-lang = 言語 <b>{ $value }</b>
rule-country = 国・地域：<b>{ $value }</b>
rule-heading = HS コード <b>{ $value }</b>（{ $heading }）
rule-code = { $kind } <b>{ $value }</b>
rule-docket = ドケット <b>{ $value }</b>
rule-case = 案件番号 <b>{ $value }</b>
rule-agency = 機関 <b>{ $value }</b>
rule-type = 種類 <b>{ $value }</b>
rule-status = 状態 <b>{ $value }</b>
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
note-or = 「{ $found }」は「または」と読みます。語そのもの：<code>{ $instead }</code>
note-and = 「{ $found }」は「かつ」と読みます。語そのもの：<code>{ $instead }</code>
note-not = 「{ $found }」は「除く」と読みます。語そのもの：<code>{ $instead }</code>
note-left-out = 省いた語：{ $found }。この通りに探すには：<code>{ $instead }</code>
note-left-out-only = 省いた語：{ $found }。
note-split = 「{ $found }」を語に分けました。文のまま探すには：<code>{ $instead }</code>
note-together-only = 「{ $found }」を一つの語句として読みます。
note-any-case = 「{ $found }」を名称として読みます。表記だけ：<code>{ $instead }</code>
note-longer-name = <code>{ $instead }</code> と書くと一つの名称です。
note-heading = { $found } は HS コードか、貿易用語のそばの数字です。コードだけ：<code>{ $instead }</code>

## Commands, as /help and Telegram's menu show them
help-start = このボットについて
help-watch = ウォッチする：/watch TSMC 関税
help-watches = ウォッチの一覧
help-unwatch = ウォッチをやめる：/unwatch W1
help-packs = スターターパック：一つのテーマのウォッチをまとめて追加
help-search = 保存分から探す：/search TSMC
help-pause = 通知をすべて止める
help-resume = 通知を再開する
help-why = 届いた、または届かなかった理由
help-alias = 自分の呼び名を付ける：/alias TSMC 護国神山
help-sources = 読んでいる情報源。グループごとにオン・オフ
help-status = すべて読めているかどうか
help-addsource = 情報源を追加する：/addsource example.org
help-import = OPML ファイルの情報源を追加する
help-export = 情報源を OPML ファイルで受け取る
help-settings = このグループのウォッチを変更できる人
help-channel = 自分のチャンネルに通知を送る
help-help = この一覧

## /start and /help
start =
    <b>Tradewatch</b> は通商政策の動きを公表後すぐにお知らせします。一度だけ、短く、理由とリンクを添えて。

    ウォッチしたいことを書いてください：
    <code>/watch TSMC 関税</code>　両方が出てくるもの
    <code>/watch TSMC, 熊本, 経済産業省</code>　どれか一つ
    <code>/watch "export administration" -cotton</code>　この通りの語句で、後の語を含まないもの

    一つの名前ですべての呼び名が見つかります：TSMC と書けば、台積電や台湾積体電路製造も見つかります。
start-again = お帰りなさい。{ $watches ->
        [0] ウォッチはまだありません
       *[other] ウォッチは { $watches } 件
    }。情報源は { $sources } 件中 { $healthy } 件が応答しています。
help-title = <b>使えるコマンド</b>
help-rules =
    <b>ウォッチの書き方</b>
    空白 = かつ　·　コンマ = または　·　<code>-語</code> = 除く
    <code>「…」</code> この通り　·　<code>semicon*</code> で始まる　·　<code>（ ）</code> まとめる
    <code>title:関税</code> 見出しだけ　·　<code>country:JP</code> <code>lang:ja</code>
    <code>@TSMC</code> その企業のすべての呼び名
language-set = これからは日本語で話します。

## /watch
watch-how =
    コマンドの後にウォッチする内容を書いてください。例：
    <code>/watch TSMC 関税</code>
    <code>/watch 台積電 関税</code>
watch-added = <b>{ $name }</b> を登録しました：{ $rule }
watch-found =
    { $count ->
        [0] 過去 { $span }の { $looked } 件に一致するものはありません。
       *[other] 過去 { $span }の { $looked } 件のうち { $count } 件が一致します{ $pace }。新着：
    }
watch-found-partly =
    { $count ->
        [0] 件数が多いため直近 { $span }に絞りました。{ $looked } 件に一致するものはありません。
       *[other] 件数が多いため直近 { $span }に絞りました。{ $looked } 件のうち { $count } 件が一致します{ $pace }。新しい順に：
    }
watch-pace = （1 日あたり約 { $count } 件）
watch-pace-rare = （1 日あたり 1 件未満）
watch-nothing-kept = まだ記事がありません。情報源を初回取得中です。
watch-blocked = ⚠️ { $part } が妨げています。外すと { $count } 件、新しい順に：
watch-nearly-all = ⚠️ ほぼすべてに一致します：{ $looked } 件中 { $count } 件。
button-without = ▶️ 「{ $word }」を外す
button-watch-rule = ▶️ { $rule }
watch-reworded = <b>{ $name }</b> を変更しました：{ $rule }
only-word = 「{ $word }」の表記だけ
only-words = この表記だけ
watch-already = すでにウォッチしています：<b>{ $name }</b> { $rule }
watch-already-muted = すでにウォッチしています：<b>{ $name }</b> { $rule }（ミュート中）
watch-limit = ウォッチが { $limit } 件あり、一つのチャットの上限です。先に /unwatch で一つ減らしてください。
watch-paused = このチャットの通知は止まっています。/resume で再開します。
undo = 取り消す
unmute = ミュート解除

## /watches, /unwatch
watches-none = ウォッチはまだありません。<code>/watch TSMC 関税</code> を試してください。
watches-title = <b>ウォッチ { $count } 件</b>
watches-page = { $page } / { $pages } ページ
watches-muted = （ミュート中）
unwatch-how = どれをやめますか。例：<code>/unwatch W1</code>　一覧：/watches
unwatch-done = <b>{ $name }</b> をやめました：<code>{ $rule }</code>
unwatch-unknown = { $name } というウォッチはありません。一覧：/watches
restored = <b>{ $name }</b> を戻しました：<code>{ $rule }</code>
put-back = 元に戻す
muted = <b>{ $name }</b> をミュートしました：<code>{ $rule }</code>
unmuted = <b>{ $name }</b> のミュートを解除しました：<code>{ $rule }</code>
previous-page = ‹ 前へ
next-page = 次へ ›

## /packs
packs-title =
    <b>スターターパック</b>
    一つのテーマのウォッチをまとめて作ります。ボタンで追加し、後から一つずつ外せます。
packs-pack = <b>{ $number }. { $name }</b>（ウォッチ { $count } 件）
    { $about }
pack-added = { $count ->
        [0] <b>{ $name }</b>：追加したものはありません。
       *[other] <b>{ $name }</b>：ウォッチを { $count } 件始めました。
    }
pack-already = すでにウォッチしています：{ $watches }。
pack-left-out = { $count } 件は追加していません：一つのチャットのウォッチは { $limit } 件までです。先に /unwatch で減らしてください。
pack-undo = 「取り消す」で追加した分をすべて外します。一つだけ外すには <code>/unwatch { $name }</code>。
pack-removed = { $count ->
        [0] これらのウォッチはすでに外されています。/packs でまた追加できます。
       *[other] ウォッチを { $count } 件外しました。/packs でまた追加できます。
    }

## /search
search-how =
    保存してあるものから探す内容を書いてください。例：
    <code>/search TSMC 関税</code>
search-found = <code>{ $rule }</code>：保存分 { $count } 件中 { $first }～{ $last } 件目
search-some = <code>{ $rule }</code> に一致する保存分：
search-nothing = <code>{ $rule }</code> に一致するものは保存されていません。今後の分を受け取るには：<code>/watch { $rule }</code>
search-no-more = <code>{ $rule }</code> に一致するものは、これ以上ありません。
search-matched = 🔎 { $words }
search-reached = { $until } の分まで調べました。続きはボタンでどうぞ。
still-indexing = ⏳ 保存分の索引を作成中です（{ $percent }% 完了）。結果が揃っていない可能性があります。
search-older = 前の記事 ›
search-newer = ‹ 新しい記事

## /pause, /resume
paused = 通知を止めました。ウォッチは続け、/resume で止まっていた分をお届けします。
resume = 再開
resumed = 通知を再開しました。{ $held ->
        [0] その間、新しいものはありませんでした。
       *[other] 止まっていた { $held } 件を今お送りします。
    }
resumed-list = そのうち { $listed } 件は一つの一覧にまとめます。
held-list = <b>止まっていた通知：{ $count } 件。</b>
flood-list = <b>{ $source }</b> が一度に大量に発表しました。ほかに <b>{ $count } 件</b>が一致しています。
list-watch = { $name } { $rule }：{ $count }
list-watch-number = { $name }：{ $count }
list-newest = 新しいもの：

## An alert
alert-matched = 🔎 一致：{ $words } · { $watches }
alert-word-separator = 、
alert-untitled = （見出しなし）
alert-seen = { $at } 取得
button-why = なぜ？
button-mute = { $name } をミュート
button-open = 開く

## The facts of an official document, in an alert
fact-status = { $status ->
    [proposed] 提案
    [investigation] 調査
    [preliminary] 仮決定
    [final] 最終決定
    [in-force] 施行中
    [suspended] 停止
    [revoked] 撤回
    [guidance] ガイダンス
   *[other] { $status }
}
fact-type = { $type ->
    [rule] 規則
    [proposed-rule] 規則案
    [notice] 告示
    [presidential-document] 大統領文書
    [executive-order] 大統領令
    [proclamation] 大統領布告
    [memorandum] 大統領覚書
    [determination] 大統領決定
    [sps] SPS通報
    [tbt] TBT通報
   *[other] { $name }
}
fact-effective = 発効日 { $day }
fact-applicable = 適用日 { $day }
fact-comments = 意見提出期限 { $day }
fact-hearing = 公聴会 { $day }
fact-expires = 失効日 { $day }
fact-days-left = { $days ->
    [0] （本日）
   *[other] （残り{ $days }日）
}
fact-from-text = （本文より）
fact-docket = 案件番号 { $number }

## /why
why-how = 通知に /why と返信するか、<code>/why リンク</code> と送ってください。
why-told = <b>{ $title }</b> が届いた理由：
why-reason = <b>{ $name }</b> <code>{ $rule }</code>
why-hit-title = 見出しの「{ $text }」、{ $term } に一致
why-hit-body = 本文の「{ $text }」、{ $term } に一致
why-hit-fact = { $term }
why-seen = { $at } 取得、情報源：{ $source }。
why-published = { $at } 公開。
why-also = ほかの情報源にもありました：{ $sources }。
why-because = 届いた理由：
why-sent = { $at } 送信。
why-not-sent = { $state ->
        [held] 通知が止まっているため保留中です。
        [listed] ほかの通知とまとめて一覧でお届けしました。
        [dropped] 送る前にウォッチが外されたかミュートされました。
        [dead] Telegram に拒否されました。
       *[other] 送信を待っています。
    }
why-not-told = 通知にはなりませんでした。
why-today = 現在のルールでは：
why-apart = 次のウォッチの語はどこにもありません：{ $watches }
why-more = …ほか { $count } 件。
why-withheld-newer = 通知なし：このウォッチは記事の取得後に作られました。
why-withheld-muted = 通知なし：このウォッチはミュート中です。
why-withheld-unreachable = 通知なし：このチャットに届けられませんでした。
why-withheld-changed = 通知なし：当時は一致せず、その後ウォッチか呼び名か名称一覧が変わりました。
why-withheld-then = 通知なし：当時も一致しましたが、ミュート中だったか、このチャットに届けられませんでした。
why-in-title = 見出しの「{ $text }」
why-in-body = 本文の「{ $text }」
why-missing = ないもの：{ $what }
why-not-in-title = 見出しにないもの：{ $what }
why-only-in-text = { $what }は見出しに必要ですが、{ $quoted }しかありません
why-excluded = { $quoted }により除外（{ $what }を除く）
why-too-far = { $left }と{ $right }の間は { $count } 語、{ $distance } 語以内が条件です
why-not-together = { $left }と{ $right }は、見出しにも本文にも並んで出てきません
why-other-fact = { $what }ではありません（この記事は { $values }）
why-no-fact = { $what }ではありません（この記事には記載なし）
why-closed = { $quoted }は{ $what }に数えません：{ $reason }
why-closing-capitals = 大文字と小文字が違います
why-closing-shouted = まわりもすべて大文字で、手がかりになりません
why-closing-context = ほかの意味もある名前で、そのグループの語が記事にありません
why-closing-anti-context = 同じ文の「{ $beside }」が別のものを指しています
why-closing-longer = より長い名前「{ $beside }」の一部です
why-closing-inside = 別の意味の「{ $beside }」の一部です
why-closing-broken = 途中で文が終わるか、括弧が入っています
why-closing-border = 前後の語にまたがっていて、独立した語ではありません
why-closing-other-country = 直前に別の国の名があります
why-closing-other-sense = 記事全体が別の意味を示しています
why-baseline = 情報源を初めて読んだときにすでにあったもので、こうしたものは通知しません。
why-matches-now = <b>{ $name }</b> <code>{ $rule }</code> に一致します。
why-evident = { $quoted } は、まわりの語から <b>{ $name }</b> と判断しました：{ $words }
why-no-match = <b>{ $name }</b> <code>{ $rule }</code> には一致しません：
why-no-watches = ウォッチがありません。
why-never-seen = このリンクの記事は、どの情報源にもありませんでした。
why-unknown-message = そのメッセージは私の通知ではありません。

## /alias
alias-how =
    <code>/alias TSMC 護国神山</code> で TSMC に自分の呼び名を付けると、このチャットのウォッチがすぐに探します。
    <code>/alias TSMC -護国神山</code> で取り消します。長い名前なら <code>/alias Samsung Electronics = 半導体の巨人</code>
alias-title = <b>このチャットで付けた呼び名</b>
alias-line = <b>{ $entity }</b>：{ $names }
alias-given = <b>{ $name }</b> を <b>{ $entity }</b> の呼び名にしました（このチャットだけ）。
alias-taken-back = <b>{ $name }</b> は <b>{ $entity }</b> の呼び名ではなくなりました。
alias-watches = これで変わるウォッチ：{ $watches }
alias-known = <b>{ $entity }</b> の知られている呼び名：{ $names }
alias-yours = 自分で付けた呼び名：{ $names }
alias-nearest = 近い名前：{ $names }
alias-gone = その呼び名はもうないか、別のものに付けられています。呼び名の一覧：/alias
alias-problem-unknown-entity = <b>{ $found }</b> という名前が見つからず、呼び名を付けられません。
alias-problem-several-entities = <b>{ $found }</b> は{ $who }かもしれません。どれかを示してください。
alias-problem-nothing-left = <b>{ $found }</b> には探せる文字や数字がありません。
alias-problem-too-short = <b>{ $found }</b> だけでは呼び名として短すぎます。
alias-problem-too-long = 呼び名は 60 文字までです：<b>{ $found }</b>
alias-problem-broken = <b>{ $found }</b> の途中に句点か括弧があり、そのような名前は見つけられません。
alias-problem-its-name = <b>{ $found }</b> はすでに{ $who }の呼び名で、ウォッチで見つかります。
alias-problem-others-name = <b>{ $found }</b> は{ $who }の呼び名です。代わりに両方をウォッチできます。
alias-problem-your-other-name = <b>{ $found }</b> は{ $who }に付けてあります。先に取り消してください。
alias-problem-not-given = このチャットにそのような呼び名はありません：<b>{ $found }</b>
alias-problem-too-many = このチャットの呼び名は { $found } 個で、上限です。先に一つ取り消してください。

## /sources
sources-none = 情報源はまだありません。
sources-title = <b>情報源 { $count } 件</b>のうち { $healthy } 件が正常です。
sources-how = グループを押すと、このチャットでのオン・オフが切り替わります。右の矢印でその情報源を表示します。
sources-button = { $group } · { $healthy }/{ $count }
sources-open = ›
sources-group-on = <b>{ $group }</b>：オン。{ $count } 件中 { $healthy } 件が正常です。
sources-group-off = <b>{ $group }</b>：オフ。このチャットには届きません。{ $count } 件中 { $healthy } 件が正常です。
sources-switch-on = ✅ オンにする
sources-switch-off = ⬜ オフにする
sources-all-groups = ‹ すべてのグループ
group-none = その他

## How a source is doing
state-new = まだ読んでいません
state-answers = 応答しています
state-fresh = 直近 { $span }に更新がありました
state-quiet = { $span }更新なし（いつもどおり）
state-silent = { $span }更新なし
state-late = { $span }更新なし（いつもより長い）
state-moved = 移転したため、新しいアドレスで読んでいます
state-merged = 別の情報源と同じアドレスに移転したため、そちらを読んでいます
state-gone = { $at } からなくなっています
state-blocked = { $at } からアクセスできません：{ $why }
state-failing = { $at } から読めていません：{ $why }
problem-status = サーバーの応答は HTTP { $status } です
problem-barred = プログラムからの閲覧を断っています（HTTP { $status }）
problem-missing = そのページはありません（HTTP { $status }）
problem-often = 読み込みの頻度を下げるよう求めています（HTTP { $status }）
problem-server = サーバーに問題が起きています（HTTP { $status }）
problem-address = 読むことが許されていないアドレスです
problem-unreachable = サーバーに接続できません
problem-certificate = 証明書を信頼できません
problem-slow = サーバーが時間内に応答しません
problem-large = データが大きすぎます
problem-broken = 応答が壊れています
problem-html = 代わりにウェブページが返されます（ログインが必要かもしれません）
problem-empty = 中身がありません
problem-unreadable = 内容を読み取れません

## Notices of a source
notice-dead = 🔴 <b>{ $source }</b> は { $at } から読めていません：{ $why }。引き続き試みており、復旧後にその間の発表をお届けします。
notice-gone = 🔴 <b>{ $source }</b> は { $at } から、元のアドレスには何もないと応答しています。復旧したかどうかを時々確認します。
notice-late = 🟡 <b>{ $source }</b> は応答していますが、{ $at } から何も発表していません。いつもより長い間隔です。
notice-moved = 🟡 <b>{ $source }</b> は恒久的に移転したため、新しいアドレスで読んでいます：<code>{ $url }</code>。設定ファイルは古いアドレスのままです。
notice-back = 🟢 <b>{ $source }</b> は正常に戻りました（{ $at } から不調でした）。
notice-reread = ルールの読み方が変わりました。「または」「以外」などは語ではなく、その意味で読みます。今のウォッチの意味はそのままですが、次のルールは今入力すると別の意味になります：
notice-reread-watch = <b>{ $name }</b> <code>{ $typed }</code> は <code>{ $kept }</code> として残します
button-read-anew = { $name }：新しい読み方
button-keep-rules = このまま残す
rules-kept = ウォッチはそのままです。

## /status
status-healthy = 📡 <b>情報源 { $count } 件中 { $healthy } 件が正常です</b>
status-not-polled = まだどの情報源も読んでいません。
status-polled = この { $hours } 時間に { $count } 件を読みました。最終確認は直近 { $last }のうちです。
status-seen = 新着：今日 { $today } 件、24 時間で { $count } 件。
status-silent = 更新が途絶えている情報源：{ $count } 件。長い順に：
status-silent-usual = · { $source }：{ $span }（いつもどおり）
status-silent-unknown = · { $source }：{ $span }
status-silent-unusual = · { $source }：{ $span }（いつもより長い）
status-chat = <b>このチャット：</b>{ $watches ->
        [0] ウォッチはありません
       *[other] ウォッチ { $watches } 件
    }{ $count ->
        [0] {""}
       *[other] （うち { $count } 件はミュート中）
    }。
status-paused = 通知は停止中で、{ $held } 件が保留されています。/resume で届きます。
status-waiting = 送信待ちの通知：{ $count } 件。
status-groups-off = オフにしたグループ：{ $count } 件。
status-sources = 情報源 ›
status-operation = <b>運用状況</b>
status-queue = 送信待ち：{ $count } 件。
status-queue-overdue = 送信待ち：{ $count } 件。最も古いものは { $at } から待っています。
status-database = データベース：{ $size }
status-telegram = Telegram：直近 { $span }に応答がありました。
status-telegram-trouble = Telegram：{ $why }（最後の応答は直近 { $span }のうち）。
status-telegram-never = Telegram：まだ応答がありません。
status-troubled = 問題のある情報源：{ $count } 件

## /addsource
addsource-how = フィードを追加するには、ページかフィードのアドレスを送ってください：<code>/addsource example.org</code>
look-found = { $address } で見つかったフィード（{ $count } 件）：
look-feed = <b>{ $number }. { $name }</b>　{ $address }
look-facts = { $kind } · { $language } · { $count ->
        [0] 今は記事がありません
        [1] 1 件：
       *[other] { $count } 件、新しい順に：
    }
look-no-language = 言語不明
look-item = · { $title }
look-item-dated = · { $title }、{ $date }
look-taken = これはすでに追加されています。
look-nothing = { $address } にフィードは見つかりませんでした。
look-refused = { $address } は読み込めません。公開されているウェブアドレスが必要です。
look-unreachable = { $address } から応答がありません。つづりは正しいですか。
look-status = { $address } を読み込めません（HTTP { $status }）。ページがないか、プログラムからの閲覧を断っています。
look-server = { $address } のサーバーに問題が起きています（HTTP { $status }）。後でもう一度お試しください。
look-often = { $address } は読み込みの頻度を下げるよう求めています（HTTP { $status }）。後でもう一度お試しください。
look-slow = { $address } の応答に時間がかかりすぎました。後でもう一度試すか、フィード自体のアドレスを送ってください。
look-large = { $address } の内容は、フィードとしては大きすぎます。
look-broken = { $address } の内容は、ページとしてもフィードとしても読めません。
look-hint = こうすると見つかることがあります：トップページではなくお知らせやニュースのページを送る。または、そのページで「RSS」や「フィード」というリンクを探し、そのアドレスを送る。
button-add = { $number } を追加
button-remove = 外す
button-remove-number = { $number } を外す
button-others = ほかの人にも…
button-only-here = ここだけ
button-added-here = ここで追加したもの
source-added = <b>{ $name }</b> を、このチャットだけに追加しました。今後出るものをウォッチと照らし合わせます。今すでにあるものは送りません。
source-asked = <b>{ $name }</b> は管理者の承認待ちです。決まりしだいお知らせします。
source-already = <b>{ $name }</b> はすでにあります。
source-waits = <b>{ $name }</b> はすでに申請されていて、管理者の承認待ちです。
source-limit = 追加した情報源が { $limit } 件あり、一つのチャットの上限です。先に一つ外してください：/addsource
source-limit-overall = 全チャットで追加できる情報源は合わせて { $limit } 件までで、すでに上限です。
source-none-may = このボットでは情報源を追加できません。
source-refused = <b>{ $name }</b> は追加できません。管理者が認めていません。
source-dropped = <b>{ $name }</b> をこのチャットから外しました。
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
group-suggest = <b>{ $name }</b> をどのグループに提案しますか。管理者が認めると全員に届きます。それまではこのチャットだけです。
group-suggested = <b>{ $name }</b> を「{ $group }」に提案しました。管理者が認めるまでは、このチャットだけです。
group-placed = <b>{ $name }</b> を「{ $group }」に入れました。全員に届きます。
group-declined = <b>{ $name }</b> は、追加した人だけのままにします。

## Messages to operators
operator-added = チャット <code>{ $chat }</code> が <b>{ $name }</b> を追加しました
    { $address }
operator-asked = チャット <code>{ $chat }</code> が <b>{ $name }</b> の追加を希望しています
    { $address }
operator-list-added = チャット <code>{ $chat }</code> が一覧から { $count } 件の情報源を追加しました：
operator-list-asked = チャット <code>{ $chat }</code> が一覧から { $count } 件の情報源の追加を希望しています：
operator-suggested = チャット <code>{ $chat }</code> が <b>{ $name }</b> を「{ $group }」に提案しています
    { $address }
operator-undecided = <b>{ $count } 件の情報源が判断を待っています</b>（ボタンは先頭のもの）：
operators-only = これはこのボットの管理者だけができます。
button-approve = 認める
button-refuse = 認めない
button-approve-all = すべて認める
button-refuse-all = すべて認めない
button-remove-for-all = 全員から外す
button-keep-apart = 全員には出さない
decided-granted = <b>{ $name }</b> を認めました。
decided-refused = <b>{ $name }</b> を認めませんでした。もう誰にも届かず、再び追加することもできません。
decided-all-granted = { $count } 件の情報源を認めました。
decided-all-refused = { $count } 件の情報源を認めませんでした。
told-granted = 管理者が <b>{ $name }</b> を認めました。これから読み込みます。
told-refused = 管理者が <b>{ $name }</b> を認めていないため、今後は読み込みません。

## /import, /export
import-how = フィードリーダーで書き出した OPML ファイルを送ってください。グループでは、そのファイルに /import と返信してください。
import-done = { $count ->
        [0] <b>{ $file }</b> から追加したものはありません。
       *[other] <b>{ $file }</b> から { $count } 件の情報源を、このチャットだけに追加しました：
    }
import-waits = これらは管理者の承認待ちです。
import-more = · ほか { $count } 件
import-no-address = アドレスのないもの：{ $count } 件
import-bad-address = 読み込めないアドレスのもの：{ $count } 件
import-twice = 一覧で重複しているもの：{ $count } 件
import-known = すでにあるもの：{ $count } 件
import-over-limit = 上限を超えるもの：{ $count } 件（一つのチャットは { $limit } 件まで、ボット全体にも上限があります）
import-refused = 管理者が認めていないもの：{ $count } 件
import-unreadable = <b>{ $file }</b> は OPML ファイルとして読めません。
import-unfetched = <b>{ $file }</b> を取得できませんでした。ファイルは { $limit } MB までです。それより小さい場合は、後でもう一度送ってください。
export-done = このチャットのフィード { $count } 件です。どのフィードリーダーでも読み込めます。

## What goes wrong
unknown-command = /{ $command } というコマンドはありません。/help に一覧があります。
plain-text = ウォッチするには <code>/watch { $words }</code> と送ってください。
old-button = このボタンは古すぎます。もう一度コマンドを送ってください。
not-allowed = このボットは非公開です。管理者にこの番号を伝えてください：{ $chat }
went-wrong = こちらで問題が起きました。記録しました。データは失われていません。もう一度お試しください。
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
rule-problem-unknown-entity = <b>{ $found }</b> という名前は見つかりません。
rule-problem-unknown-source = <b>{ $found }</b> という情報源はありません。
rule-problem-nothing-left = <b>{ $found }</b> には探せる文字や数字がありません。
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
page-incident-gone = なくなっています
page-incident-late = いつもより長く更新がありません
page-incident-moved = 移転しました
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
admins-only = このグループのウォッチを変更できるのは管理者のみです。
admins-unknown = あなたがここの管理者かどうか確認できませんでした。しばらくしてからお試しください。
changed-by = <i>変更：{ $name }</i>
changed-by-admin = <i>変更：管理者</i>
settings-admins = ⚙️ このチャットの<b>設定</b>
    👥 ウォッチを変更できる人：管理者のみ
settings-open = ⚙️ このチャットの<b>設定</b>
    👥 ウォッチを変更できる人：全員
settings-to-open = 全員に許可
settings-to-admins = 管理者のみ
settings-private = ⚙️ このチャットの<b>設定</b>
    👥 ウォッチを変更できる人：あなた。グループでは管理者が /settings で決められます。
channel-how = あなたのチャンネルを選んでください。投稿できる管理者として参加し、通知をそこに送ります。
channel-choose = チャンネルを選ぶ
channel-private = /channel は私とのプライベートチャットで送ってください。
channel-connected = 📣 チャンネルを接続しました。渡したウォッチの通知がそこに届きます。
channel-copy = 自分のウォッチをコピー
channel-copied = { $count } 件のウォッチをチャンネルにコピーしました。
channel-not-yours = あなたがそのチャンネルの管理者であることを確認できなかったため、何も変更していません。

## Stories
alert-also = ほかに { $sources }
alert-now-official = 🏛 <b>正式文書が公示</b>
why-joined = 同じ話題のため、{ $at } の { $watches } の通知にまとめました。

## Edits of sent alerts
edit-corrected = ✎ { $at } 見出し訂正
edit-updated = ✎ { $at } 内容更新
