# 繁體中文

or-join = { $left }或{ $right }

## A rule in words
rule-understood = { $name } = { $meant }
rule-word = <b>{ $word }</b>
rule-near = { $left } 與 { $right }（相隔 { $distance } 詞以內）
rule-in-title = 標題：{ $what }
rule-source = 來源 <b>{ $value }</b>
rule-lang = 語言 <b>{ $value }</b>
rule-country = 國家／地區 <b>{ $value }</b>
rule-heading = HS 編號 <b>{ $value }</b>（{ $heading }）
rule-code = { $kind } <b>{ $value }</b>
rule-docket = 案號 <b>{ $value }</b>
rule-case = 案件 <b>{ $value }</b>
rule-agency = 機關 <b>{ $value }</b>
rule-type = 類型 <b>{ $value }</b>
rule-status = 狀態 <b>{ $value }</b>
rule-bracket = （{ $what }）
rule-as-written = <code>{ $rule }</code>

## A rule in one line, and what is not obvious about it
reading-and = { $left }＋{ $right }
reading-and-groups = { $left }＋{ $right }
reading-or = { $left }或{ $right }
reading-not = { $what }，不含{ $without }
reading-only = { $what } · 限：{ $facts }
reading-phrase = 「<b>{ $phrase }</b>」
reading-names = <i>名稱含各語言別名。</i>
reading-names-also = <i>名稱含各語言別名與 { $also }。</i>
note-or = 「{ $found }」讀作「或」。要找這個字本身：<code>{ $instead }</code>
note-and = 「{ $found }」讀作「且」。要找這個字本身：<code>{ $instead }</code>
note-not = 「{ $found }」讀作「不含」。要找這個字本身：<code>{ $instead }</code>
note-left-out = 略過：{ $found }。要整句比對：<code>{ $instead }</code>
note-left-out-only = 略過：{ $found }。
note-split = 「{ $found }」已拆成幾個詞。要整句比對：<code>{ $instead }</code>
note-together-only = 「{ $found }」視為一個片語。
note-any-case = 「{ $found }」視為名稱。只比對字面：<code>{ $instead }</code>
note-longer-name = 寫成 <code>{ $instead }</code> 則是一個名稱。
note-heading = { $found } 視為 HS 編號，或貿易用語旁的數字。只找編號：<code>{ $instead }</code>

## Commands, as /help and Telegram's menu show them
help-start = 這是什麼
help-watch = 追蹤主題：/watch 台積電 關稅
help-watches = 您的追蹤
help-unwatch = 停止一項：/unwatch W1
help-packs = 入門組合：一次加入同一主題的幾項追蹤
help-search = 在已保存的消息中尋找：/search 台積電
help-pause = 暫停所有通知
help-resume = 恢復通知
help-why = 為何收到或沒收到某則消息
help-alias = 自訂名稱：/alias 台積電 護國神山
help-sources = 我讀取的來源，可按組別開關
help-status = 來源是否都正常讀取
help-addsource = 加入來源：/addsource example.org
help-import = 匯入 OPML 檔案中的來源
help-export = 將您的來源匯出為 OPML 檔案
help-settings = 誰可更改這個群組的追蹤
help-channel = 把通知發到你的頻道
help-help = 這份清單

## /start and /help
start =
    <b>Tradewatch</b> 在發布後很快告訴您貿易政策的動向：只說一次，簡短，附上理由與連結。

    請說您想追蹤什麼：
    <code>/watch 台積電 關稅</code>　兩者都要出現
    <code>/watch TSMC, 熊本, 經濟部</code>　任何一個
    <code>/watch "export administration" -cotton</code>　一字不差，且不含後者

    輸入任一名稱，其他名稱也會找到：台積電也是 TSMC、台积电、台湾積体電路製造。
start-again = 歡迎回來。{ $watches ->
        [0] 您還沒有追蹤
       *[other] 您有 { $watches } 項追蹤
    }，{ $sources } 個來源中有 { $healthy } 個正常回應。
help-title = <b>可用指令</b>
help-rules =
    <b>追蹤的寫法</b>
    空格 = 且　·　逗號 = 或　·　<code>-詞</code> = 不含
    <code>「…」</code> 一字不差　·　<code>semicon*</code> 以此開頭　·　<code>（ ）</code> 分組
    <code>title:關稅</code> 只看標題　·　<code>country:JP</code> <code>lang:ja</code>
    <code>@TSMC</code> 該公司的所有名稱
language-set = 這裡改用繁體中文。

## /watch
watch-how =
    請在指令後寫下要追蹤的內容，例如
    <code>/watch 台積電 關稅</code>
    <code>/watch TSMC tariffs</code>
watch-added = 已開始追蹤 <b>{ $name }</b>：{ $rule }
watch-found =
    { $count ->
        [0] 近 { $span }的 { $looked } 則消息都不符合。
       *[other] 近 { $span }的 { $looked } 則消息中有 { $count } 則符合{ $pace }，最新幾則：
    }
watch-found-partly =
    { $count ->
        [0] 資料量大，只查了最近 { $span }：其中 { $looked } 則都不符合。
       *[other] 資料量大，只查了最近 { $span }：{ $looked } 則中有 { $count } 則符合{ $pace }，最新的是：
    }
watch-pace = （每天約 { $count } 則）
watch-pace-rare = （平均每天不到 1 則）
watch-nothing-kept = 還沒有資料，正在首次讀取各來源。
watch-blocked = ⚠️ 是 { $part } 擋住的。去掉後有 { $count } 則，最新的：
watch-nearly-all = ⚠️ 幾乎全部符合：{ $looked } 則中的 { $count } 則。
button-without = ▶️ 去掉「{ $word }」
button-watch-rule = ▶️ { $rule }
watch-reworded = <b>{ $name }</b> 已修改：{ $rule }
only-word = 只比對「{ $word }」字面
only-words = 只比對字面
watch-already = 已有相同的追蹤 <b>{ $name }</b>：{ $rule }
watch-already-muted = 已有相同的追蹤 <b>{ $name }</b>：{ $rule }（靜音）
watch-limit = 您已有 { $limit } 項追蹤，這是一個聊天室的上限。請先用 /unwatch 移除一項。
watch-paused = 這個聊天室的通知已暫停。/resume 可恢復。
undo = 復原
unmute = 取消靜音

## /watches, /unwatch
watches-none = 您還沒有追蹤。試試 <code>/watch 台積電 關稅</code>。
watches-title = <b>您的 { $count } 項追蹤</b>
watches-page = 第 { $page } 頁，共 { $pages } 頁
watches-muted = （靜音）
unwatch-how = 要停止哪一項？例如 <code>/unwatch W1</code>。您的追蹤：/watches
unwatch-done = <b>{ $name }</b> 已停止：<code>{ $rule }</code>
unwatch-unknown = 您沒有 { $name } 這項追蹤。您的追蹤：/watches
restored = <b>{ $name }</b> 已恢復：<code>{ $rule }</code>
put-back = 復原
muted = <b>{ $name }</b> 已靜音：<code>{ $rule }</code>
unmuted = <b>{ $name }</b> 已取消靜音：<code>{ $rule }</code>
previous-page = ‹ 上一頁
next-page = 下一頁 ›

## /packs
packs-title =
    <b>入門組合</b>
    每個組合會為一個主題加入幾項追蹤。按下按鈕即可加入；之後可以逐項移除。
packs-pack = <b>{ $number }. { $name }</b>（{ $count } 項追蹤）
    { $about }
pack-added = { $count ->
        [0] <b>{ $name }</b>：沒有加入任何追蹤。
       *[other] <b>{ $name }</b>：已加入 { $count } 項追蹤。
    }
pack-already = 您已在追蹤：{ $watches }。
pack-left-out = 有 { $count } 項未加入：一個聊天室最多 { $limit } 項追蹤。請先用 /unwatch 移除一些。
pack-undo = 「復原」會移除剛加入的全部；<code>/unwatch { $name }</code> 只移除一項。
pack-removed = { $count ->
        [0] 這些追蹤先前已移除。可用 /packs 再次加入。
       *[other] 已移除 { $count } 項追蹤。可用 /packs 再次加入。
    }

## /search
search-how =
    請在指令後寫下要在已保存的消息中尋找的內容，例如
    <code>/search 台積電 關稅</code>
search-found = <code>{ $rule }</code>：已保存的 { $count } 則中，第 { $first }–{ $last } 則
search-some = 符合 <code>{ $rule }</code> 的已保存消息：
search-nothing = 已保存的消息中，沒有符合 <code>{ $rule }</code> 的。若要在出現時收到通知：<code>/watch { $rule }</code>
search-no-more = 沒有更多符合 <code>{ $rule }</code> 的消息了。
search-matched = 🔎 { $words }
search-reached = 目前已查到 { $until }。按下按鈕可繼續往前查。
still-indexing = ⏳ 仍在為已保存的消息建立索引：已完成 { $percent }%，結果可能不完整。
search-older = 較舊 ›
search-newer = ‹ 較新

## /pause, /resume
paused = 通知已暫停。我會繼續追蹤，/resume 會補上您錯過的。
resume = 恢復
resumed = 通知已恢復。{ $held ->
        [0] 期間沒有新消息。
       *[other] 期間保留了 { $held } 則，現在送出。
    }
resumed-list = 其中 { $listed } 則會合成一份清單。
held-list = <b>期間保留了 { $count } 則通知。</b>
flood-list = <b>{ $source }</b> 一次發布大量內容：另有 <b>{ $count } 則</b>符合。
list-watch = { $name } { $rule }：{ $count }
list-watch-number = { $name }：{ $count }
list-newest = 最新的：

## An alert
alert-matched = 🔎 符合：{ $words } · { $watches }
alert-word-separator = 、
alert-untitled = （無標題）
alert-seen = 讀取於 { $at }
button-why = 為什麼？
button-mute = 靜音 { $name }
button-open = 開啟

## The facts of an official document, in an alert
fact-status = { $status ->
    [proposed] 擬議
    [investigation] 調查
    [preliminary] 初步認定
    [final] 最終認定
    [in-force] 已生效
    [suspended] 暫停
    [revoked] 廢止
    [guidance] 指引
   *[other] { $status }
}
fact-type = { $type ->
    [rule] 規則
    [proposed-rule] 規則草案
    [notice] 公告
    [presidential-document] 總統文件
    [executive-order] 行政命令
    [proclamation] 總統公告
    [memorandum] 總統備忘錄
    [determination] 總統認定
    [sps] SPS 通知
    [tbt] TBT 通知
   *[other] { $name }
}
fact-effective = 生效日 { $day }
fact-applicable = 適用日 { $day }
fact-comments = 意見截止 { $day }
fact-hearing = 公聽會 { $day }
fact-expires = 失效日 { $day }
fact-days-left = { $days ->
    [0] （今天）
   *[other] （還有 { $days } 天）
}
fact-from-text = （據內文）
fact-docket = 案號 { $number }

## /why
why-how = 請用 /why 回覆一則通知，或傳送 <code>/why 連結</code>。
why-told = 您收到 <b>{ $title }</b> 是因為：
why-reason = <b>{ $name }</b> <code>{ $rule }</code>
why-hit-title = 標題中的「{ $text }」，符合 { $term }
why-hit-body = 內文中的「{ $text }」，符合 { $term }
why-hit-fact = { $term }
why-seen = { $at } 讀取，來源：{ $source }。
why-published = { $at } 發布。
why-also = 其他來源也有：{ $sources }。
why-because = 您收到它，是因為：
why-sent = { $at } 送出。
why-not-sent = { $state ->
        [held] 保留中：通知已暫停。
        [listed] 已與其他通知合併在一份清單中。
        [dropped] 送出前，該追蹤已移除或靜音。
        [dead] Telegram 拒絕了這則訊息。
       *[other] 正在等待送出。
    }
why-not-told = 它沒有成為您的通知。
why-today = 依目前的規則：
why-apart = 完全沒有提到這些追蹤的內容：{ $watches }
why-more = …還有 { $count } 項。
why-withheld-newer = 未通知：您在讀到這則消息之後才建立這項追蹤。
why-withheld-muted = 未通知：這項追蹤已靜音。
why-withheld-unreachable = 未通知：當時無法送達這個聊天室。
why-withheld-changed = 未通知：當時並不符合；追蹤、名稱或名錄後來有變動。
why-withheld-then = 未通知：當時也符合，但追蹤已靜音，或無法送達這個聊天室。
why-in-title = 標題中的「{ $text }」
why-in-body = 內文中的「{ $text }」
why-missing = 缺少：{ $what }
why-not-in-title = 標題中沒有：{ $what }
why-only-in-text = { $what } 必須出現在標題；只找到{ $quoted }
why-excluded = 因{ $quoted }而排除（不含{ $what }）
why-too-far = { $left }與{ $right }相隔 { $count } 個詞，超過 { $distance } 個
why-not-together = { $left }與{ $right }沒有在標題或內文中並列出現
why-other-fact = 不是{ $what }；這則消息是 { $values }
why-no-fact = 不是{ $what }；這則消息沒有標示
why-closed = { $quoted }不算{ $what }：{ $reason }
why-closing-capitals = 大小寫不符
why-closing-shouted = 周圍全是大寫，大寫因此不能證明什麼
why-closing-context = 這個名稱另有他義，而消息中沒有相關領域的詞
why-closing-anti-context = 同一句中的「{ $beside }」顯示指的是別的事物
why-closing-longer = 它是較長名稱「{ $beside }」的一部分
why-closing-inside = 它是「{ $beside }」的一部分，意思不同
why-closing-broken = 中間有句號或括號隔開
why-closing-border = 它在這裡跨在其他詞之間，不是獨立的詞
why-closing-other-country = 前面寫的是另一個國家
why-closing-other-sense = 整則消息顯示指的是別的事物
why-baseline = 第一次讀取該來源時它就在那裡；這類消息不會推送。
why-matches-now = <b>{ $name }</b> <code>{ $rule }</code> 符合。
why-evident = { $quoted } 依前後文的詞判斷為 <b>{ $name }</b>：{ $words }
why-no-match = <b>{ $name }</b> <code>{ $rule }</code> 不符合：
why-no-watches = 您沒有追蹤。
why-never-seen = 各來源中沒有這個連結的消息。
why-unknown-message = 那則訊息不是我的通知。

## /alias
alias-how =
    <code>/alias 台積電 護國神山</code> 為台積電加上您自訂的名稱，這個聊天室的追蹤立即會找它。
    <code>/alias 台積電 -護國神山</code> 可收回。名稱較長時：<code>/alias Samsung Electronics = 三星帝國</code>
alias-title = <b>這個聊天室的自訂名稱</b>
alias-line = <b>{ $entity }</b>：{ $names }
alias-given = <b>{ $name }</b> 現在是 <b>{ $entity }</b> 的名稱，只用於這個聊天室。
alias-taken-back = <b>{ $name }</b> 不再是 <b>{ $entity }</b> 的名稱。
alias-watches = 因此更改的追蹤：{ $watches }
alias-known = <b>{ $entity }</b> 的已知名稱：{ $names }
alias-yours = 您自訂的名稱：{ $names }
alias-nearest = 相近的名稱：{ $names }
alias-gone = 這個名稱已不存在，或已改給別的對象。您的名稱：/alias
alias-problem-unknown-entity = 我不認得 <b>{ $found }</b>，無法為它加上名稱。
alias-problem-several-entities = <b>{ $found }</b> 可能是{ $who }。請說明是哪一個。
alias-problem-nothing-left = <b>{ $found }</b> 沒有可尋找的文字或數字。
alias-problem-too-short = 單獨的 <b>{ $found }</b> 太短，不能當名稱。
alias-problem-too-long = 名稱最多 60 個字元：<b>{ $found }</b>
alias-problem-broken = <b>{ $found }</b> 中間有句號或括號，這樣的名稱找不到。
alias-problem-its-name = <b>{ $found }</b> 已經是{ $who }的名稱，您的追蹤本來就會找到。
alias-problem-others-name = <b>{ $found }</b> 是{ $who }的名稱。您可以兩者一起追蹤。
alias-problem-your-other-name = 您已將 <b>{ $found }</b> 給了{ $who }，請先收回。
alias-problem-not-given = 這個聊天室沒有這個自訂名稱：<b>{ $found }</b>
alias-problem-too-many = 這個聊天室已有 { $found } 個自訂名稱，這是上限。請先收回一個。

## /sources
sources-none = 目前還沒有任何來源。
sources-title = <b>共 { $count } 個來源</b>，其中 { $healthy } 個正常。
sources-how = 按組別名稱可為這個聊天室開啟或關閉該組別，按旁邊的箭頭可查看其中的來源。
sources-button = { $group } · { $healthy }/{ $count }
sources-open = ›
sources-group-on = <b>{ $group }</b>：已開啟。{ $count } 個來源中有 { $healthy } 個正常。
sources-group-off = <b>{ $group }</b>：已關閉，其中的消息不會送到這個聊天室。{ $count } 個來源中有 { $healthy } 個正常。
sources-switch-on = ✅ 開啟
sources-switch-off = ⬜ 關閉
sources-all-groups = ‹ 所有組別
group-none = 其他

## How a source is doing
state-new = 尚未讀取
state-answers = 回應正常
state-fresh = 最近 { $span }內有新內容
state-quiet = 已安靜 { $span }，屬正常情況
state-silent = 已有 { $span }沒有新內容
state-late = 已沉寂 { $span }，並不尋常
state-moved = 已搬遷，現從新網址讀取
state-merged = 已搬到另一個來源的網址，改讀那個來源
state-gone = 自 { $at } 起已不存在
state-blocked = 自 { $at } 起無法存取：{ $why }
state-failing = 自 { $at } 起讀取失敗：{ $why }
problem-status = 伺服器回應 HTTP { $status }
problem-barred = 網站不讓程式讀取（HTTP { $status }）
problem-missing = 沒有這個網頁（HTTP { $status }）
problem-often = 網站要求降低讀取頻率（HTTP { $status }）
problem-server = 網站的伺服器發生問題（HTTP { $status }）
problem-address = 這個網址不允許讀取
problem-unreachable = 無法連上伺服器
problem-certificate = 憑證無法信任
problem-slow = 伺服器未在時限內回應
problem-large = 傳來的資料超過上限
problem-broken = 回應內容損壞
problem-html = 傳來的是網頁，可能要求登入
problem-empty = 沒有任何內容
problem-unreadable = 內容無法解讀

## Notices of a source
notice-dead = 🔴 <b>{ $source }</b> 自 { $at } 起無法讀取：{ $why }。我會持續重試，恢復後補上期間發布的內容。
notice-gone = 🔴 <b>{ $source }</b> 自 { $at } 起表示原網址已無內容。我會不時查看是否恢復。
notice-late = 🟡 <b>{ $source }</b> 有回應，但自 { $at } 起沒有發布任何內容，並不尋常。
notice-moved = 🟡 <b>{ $source }</b> 已永久搬遷，現從新網址讀取：<code>{ $url }</code>。設定檔中仍是舊網址。
notice-back = 🟢 <b>{ $source }</b> 已恢復正常，先前自 { $at } 起有問題。
notice-reread = 追蹤規則改以您的原意解讀：「或」「不含」等不再當成一般字詞。既有追蹤的意思不變；下列規則若今天輸入，意思會不同：
notice-reread-watch = <b>{ $name }</b> <code>{ $typed }</code> 保留為 <code>{ $kept }</code>
button-read-anew = { $name }：改用新讀法
button-keep-rules = 全部保留
rules-kept = 追蹤維持原樣。

## /status
status-healthy = 📡 <b>{ $count } 個來源中有 { $healthy } 個正常</b>
status-not-polled = 尚未讀取任何來源。
status-polled = 最近 { $hours } 小時讀取了 { $count } 個，最後一次讀取在 { $last }內。
status-seen = 新消息：今天 { $today } 則，24 小時內 { $count } 則。
status-silent = 目前安靜的來源：{ $count } 個，其中最久的：
status-silent-usual = · { $source }：{ $span }，屬正常情況
status-silent-unknown = · { $source }：{ $span }
status-silent-unusual = · { $source }：{ $span }，並不尋常
status-chat = <b>這個聊天室：</b>{ $watches ->
        [0] 沒有追蹤項目
       *[other] { $watches } 項追蹤
    }{ $count ->
        [0] {""}
       *[other] ，其中 { $count } 項已靜音
    }。
status-paused = 通知暫停中，有 { $held } 則等待送出。輸入 /resume 即可收到。
status-waiting = 正在送出的通知：{ $count } 則。
status-groups-off = 已關閉的組別：{ $count } 個。
status-sources = 來源 ›
status-operation = <b>營運狀況</b>
status-queue = 待送訊息：{ $count } 則。
status-queue-overdue = 待送訊息：{ $count } 則，最久的自 { $at } 起等候。
status-database = 資料庫：{ $size }
status-telegram = Telegram：最近 { $span }內有回應。
status-telegram-trouble = Telegram：{ $why }（最後一次有回應在 { $span }內）。
status-telegram-never = Telegram：尚未有任何回應。
status-troubled = 有問題的來源：{ $count } 個

## /addsource
addsource-how = 要加入來源，請傳送網頁或訂閱源的網址：<code>/addsource example.org</code>
look-found = 在 { $address } 找到 { $count } 個訂閱源：
look-feed = <b>{ $number }. { $name }</b>　{ $address }
look-facts = { $kind } · { $language } · { $count ->
        [0] 目前沒有內容
        [1] 1 則：
       *[other] { $count } 則，最新的是：
    }
look-no-language = 語言不明
look-item = · { $title }
look-item-dated = · { $title }，{ $date }
look-taken = 您已經有這個來源。
look-nothing = 在 { $address } 找不到訂閱源。
look-refused = 我不能讀取 { $address }：必須是公開的網址。
look-unreachable = { $address } 沒有回應。網址是否正確？
look-status = 無法讀取 { $address }（HTTP { $status }）：沒有這個網頁，或網站不讓程式讀取。
look-server = { $address } 的伺服器目前發生問題（HTTP { $status }）。請稍後再試。
look-often = { $address } 要求降低讀取頻率（HTTP { $status }）。請稍後再試。
look-slow = { $address } 回應太慢。請稍後再試，或直接傳送訂閱源的網址。
look-large = { $address } 的內容太大，不是訂閱源。
look-broken = { $address } 的內容無法當作網頁或訂閱源讀取。
look-hint = 通常有用的做法：改傳網站的新聞列表頁，而不是首頁；或在頁面上找名為「RSS」或「Feed」的連結，傳送那個網址。
button-add = 加入 { $number }
button-remove = 移除
button-remove-number = 移除 { $number }
button-others = 也提供給其他人…
button-only-here = 只限這裡
button-added-here = 這裡加入的來源
source-added = 已加入 <b>{ $name }</b>，只限這個聊天室。今後的新內容會與您的追蹤比對；目前已有的內容不會推送。
source-asked = <b>{ $name }</b> 正在等待本機器人的管理者同意，有結果時會通知您。
source-already = 您已經有 <b>{ $name }</b>。
source-waits = <b>{ $name }</b> 已提出申請，正在等待本機器人的管理者同意。
source-limit = 您已加入 { $limit } 個來源，這是一個聊天室的上限。請先移除一個：/addsource
source-limit-overall = 所有聊天室合計最多可加入 { $limit } 個來源，目前已滿。
source-none-may = 這個機器人不開放加入來源。
source-refused = 無法加入 <b>{ $name }</b>：本機器人的管理者不同意。
source-dropped = 已從這個聊天室移除 <b>{ $name }</b>。
source-gone = 那個來源已經不在了。您加入的來源：/addsource
added-none = 這個聊天室還沒有加入任何來源。
added-title = <b>這個聊天室加入了 { $count } 個來源</b>
added-line = { $number }. <b>{ $name }</b>　{ $host }
added-waiting = { $number }. <b>{ $name }</b>　{ $host }（等待管理者同意）

## Groups of sources
group-us = 美國官方
group-eu = 歐盟官方
group-uk = 英國官方
group-taiwan = 台灣官方
group-japan = 日本官方
group-china = 中國官方
group-korea = 韓國官方
group-india = 印度官方
group-canada = 加拿大官方
group-mexico = 墨西哥官方
group-international = 國際組織
group-press = 貿易媒體
group-law = 律師事務所
group-logistics = 物流
group-choose = 要把 <b>{ $name }</b> 放進哪一組？放進後所有人都會收到。
group-suggest = 您建議把 <b>{ $name }</b> 放進哪一組？管理者同意後所有人都會收到；在那之前只限這個聊天室。
group-suggested = 已建議把 <b>{ $name }</b> 放進「{ $group }」。管理者同意之前，只限這個聊天室。
group-placed = <b>{ $name }</b> 已放進「{ $group }」，所有人都會收到。
group-declined = <b>{ $name }</b> 維持只提供給加入它的人。

## Messages to operators
operator-added = 聊天室 <code>{ $chat }</code> 加入了 <b>{ $name }</b>
    { $address }
operator-asked = 聊天室 <code>{ $chat }</code> 申請加入 <b>{ $name }</b>
    { $address }
operator-list-added = 聊天室 <code>{ $chat }</code> 從清單加入了 { $count } 個來源：
operator-list-asked = 聊天室 <code>{ $chat }</code> 申請從清單加入 { $count } 個來源：
operator-suggested = 聊天室 <code>{ $chat }</code> 建議把 <b>{ $name }</b> 放進「{ $group }」
    { $address }
operator-undecided = <b>有 { $count } 個來源等待您決定</b>，按鈕適用於第一個：
operators-only = 只有本機器人的管理者可以這樣做。
button-approve = 同意
button-refuse = 不同意
button-approve-all = 全部同意
button-refuse-all = 全部不同意
button-remove-for-all = 為所有人移除
button-keep-apart = 不提供給所有人
decided-granted = 已同意 <b>{ $name }</b>。
decided-refused = 已拒絕 <b>{ $name }</b>：不再提供給任何人，也不能再加入。
decided-all-granted = 已同意 { $count } 個來源。
decided-all-refused = 已拒絕 { $count } 個來源。
told-granted = 管理者已同意 <b>{ $name }</b>，現在開始讀取。
told-refused = 本機器人的管理者不同意 <b>{ $name }</b>，不再讀取。

## /import, /export
import-how = 請傳送 OPML 檔案（由您的閱讀器匯出）。在群組中，請用 /import 回覆該檔案。
import-done = { $count ->
        [0] 沒有從 <b>{ $file }</b> 加入任何來源。
       *[other] 已從 <b>{ $file }</b> 加入 { $count } 個來源，只限這個聊天室：
    }
import-waits = 這些來源正在等待本機器人的管理者同意。
import-more = · 還有 { $count } 個
import-no-address = { $count } 項沒有網址：
import-bad-address = { $count } 項的網址我不能讀取：
import-twice = { $count } 項在清單中重複：
import-known = { $count } 項您已經有了：
import-over-limit = { $count } 項超過上限而未加入（每個聊天室最多 { $limit } 個，整個機器人也有上限）：
import-refused = { $count } 項本機器人的管理者不同意：
import-unreadable = <b>{ $file }</b> 不是我能讀取的 OPML 檔案。
import-unfetched = 無法取得 <b>{ $file }</b>。檔案最大 { $limit } MB；若未超過，請稍後再傳送一次。
export-done = 這個聊天室的 { $count } 個訂閱源，可匯入任何閱讀器。

## What goes wrong
unknown-command = 我不認得 /{ $command }。/help 列出我認得的指令。
plain-text = 要追蹤它，請傳送 <code>/watch { $words }</code>
old-button = 這個按鈕太舊了，請重新傳送指令。
not-allowed = 這個機器人不公開。請將此編號交給管理者：{ $chat }
went-wrong = 我們這邊出了問題，已記錄下來。您的資料沒有遺失，請再試一次。
trouble-full = 服務的磁碟目前沒有空間，無法儲存。請稍後再試。

rule-error = 第 { $column } 個字元起無法辨識：{ $problem }
rule-error-instead = 試試：<code>{ $instead }</code>
rule-problem-empty = 沒有可追蹤的內容。
rule-problem-too-long = 超過 1,000 個字元。
rule-problem-too-many-terms = 超過 64 個詞，請分成兩項追蹤。
rule-problem-too-deep = 括號與排除的巢狀超過 20 層。
rule-problem-unbalanced-quote = 引號 <b>{ $found }</b> 沒有成對。
rule-problem-empty-quotes = 引號之間沒有內容。
rule-problem-unbalanced-bracket = 括號 <b>{ $found }</b> 沒有成對。
rule-problem-empty-brackets = 括號之間沒有內容。
rule-problem-dangling-operator = <b>{ $found }</b> 前後需要有關鍵字。
rule-problem-ambiguous-minus = <b>{ $found }</b> 是要排除後面的詞，還是破折號？
rule-problem-only-exclusions = 只說了不要什麼，幾乎所有消息都會符合。
rule-problem-too-short = 單獨的 <b>{ $found }</b> 太短，無法追蹤。
rule-problem-prefix-too-short = <b>{ $found }</b> 的 * 之前需要三個以上的字母。
rule-problem-unknown-field = 沒有 <b>{ $found }:</b> 這個欄位。若指文字本身，請加引號。
rule-problem-bad-value = 這裡不能填 <b>{ $found }</b>。
rule-problem-unknown-entity = 我不認得 <b>{ $found }</b>。
rule-problem-unknown-source = 沒有 <b>{ $found }</b> 這個來源。
rule-problem-nothing-left = <b>{ $found }</b> 不含可比對的文字或數字。
rule-problem-only-function-words = 只有 <b>{ $found }</b> 這類虛詞，沒有可追蹤的內容。

## Durations
span-minutes = { $count } 分鐘
span-hours = { $count } 小時
span-days = { $count } 天

## The status page
page-title = Tradewatch 運作狀態
page-working = 服務運作正常。
page-disturbed = 部分功能異常，通知可能延遲。
page-languages = 語言
page-coverage = 涵蓋範圍
page-delivery = 通知傳送
page-queue-empty = 目前沒有待送的通知。
page-queue = 待送的通知：{ $count } 則，最久的自 { $at } 起等候。
page-lag-published = 從發布到送出（最近 24 小時，{ $count } 則）：半數在 { $median }內，95% 在 { $most }內。
page-lag-fetched = 從取得到送出（最近 24 小時，{ $count } 則）：半數在 { $median }內，95% 在 { $most }內。
page-lag-none = 最近 24 小時沒有送出通知。
page-seconds = { $span } 秒
page-minutes = { $span } 分鐘
page-hours = { $span } 小時
page-days = { $span } 天
page-alerts = 每日通知數
page-chart = 最近 30 天每日送出的通知：共 { $count } 則，單日最多 { $most } 則。
page-table = 以表格顯示
page-day = 日期
page-count = 已送出通知
page-incidents = 異常事件
page-incidents-none = 沒有異常事件。
page-incident-dead = 無法讀取
page-incident-gone = 已不存在
page-incident-late = 沉寂過久
page-incident-moved = 已永久搬遷
page-sources = 來源
page-source = 來源
page-state = 狀態
page-last-item = 最新消息
page-what = 情況
page-since = 開始時間
page-unknown = 不詳
page-level-well = 正常
page-level-check = 留意
page-level-failing = 異常
page-level-new = 新增
page-system = 系統
page-system-parts = 服務的各個部分
page-part = 部分
page-heartbeat = 最近一次回報
page-part-problem = 問題
page-no-problem = 無
page-dead = 放棄傳送的通知：{ $count } 則
page-as-of = 資料時間：{ $at }。所有時間均為 UTC。

## Delivery
commands-refused = 有 { $count } 個指令沒有執行：最多只能有 { $limit } 個同時等候。請再傳送一次。
alert-ambiguous = ⚠️ 這則可能重複：無法確定先前是否已送達。
notice-missing = ⚠️ 有一則通知可能沒有送達：{ $title }
notice-missing-list = ⚠️ 有一份通知清單可能沒有送達。可用 /search 查看。

## Rights, /settings and /channel
admins-only = 只有管理員可以更改這個群組的追蹤。
admins-unknown = 無法確認你是不是這裡的管理員，請稍後再試。
changed-by = <i>由 { $name } 更改</i>
changed-by-admin = <i>由管理員更改</i>
settings-admins = ⚙️ 這個聊天室的<b>設定</b>
    👥 誰可更改追蹤：只有管理員
settings-open = ⚙️ 這個聊天室的<b>設定</b>
    👥 誰可更改追蹤：所有人
settings-to-open = 開放給所有人
settings-to-admins = 只限管理員
settings-private = ⚙️ 這個聊天室的<b>設定</b>
    👥 誰可更改追蹤：你。在群組裡，管理員可用 /settings 決定。
channel-how = 請選擇你的頻道。我會以可發文的管理員身分加入，並把通知發到那裡。
channel-choose = 選擇頻道
channel-private = 請在我們的私人聊天中傳送 /channel。
channel-connected = 📣 頻道已連結。你給它的追蹤，通知都會發到那裡。
channel-copy = 複製我的追蹤
channel-copied = 已複製 { $count } 項追蹤到頻道。
channel-not-yours = 無法確認你是那個頻道的管理員，因此沒有更改。

## Stories
alert-also = 另見 { $sources }
alert-now-official = 🏛 <b>已成官方文件</b>
why-joined = 同一則新聞：已併入 { $watches } 在 { $at } 的通知。

## Edits of sent alerts
edit-corrected = ✎ { $at } 更正標題
edit-updated = ✎ { $at } 更新內容
