# 繁體中文

or-join = { $left }或{ $right }

## A rule in words
rule-understood = { $name } = { $meant }
rule-word = <b>{ $word }</b>
rule-near = { $left } 與 { $right }（相隔 { $distance } 詞以內）
rule-in-title = 標題：{ $what }
rule-source = 來源 <b>{ $value }</b>
rule-lang = 語言 <b>{ $value }</b>
rule-country = 國家／地區 <b>{ $value }</b>
rule-heading = HS 編號 <b>{ $value }</b>（{ $heading }）
rule-code = { $kind } <b>{ $value }</b>
rule-docket = 案號 <b>{ $value }</b>
rule-case = 案件 <b>{ $value }</b>
rule-agency = 機關 <b>{ $value }</b>
rule-type = 類型 <b>{ $value }</b>
rule-status = 狀態 <b>{ $value }</b>
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
note-or = 「{ $found }」表示出現任一個即可。要找這個詞本身：<code>{ $instead }</code>
note-and = 「{ $found }」表示兩者都要出現。要找這個詞本身：<code>{ $instead }</code>
note-not = 「{ $found }」表示排除。要找這個詞本身：<code>{ $instead }</code>
note-left-out = 略過：{ $found }。要整句比對：<code>{ $instead }</code>
note-left-out-only = 略過：{ $found }。
note-misspelled = 「{ $found }」可能是名稱拼錯，因此該名稱也算。只比對字面：<code>{ $instead }</code>
note-lines = 清單的每一項為「或」。全部都要：<code>{ $instead }</code>
note-split = 「{ $found }」已拆成幾個詞。要整句比對：<code>{ $instead }</code>
note-together-only = 「{ $found }」視為一個片語。
note-any-case = 「{ $found }」視為名稱。只比對字面：<code>{ $instead }</code>
note-longer-name = 寫成 <code>{ $instead }</code> 則是一個名稱。
note-heading = { $found } 視為 HS 編號，或貿易用語旁的數字。只找編號：<code>{ $instead }</code>

## Commands, as /help and Telegram's menu show them
help-start = 開始使用
help-watch = 新增追蹤：/watch 台積電 關稅
help-watches = 追蹤清單
help-unwatch = 刪除追蹤：/unwatch W1
help-packs = 入門組合：一次追蹤一個主題
help-search = 搜尋近 90 天的消息：/search 台積電
help-pause = 暫停所有通知
help-resume = 恢復通知
help-why = 查詢為何收到（或沒收到）某則消息
help-deadlines = 即將到來的期限與提醒
help-alias = 自訂名稱：/alias 台積電 護國神山
help-sources = 消息來源，可分類開關
help-status = 查看各來源是否正常更新
help-addsource = 新增來源：/addsource example.org
help-import = 從檔案匯入追蹤或來源
help-export = 將追蹤與來源匯出為檔案
help-settings = 設定：語言、時區、勿擾時段等
help-channel = 把通知發到您的頻道
help-help = 指令一覽

## /start and /help
start =
    👋 <b>Tradewatch</b>：貿易政策發布後幾分鐘內通知您。
    <b>想追蹤什麼？</b>點一個主題，或直接輸入：{ $typed }
typed-words = <i>台積電 關稅</i>
typed-command = <code>/watch 台積電 關稅</code>
start-again = 歡迎回來！{ $watches ->
        [0] 目前沒有追蹤項目
       *[other] 您有 { $watches } 項追蹤
    }；{ $sources } 個來源中 { $healthy } 個正常。
help-title = <b>指令一覽</b>
help-rules =
    <b>追蹤的寫法</b>
    空格 = 且 · 逗號 = 或
    <code>-詞</code> = 不含 · <code>（ ）</code> 分組
    <code>「…」</code> 一字不差
    <code>semicon*</code> 以此開頭的單字
    <code>title:關稅</code> 只看標題
    <code>country:JP</code> · <code>lang:ja</code>
    <code>@TSMC</code> 該公司的所有名稱

## /watch
watch-how =
    請在指令後輸入要追蹤的內容，例如
    <code>/watch 台積電 關稅</code>
    <code>/watch 半導體 出口管制</code>
watch-added = 已開始追蹤 <b>{ $name }</b>：{ $rule }
watch-found =
    { $count ->
        [0] 近 { $span }的 { $looked } 則消息都不符合。
        [1] 近 { $span }的 { $looked } 則消息中有 1 則符合：
       *[other] 近 { $span }的 { $looked } 則消息中有 { $count } 則符合{ $pace }，最新幾則：
    }
watch-found-partly =
    { $count ->
        [0] 資料量大，只查了最近 { $span }：其中 { $looked } 則都不符合。
        [1] 資料量大，只查了最近 { $span }：{ $looked } 則中有 1 則符合：
       *[other] 資料量大，只查了最近 { $span }：{ $looked } 則中有 { $count } 則符合{ $pace }，最新幾則：
    }
watch-pace = （每天約 { $count } 則）
watch-pace-rare = （平均每天不到 1 則）
watch-nothing-kept = 還沒有資料，正在首次取得各來源的消息。
watch-blocked = ⚠️ 擋住的條件：{ $part }。去掉後有 { $count } 則，最新幾則：
watch-nearly-all = ⚠️ 幾乎全部符合：{ $looked } 則中的 { $count } 則。
button-without = ▶️ 去掉「{ $word }」
button-watch-rule = ▶️ { $rule }
watch-reworded = <b>{ $name }</b> 已修改：{ $rule }
only-word = 只比對「{ $word }」字面
only-words = 只比對字面
watch-already = 已有相同的追蹤 <b>{ $name }</b>：{ $rule }
watch-already-muted = 已有相同的追蹤 <b>{ $name }</b>：{ $rule }（靜音）
watch-limit = 已達上限（每個聊天室 { $limit } 項）。請先用 /unwatch 刪除一項。
watch-paused = 這個聊天室的通知已暫停。/resume 可恢復。
undo = 復原
unmute = 取消靜音

## /watches, /unwatch
watches-none = 目前沒有追蹤項目。試試 <code>/watch 台積電 關稅</code>。
watches-title = <b>追蹤清單（{ $count } 項）</b>
watches-page = 第 { $page } 頁，共 { $pages } 頁
unwatch-how = 要刪除哪一項？例如 <code>/unwatch W1</code>。查看清單：/watches
unwatch-unknown = 找不到 { $name }。查看清單：/watches
put-back = 復原
muted = <b>{ $name }</b> 已靜音：{ $rule }
unmuted = <b>{ $name }</b> 已取消靜音：{ $rule }
previous-page = ‹ 上一頁
next-page = 下一頁 ›

## /packs
pack-added = { $count ->
        [0] <b>{ $name }</b>：沒有新增任何項目。
       *[other] ✅ <b>{ $name }</b>：已追蹤 { $count } 項
    }
pack-already = 已有相同的追蹤：{ $watches }。
pack-left-out = 有 { $count } 項未新增：每個聊天室最多 { $limit } 項追蹤。請先用 /unwatch 刪除一些。
pack-calmed = ⚠️ { $watches }：每天超過 20 則，因此改為每天 { $at } 彙整成一則。
pack-removed = { $count ->
        [0] 這些追蹤先前已刪除。可用 /packs 再次新增。
       *[other] 已刪除 { $count } 項追蹤。可用 /packs 再次新增。
    }

## /search
search-how =
    請在指令後輸入要搜尋的內容，例如
    <code>/search 台積電 關稅</code>
search-found = <code>{ $rule }</code>：共 { $count } 則，第 { $places } 則
search-found-all = <code>{ $rule }</code>：共 { $count } 則
search-places = { $first }–{ $last }
search-some = 符合 <code>{ $rule }</code> 的消息：
search-nothing = 找不到符合 <code>{ $rule }</code> 的消息。要在出現時通知您嗎？
search-no-more = 沒有更多符合 <code>{ $rule }</code> 的消息了。
search-matched = 🔎 { $words }
search-switched-off = 這個聊天室已關閉的類別中也有符合的消息：{ $groups }。可在 /sources 開啟。
search-reached = 已查到 { $until }，按下方按鈕繼續查更早的消息。
still-indexing = ⏳ 仍在建立索引：已完成 { $percent }%，結果可能不完整。
search-older = 較舊 ›
search-newer = ‹ 較新

## /pause, /resume
paused = 通知已暫停。追蹤仍持續；輸入 /resume 會補發這段期間的通知。
resume = 恢復
resumed = 通知已恢復。{ $held ->
        [0] 暫停期間沒有通知。
       *[other] 暫停期間累積 { $held } 則，現在送出。
    }
resumed-list = 其中 { $listed } 則會合成一份清單。
held-list = <b>暫停期間累積 { $count } 則通知。</b>
flood-list = <b>{ $source }</b> 一次發布大量內容：另有 <b>{ $count } 則</b>符合。
list-watch = { $name } { $rule }：{ $count }
list-watch-number = { $name }：{ $count }
list-newest = 最新幾則：

## An alert
alert-word-separator = 、
alert-untitled = （無標題）
alert-seen = 取得時間 { $at }
button-why = 原因
button-mute = 🔕 靜音 ▾
button-open = 開啟 ↗

## The facts of an official document, in an alert
fact-status = { $status ->
    [proposed] 擬議
    [investigation] 調查
    [preliminary] 初步認定
    [final] 最終認定
    [in-force] 已生效
    [suspended] 暫停
    [revoked] 廢止
    [blocked] 遭法院擋下
    [guidance] 指引
   *[other] { $status }
}
fact-type = { $type ->
    [rule] 法規
    [proposed-rule] 法規草案
    [notice] 公告
    [presidential-document] 總統文件
    [executive-order] 行政命令
    [proclamation] 總統公告
    [memorandum] 總統備忘錄
    [determination] 總統認定
    [sps] SPS 通報
    [tbt] TBT 通報
   *[other] { $name }
}
fact-final-rule = 最終規則
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
why-how = 請按通知下方的<b>原因</b>，或傳送 <code>/why 連結</code>，連結可以是任何一則消息。
why-reason = <b>{ $name }</b> { $rule }
why-hit-title = 標題中的「{ $text }」，符合 { $term }
why-hit-body = 內文中的「{ $text }」，符合 { $term }
why-hit-fact = { $term }
why-seen = { $at } 取自 { $source }。
why-published = { $at } 發布。
why-evidence = 已留存原始文件：{ $size }，{ $at } 取得，SHA-256 <code>{ $sha256 }</code>
why-also = 其他來源也有：{ $sources }。
why-because = 收到的原因：
why-sent = { $at } 送出。
why-not-sent = { $state ->
        [held] 保留中：通知已暫停。
        [scheduled] 等待下一次彙整。
        [quiet] 勿擾時段中，結束後送出。
        [listed] 已與其他通知合併在一份清單中。
        [dropped] 送出前，該追蹤已刪除或靜音。
        [dead] Telegram 拒絕了這則訊息。
       *[other] 正在等待送出。
    }
why-not-alerted = 這則消息沒有通知您。
why-switched-off = 這個聊天室已關閉它所屬的類別「<b>{ $group }</b>」，不會通知其中的消息。可在 /sources 開啟。
why-today = 依目前的規則：
why-apart = 以下追蹤的關鍵字都沒有出現：{ $watches }
why-more = …還有 { $count } 項。
why-withheld-newer = 未通知：這項追蹤在系統取得這則消息之後才建立。
why-withheld-muted = 未通知：這項追蹤已靜音。
why-withheld-unreachable = 未通知：當時無法送達這個聊天室。
why-withheld-switched-off = 未通知：它所屬的類別在這裡已關閉。
why-withheld-changed = 未通知：當時並不符合；追蹤、名稱或名稱資料後來有變動。
why-withheld-then = 未通知：當時也符合，但追蹤已靜音，或無法送達這個聊天室。
why-in-title = 標題中的「{ $text }」
why-in-body = 內文中的「{ $text }」
why-missing = 缺少：{ $what }
why-not-in-title = 標題中沒有：{ $what }
why-only-in-text = { $what }必須出現在標題；只找到{ $quoted }
why-excluded = 因{ $quoted }而排除（不含{ $what }）
why-too-far = { $left }與{ $right }相隔 { $count } 個詞，超過 { $distance } 個
why-not-together = { $left }與{ $right }沒有在標題或內文中並列出現
why-other-fact = 不是{ $what }；這則消息是 { $values }
why-no-fact = 不是{ $what }；這則消息沒有標示
why-closed = { $quoted }不算{ $what }：{ $reason }
why-closing-capitals = 大小寫不符
why-closing-shouted = 整行都是大寫，無法據以判斷
why-closing-context = 這個名稱有其他意思，而文中沒有相關領域的用語
why-closing-anti-context = 同一句中的「{ $beside }」顯示指的是別的事物
why-closing-longer = 它是較長名稱「{ $beside }」的一部分
why-closing-inside = 它是「{ $beside }」的一部分，意思不同
why-closing-broken = 中間有句號或括號隔開
why-closing-border = 它在這裡跨在其他詞之間，不是獨立的詞
why-closing-other-office = 前面的字詞表示這是另一個機關
why-closing-likened = 這裡是拿它比喻別的事物
why-closing-another-word = 這裡是一般的詞或另一個人
why-closing-other-sense = 整則消息顯示指的是別的事物
why-baseline = 首次讀取該來源時就已存在，這類舊消息不通知。
why-matches-now = <b>{ $name }</b>（{ $rule }）符合。
why-evident = { $quoted }依前後文的詞判斷為 <b>{ $name }</b>：{ $words }
why-no-match = <b>{ $name }</b>（{ $rule }）不符合：
why-no-watches = 目前沒有追蹤項目。
why-never-seen = 各來源中沒有這個連結的消息。
why-unknown-message = 您回覆的訊息不是通知。

## /alias
alias-how =
    <code>/alias 台積電 護國神山</code> 為台積電加上您自訂的名稱，本聊天室的追蹤立即套用。
    <code>/alias 台積電 -護國神山</code> 可移除。名稱較長時：<code>/alias Samsung Electronics = 三星帝國</code>
alias-title = <b>這個聊天室的自訂名稱</b>
alias-line = <b>{ $entity }</b>：{ $names }
alias-given = <b>{ $name }</b> 現在是 <b>{ $entity }</b> 的名稱，僅限此聊天室。
alias-taken-back = <b>{ $name }</b> 不再是 <b>{ $entity }</b> 的名稱。
alias-watches = 受影響的追蹤：{ $watches }
alias-known = <b>{ $entity }</b> 的已知名稱：{ $names }
alias-yours = 您自訂的名稱：{ $names }
alias-nearest = 相近的名稱：{ $names }
alias-gone = 這個名稱已不存在，或已改給別的對象。您的名稱：/alias
alias-problem-unknown-entity = 我不認得 <b>{ $found }</b>，無法為它加上名稱。
alias-problem-several-entities = <b>{ $found }</b> 可能指{ $who }，請輸入完整名稱。
alias-problem-nothing-left = <b>{ $found }</b> 不含可比對的文字或數字。
alias-problem-too-short = 單獨的 <b>{ $found }</b> 太短，不能當名稱。
alias-problem-too-long = 名稱最多 60 個字元：<b>{ $found }</b>
alias-problem-broken = <b>{ $found }</b> 中間有句號或括號，這樣的名稱找不到。
alias-problem-its-name = <b>{ $found }</b> 已經是{ $who }的名稱，您的追蹤本來就會找到。
alias-problem-others-name = <b>{ $found }</b> 是{ $who }的名稱。您可以兩者一起追蹤。
alias-problem-your-other-name = <b>{ $found }</b> 已是{ $who }的名稱，請先移除。
alias-problem-not-given = 這個聊天室沒有這個自訂名稱：<b>{ $found }</b>
alias-problem-too-many = 這個聊天室已有 { $found } 個自訂名稱，已達上限。請先移除一個。

## /sources
sources-none = 目前還沒有任何來源。
sources-title = <b>共 { $count } 個來源</b>，其中 { $healthy } 個正常。
sources-how = 點類別可開關（只影響這個聊天室），點 › 查看其中的來源。
sources-button = { $group } · { $healthy }/{ $count }
sources-open = ›
sources-group-on = <b>{ $group }</b>：已開啟。{ $count } 個來源中有 { $healthy } 個正常。
sources-group-off = <b>{ $group }</b>：已關閉，其中的消息不會送到這個聊天室。{ $count } 個來源中有 { $healthy } 個正常。
sources-switch-on = ✅ 開啟
sources-switch-off = ⬜ 關閉
sources-all-groups = ‹ 所有類別
group-none = 其他

## How a source is doing
state-new = 尚未讀取
state-answers = 正常
state-fresh = 最近 { $span }內有新內容
state-quiet = { $span }未更新（正常）
state-silent = { $span }未更新
state-late = { $span }未更新（異常）
state-moved = 網址已變更，現從新網址讀取
state-merged = 網址已變更為另一個來源的網址，改讀那個來源
state-gone = { $at } 起已不存在
state-blocked = { $at } 起無法存取：{ $why }
state-failing = { $at } 起讀取失敗：{ $why }
problem-status = 伺服器回應 HTTP { $status }
problem-barred = 網站拒絕自動讀取（HTTP { $status }）
problem-missing = 沒有這個網頁（HTTP { $status }）
problem-often = 網站要求降低讀取頻率（HTTP { $status }）
problem-unchanging = 對任何請求都回答「未變更」（HTTP { $status }），看不到新內容
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
notice-late = 🟡 <b>{ $source }</b> 有回應，但 { $at } 起未更新（異常）。
notice-moved = 🟡 <b>{ $source }</b> 網址已永久變更，現從新網址讀取：<code>{ $url }</code>。設定檔中仍是舊網址。
notice-back = 🟢 <b>{ $source }</b> 已恢復正常，先前自 { $at } 起有問題。
notice-reread = 追蹤規則改以您的原意解讀：「或」「不含」等不再當成一般字詞。既有追蹤的意思不變；下列規則若今天輸入，意思會不同：
notice-reread-watch = <b>{ $name }</b> <code>{ $typed }</code> 保留為 <code>{ $kept }</code>
button-read-anew = { $name }：改用新讀法
button-keep-rules = 全部保留
rules-kept = 追蹤維持原樣。

## /status
status-healthy = 📡 <b>{ $count } 個來源中有 { $healthy } 個正常</b>
status-not-polled = 尚未讀取任何來源。
status-polled = 最近 { $hours } 小時讀取了 { $count } 個，最後一次在 { $last }內。
status-checked = { $days } 天內：檢查 { $count } 次，{ $changes ->
        [0] 沒有更新
       *[other] 有更新 { $changes } 次
    }{ $unanswered ->
        [0] {""}
       *[other] ，無回應 { $unanswered } 次
    }。
status-seen = 新消息：今天 { $today } 則，24 小時內 { $count } 則。
status-silent = 暫無更新的來源：{ $count } 個，最久的：
status-silent-usual = · { $source }：{ $span }（正常{ $count ->
        [0] {""}
       *[other] ，已檢查 { $count } 次
    }）
status-silent-unknown = · { $source }：{ $span }{ $count ->
        [0] {""}
       *[other] ，已檢查 { $count } 次
    }
status-silent-unusual = · { $source }：{ $span }（異常{ $count ->
        [0] {""}
       *[other] ，已檢查 { $count } 次
    }）
status-chat = <b>這個聊天室：</b>{ $watches ->
        [0] 沒有追蹤項目
       *[other] { $watches } 項追蹤
    }{ $count ->
        [0] {""}
       *[other] ，其中 { $count } 項已靜音
    }。
status-paused = 通知暫停中{ $held ->
        [0] {""}
       *[other] ，有 { $held } 則等待送出
    }。輸入 /resume 可恢復。
status-waiting = 正在送出的通知：{ $count } 則。
status-scheduled = 等待下次彙整：{ $count } 則。
status-quiet = 勿擾時段結束後送出：{ $count } 則。
status-groups-off = 已關閉的類別：{ $count } 個。
status-sources = 來源 ›
status-operation = <b>系統狀態</b>
status-queue = 待送訊息：{ $count } 則。
status-queue-overdue = 待送訊息：{ $count } 則，最久的自 { $at } 起等候。
status-database = 資料庫：{ $size }
status-telegram = Telegram：最近 { $span }內有回應。
status-telegram-trouble = Telegram：{ $why }（最後一次有回應在 { $span }內）。
status-telegram-never = Telegram：尚未有任何回應。
status-troubled = 有問題的來源：{ $count } 個

## /addsource
addsource-how = 要新增來源，請傳送網頁或 RSS 的網址：<code>/addsource example.org</code>
look-found = 在 { $address } 找到 { $count } 個 RSS 來源：
look-feed = <b>{ $number }. { $name }</b>　{ $address }
look-facts = { $kind } · { $language } · { $count ->
        [0] 目前沒有內容
        [1] 1 則：
       *[other] { $count } 則，最新幾則：
    }
look-no-language = 語言不明
look-item = · { $title }
look-item-dated = · { $title }，{ $date }
look-taken = 您已經有這個來源。
look-nothing = 在 { $address } 找不到 RSS 來源。
look-refused = 無法開啟 { $address }。請傳送公開的網址（https://…）。
look-unreachable = { $address } 沒有回應，請檢查網址。
look-status = 無法讀取 { $address }（HTTP { $status }）：沒有這個網頁，或網站拒絕自動讀取。
look-server = { $address } 的伺服器目前發生問題（HTTP { $status }）。請稍後再試。
look-often = { $address } 要求降低讀取頻率（HTTP { $status }）。請稍後再試。
look-slow = { $address } 回應太慢。請稍後再試，或直接傳送 RSS 的網址。
look-large = { $address } 的內容太大，不是 RSS 來源。
look-broken = { $address } 的內容無法當作網頁或 RSS 讀取。
look-hint = 建議：改傳該網站的新聞列表頁，或在頁面上找「RSS」連結後傳送其網址。
button-add = 新增 { $number }
button-remove = 移除
button-remove-number = 移除 { $number }
button-others = 提供給所有人…
button-only-here = 僅限此聊天室
button-added-here = 此聊天室新增的來源
source-added = 已新增 <b>{ $name }</b>，僅限此聊天室。新消息會與您的追蹤比對；現有的內容不會通知。
source-asked = <b>{ $name }</b> 等待機器人管理員審核，有結果時會通知您。
source-already = 您已經有 <b>{ $name }</b>。
source-waits = <b>{ $name }</b> 已在等待機器人管理員審核。
source-limit = 您已新增 { $limit } 個來源，已達每個聊天室的上限。請先移除一個：/addsource
source-limit-overall = 所有聊天室合計最多可新增 { $limit } 個來源，目前已滿。
source-none-may = 這個機器人不開放新增來源。
source-refused = 無法新增 <b>{ $name }</b>：機器人管理員未核准。
source-dropped = 已從這個聊天室移除 <b>{ $name }</b>。
source-gone = 那個來源已經不在了。您新增的來源：/addsource
added-none = 這個聊天室還沒有新增任何來源。
added-title = <b>這個聊天室新增了 { $count } 個來源</b>
added-line = { $number }. <b>{ $name }</b>　{ $host }
added-waiting = { $number }. <b>{ $name }</b>　{ $host }（等待審核）

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
group-press = 產業與貿易媒體
group-law = 律師事務所
group-logistics = 物流
group-choose = 要把 <b>{ $name }</b> 放進哪個類別？放進後所有人都會收到。
group-suggest = 您建議把 <b>{ $name }</b> 放進哪個類別？機器人管理員核准後所有人都會收到；在那之前僅限此聊天室。
group-suggested = 已建議把 <b>{ $name }</b> 放進「{ $group }」。機器人管理員核准之前，僅限此聊天室。
group-placed = <b>{ $name }</b> 已放進「{ $group }」，所有人都會收到。
group-declined = <b>{ $name }</b> 僅提供給新增它的聊天室。

## Messages to operators
operator-added = 聊天室 <code>{ $chat }</code> 新增了 <b>{ $name }</b>
    { $address }
operator-asked = 聊天室 <code>{ $chat }</code> 申請新增 <b>{ $name }</b>
    { $address }
operator-list-added = 聊天室 <code>{ $chat }</code> 從清單新增了 { $count } 個來源：
operator-list-asked = 聊天室 <code>{ $chat }</code> 申請從清單新增 { $count } 個來源：
operator-suggested = 聊天室 <code>{ $chat }</code> 建議把 <b>{ $name }</b> 放進「{ $group }」
    { $address }
operator-undecided = <b>有 { $count } 個來源等待您審核</b>，按鈕適用於第一個：
operators-only = 只有機器人管理員可以這樣做。
button-approve = 核准
button-refuse = 拒絕
button-approve-all = 全部核准
button-refuse-all = 全部拒絕
button-remove-for-all = 為所有人移除
button-keep-apart = 不公開
decided-granted = 已核准 <b>{ $name }</b>。
decided-refused = 已拒絕 <b>{ $name }</b>：不再提供給任何人，也不能再新增。
decided-all-granted = 已核准 { $count } 個來源。
decided-all-refused = 已拒絕 { $count } 個來源。
addition-approved = 機器人管理員已核准 <b>{ $name }</b>，現在開始讀取。
addition-rejected = 機器人管理員未核准 <b>{ $name }</b>，不再讀取。

## /import, /export
import-how =
    請傳送 /export 產生的追蹤檔案，或閱讀器匯出的 OPML 檔案。
    在群組中，請用 /import 回覆該檔案。
    也可以在 /import 後輸入追蹤，每行一項。
import-done = { $count ->
        [0] 沒有從 <b>{ $file }</b> 新增任何來源。
       *[other] 已從 <b>{ $file }</b> 新增 { $count } 個來源，僅限此聊天室：
    }
import-waits = 這些來源等待機器人管理員審核。
import-more = · 還有 { $count } 個
import-no-address = { $count } 項沒有網址：
import-bad-address = { $count } 項的網址無法讀取：
import-twice = { $count } 項在清單中重複：
import-known = { $count } 項您已經有了：
import-over-limit = { $count } 項超過上限而未新增（每個聊天室最多 { $limit } 個，整個機器人也有上限）：
import-refused = { $count } 項機器人管理員未核准：
import-unreadable = <b>{ $file }</b> 不是可讀取的 OPML 檔案或追蹤檔案。
import-plain = <b>{ $file }</b> 不是 /export 產生的檔案。要把每一行新增為一項追蹤，請用 /import 回覆該檔案。
import-unfetched = 無法取得 <b>{ $file }</b>。檔案最大 { $limit } MB；若未超過，請稍後再傳送一次。
export-done = { $count ->
        [0] 沒有 RSS 來源：這個聊天室已關閉所有含 RSS 來源的類別。
       *[other] 這個聊天室的 { $count } 個 RSS 來源，可匯入任何閱讀器。
    }

## What goes wrong
unknown-command = 沒有 /{ $command } 這個指令。/help 查看全部指令。
unknown-command-near = 沒有 /{ $command } 這個指令。您是指 { $instead } 嗎？
old-button = 這個按鈕已失效，請重新輸入指令。
not-allowed = 這個機器人不公開。請將此編號交給機器人管理員：{ $chat }
went-wrong = 發生錯誤（已記錄）。資料沒有遺失，請再試一次。
trouble-full = 磁碟空間不足，無法保存。請稍後再試。

rule-error = 第 { $column } 個字元起無法辨識：{ $problem }
rule-error-instead = 可改寫成：<code>{ $instead }</code>
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
page-incident-late = 未更新（異常）
page-incident-moved = 網址已永久變更
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
admins-only = 只有管理員可以更改這個群組的追蹤與設定。
admins-unknown = 無法確認您是不是這裡的管理員，請稍後再試。
changed-by = <i>由 { $name } 更改</i>
changed-by-admin = <i>由管理員更改</i>
settings-to-open = 開放給所有人
settings-to-admins = 只限管理員
channel-how = 請選擇您的頻道。機器人會以可發文的管理員身分加入，並把通知發到頻道。
channel-choose = 選擇頻道
channel-private = 請在與機器人的私人聊天中傳送 /channel。
channel-connected = 📣 頻道已連結。把追蹤複製過去，通知就會發到頻道。
channel-copy = 複製我的追蹤
channel-copied = { $count ->
        [0] 頻道已有相同的追蹤。
       *[other] 已複製 { $count } 項追蹤到頻道。
    }
channel-not-yours = 無法確認您是那個頻道的管理員，因此沒有更改。

## Stories
alert-also = 另見 { $sources }
alert-abstract = 🤖 <i>機器摘要，未經人工查核：</i>{ $text }
alert-now-official = 🏛 <b>已成官方文件</b>
why-joined = 同一則新聞：已併入 { $watches } 在 { $at } 的通知。

## Edits of sent alerts
edit-corrected = ✎ { $at } 更正標題
edit-updated = ✎ { $at } 更新內容

## Lists
list-change = 📋 <b>{ $source }</b>：{ $tally }
list-tally-added = 新增 { $count } 筆
list-tally-removed = 移除 { $count } 筆
list-tally-changed = 變更 { $count } 筆
list-you-watch = 您追蹤其中 { $count } 筆：
list-entry-added = ➕ { $name } 新增
list-entry-removed = ➖ { $name } 移除
list-entry-changed = ✏️ { $name } 變更：{ $parts }
list-part-name = 名稱
list-part-aliases = 別名
list-part-addresses = 地址
list-part-programs = 制裁項目
list-part-rates = 稅率
list-rate = { "    " }稅率：<b>{ $rate }</b>
list-effective = { "    " }{ $day } 生效 · { $seen }
list-why = { "    " }🔎 { $words } · { $watches }
list-more = 另有 { $count } 筆您追蹤的項目，可用 /search 查看
list-others = 其他：{ $names }
list-others-more = 其他：{ $names }，另有 { $count } 筆
list-other-added = ➕ { $name }
list-other-removed = ➖ { $name }
list-other-changed = ✏️ { $name }
notice-held = 🟡 <b>{ $source }</b> 於 { $at } 整份換新：多數項目為新增、變更或消失。內容尚未存入，也沒有發出通知。請先查看名單；如果無誤，請執行 <code>tradewatch lists approve</code> 並加上來源代碼，即可採用。
held-title = 🟡 <b>{ $list }</b> 整份換新（{ $at } 發現）。其中內容均未保存，也未通知任何人。
held-counts = 原有 { $before } 筆，現有 { $entries } 筆：新增 { $added } 筆，移除 { $removed } 筆，變更 { $changed } 筆。
held-how =
    名單若正確，請核准：下次讀取時接收，只通知先前不在名單上的名稱。指令 <code>tradewatch lists approve { $id }</code> 也可核准。
    若有誤，請繼續保留：之後每個版本都會與已保存的版本比對。
held-entries = 📋 <b>{ $list }</b> 等待核准的內容：
held-more = …另有 { $count } 筆
held-superseded = 🟡 <b>{ $list }</b> 在此訊息之後又有變動：現在保留的是另一個版本，尚未核准。
held-approved = ✅ 已核准 <b>{ $list }</b>：立即讀取並接收。
held-kept = 🟡 <b>{ $list }</b> 繼續保留。之後每個版本都會與已保存的版本比對。
held-over = 這份名單已不需核准。
held-approve = ✅ 核准
held-keep = 繼續保留
held-show = 🔎 查看項目
problem-republished = 名單整份換新，須由機器人管理員核准
page-incident-held = 名單等待核准

## 不是這個意思
button-not-meant = 不是我要的
button-not-meant-name = { $name }
button-remove-correction = 重新採計「{ $name }」
not-meant-which = 哪個名稱不是您要的？
not-meant-added = 從現在起，「{ $name }」在這個聊天室裡不算 <b>{ $entity }</b>。
not-meant-count = { $count ->
    [0] 過去 30 天沒有項目含有這些字。
   *[other] 過去 30 天會因此略過 { $count } 則。
}
not-meant-list-how = 查看全部：<code>/alias -</code>
not-meant-removed = 「{ $name }」重新算作 <b>{ $entity }</b>。
not-meant-title = <b>在這個聊天室裡不採計的字詞</b>
not-meant-none = 這個聊天室沒有不採計的字詞。在通知下方點「不相關」，再點「不是我要的」即可設定。
not-meant-line = 「{ $name }」不是 <b>{ $entity }</b>。
not-meant-alone = 這則通知裡的名稱旁邊沒有其他字，無從判斷您的意思。請改為排除某個字：<code>/watch 蘋果 -果農</code>
not-meant-too-many = 這個聊天室已有 100 項更正，達到上限。請先移除一項：<code>/alias -</code>
not-meant-gone = 這項更正已經不存在。

## The first two minutes
start-group =
    👋 我會在這裡發送貿易政策通知。管理員可輸入 <code>/watch 台積電 關稅</code>，或點<b>主題</b>。
    只有管理員可以更改追蹤項目。
topics = <b>{ $count } 個主題。</b>點一個，或直接輸入：{ $typed }
button-all-topics = 全部 { $count } 個主題 ›
button-topics = 主題
button-back-to-topics = ‹ 主題
button-my-watches = 追蹤清單
button-help = 說明
topic-count = { $count ->
        [0] 未選擇追蹤項目
       *[other] { $count } 項追蹤
    }
topic-pace = 每天約 { $count } 則
topic-pace-rare = 平均每天不到 1 則
topic-newest = 最新：{ $title } · { $age }
topic-nothing = 近 30 天沒有符合的消息。
topic-sample = 範例標題：{ $title }
button-watch-these = ▶️ 追蹤這 { $count } 項
example-of = <i>範例：{ $at }</i>
example-sample = <i>範例：通知會是這樣</i>
age-minutes = { $count } 分鐘前
age-hours = { $count } 小時前
age-days = { $count } 天前

## Words without a command
draft = <b>要追蹤嗎？</b>{ $rule }
draft-many = ⚠️ 每天約 { $count } 則。要改為每日彙整嗎？
button-all-at-once = ⚡ 全部即時通知
button-narrow = ➕ { $word } · 每天 { $count } 則
draft-change = 請直接傳送修改後的內容。點一下即可複製：<code>{ $rule }</code>
draft-dropped = 未追蹤。請輸入其他內容，或：
button-watch = ▶️ 追蹤
button-as-typed = 照原樣
button-change = ✏️ 修改
button-found = 🔎 看全部 { $count } 則
button-drop = ✖️
link = 要對這個連結做什麼？
link-no-topic = 從連結看不出內容。請輸入想追蹤的內容，例如<i>台積電 關稅</i>，或：
button-why-link = 為何收到（或沒收到）
button-link-topic = ▶️ 追蹤這個主題
button-add-link = 新增為來源
talk-how = 請輸入想追蹤的內容，例如<i>台積電 關稅</i>，或：
talk-text-only = 我只看得懂文字。請輸入想追蹤的內容，例如<i>台積電 關稅</i>，或：
edited-command = 修改過的指令不會再次執行，請重新傳送。

## Profile of the bot
profile-description = 關稅、出口管制、制裁、反傾銷：貿易政策發布後幾分鐘內通知您。涵蓋美、歐、英、台、日、中等 { $count } 個官方與媒體來源。追蹤「台積電」也會找到 TSMC 與台湾積体電路製造。每則通知都說明原因。請按「開始」。
profile-short = 貿易政策即時通知：關稅、出口管制、制裁

## Times and settings
help-language = 語言：中文、English、日本語
help-timezone = 時區：/timezone 台北
help-quiet = 勿擾時段：/quiet 22-7
help-digest = 通知方式：即時、每小時、每天或每週彙整
settings-title = ⚙️ <b>設定</b>（這個聊天室）
settings-language = 🌐 語言：<b>{ $language }</b>
settings-zone = 🕗 時區：<b>{ $zone }</b>
settings-quiet = 🌙 勿擾時段：<b>{ $quiet }</b>
settings-new = 🌅 新追蹤：<b>{ $timing }</b>
settings-sound = 🔔 提示音：<b>{ $sound }</b>
settings-sources = 📣 來源：<b>已開啟 { $count } 個（共 { $all } 個）</b>
settings-admins = 👥 誰可更改：<b>僅限管理員</b>
settings-open = 👥 誰可更改：<b>所有成員</b>
button-settings = ⚙️ 設定
button-language = 🌐 語言
button-zone = 🕗 時區
button-quiet = 🌙 勿擾時段
button-new = 🌅 新追蹤
button-sound = 🔔 提示音
button-sources = 📣 來源
button-digests = 🗞 彙整
button-times = 🔔 通知時間
language-set = 已切換為繁體中文。
language-ask = 🌐 使用哪種語言？
zone-now = { $zone }，現在 { $at }
zone-offset-now = { $zone }（{ $offset }），現在 { $at }
zone-ask = 🕗 時區：<b>{ $zone }</b>
    請輸入城市（台北、東京），或點選：
zone-ask-group = 🕗 時區：<b>{ $zone }</b>
    請點選城市，或傳送 <code>/timezone 台北</code>
zone-set = 🕗 已設定時區：<b>{ $zone }</b>
zone-which = 「{ $typed }」可能是以下其中之一：
zone-unknown = 找不到城市「{ $typed }」。請輸入最近的大城市，或點選：
zone-share = 輸入框下方的按鈕可分享您的位置。只保存時區，不保存位置。
button-location = 📍 分享位置
quiet-off = 無
quiet-hold = { $start }–{ $stop } · 先保留，{ $stop } 合併成一則
quiet-silent = { $start }–{ $stop } · 無聲送出
quiet-urgent = { $start }–{ $stop } · 只送已定案的官方文件，其餘 { $stop } 合併成一則
quiet-now = 🌙 勿擾時段：<b>{ $quiet }</b>
quiet-ask = { $start }–{ $stop } 要怎麼處理通知？其他時段請傳送 <code>/quiet 22:30-6:30</code>
quiet-to-hold = 先保留，{ $stop } 合併成一則
quiet-to-silent = 無聲送出
quiet-to-urgent = 只送緊急的：已定案的官方文件
quiet-other = { $start }–{ $stop }
quiet-to-off = 取消勿擾
quiet-how = 請這樣輸入時段：<code>/quiet 22-7</code>、<code>/quiet 22-7 靜音</code>、<code>/quiet 22-7 緊急</code> 或 <code>/quiet 關閉</code>。
new-ask = 🌅 新追蹤的通知：<b>{ $timing }</b>。要改成何時？
sound-all = 所有通知
sound-official = 僅官方文件
sound-none = 無
sound-ask = 🔔 提示音：<b>{ $sound }</b>。哪些通知要有聲音？
sound-to-all = 🔔 所有通知
sound-to-official = 🏛 僅官方文件
sound-to-none = 🔕 全部無聲
timing-now = 即時
timing-hour = 每小時彙整一次
timing-day = 每天 { $at } 彙整一次
timing-week = 每週{ $day } { $at } 彙整一次
offer-now = ⚡ 即時
offer-hour = 🕗 每小時
offer-day = 🌅 每天 { $at }
offer-week = 📅 { $day } { $at }
digests-title = 🗞 <b>各項追蹤的通知時間</b>
digests-watch = <b>{ $name }</b> { $rule } · { $timing }
digests-all = 點選追蹤可個別更改；最下方的按鈕會更改全部，包括之後新增的。也可傳送 <code>/digest W1 每天 9:00</code>
digest-how = 請這樣輸入：<code>/digest 每天 8:00</code>、<code>/digest W3 週一 9:00</code>、<code>/digest W3 每小時</code> 或 <code>/digest W3 即時</code>。
modes-ask = <b>{ $name }</b> { $rule }
    通知時間：<b>{ $timing }</b>。要改成何時？
watch-calmed = ⚠️ 每天約 { $count } 則，因此改為每天 { $at } 彙整成一則。
button-instant = ⚡ 改為即時
times-ask = <b>什麼時候可以通知您？</b>（{ $zone }，現在 { $at }）
times-any = ⚡ 隨時
times-night = 🌙 { $start }–{ $stop } 點勿擾
times-daily = 🌅 每天 { $at }
times-zone = 🕗 其他時區
times-chosen = ✅ 通知時間：<b>{ $timing }</b>

## Digests
digest-day = 🌅 <b>{ $day }</b>
digest-hour = 🕗 <b>{ $at }</b>
digest-held = 🌙 <b>為您保留的通知</b>
digest-count = { $count } 則
digest-count-stories = { $count } 則，{ $stories } 起事件
digest-reported-by = { $count } 個來源
digest-sources = 已讀取 { $sources } 個來源中的 { $read } 個
digest-silent = ⚠️ 無法讀取或異常沉寂：{ $sources }
digest-silent-source = { $source }（{ $span }）
digest-all-quiet = 🌅 一切平靜：{ $seen ->
        [0] 沒有新消息
       *[other] { $seen } 則中沒有符合的
    }（{ $watches } 項追蹤）；{ $coverage }。
digest-watch = <b>{ $name } { $rule }</b>（{ $count }）
digest-instant = ⚡ { $name } 改為即時

## Buttons below an alert, and saved items
alert-reasons = 🔎 { $reasons }
alert-reason = { $words } → { $name }
button-save = 💾 保存
button-not-for-me = 👎 不相關
button-close = ‹ 返回
button-unmute = 🔔 取消靜音：{ $name }
mute-what = 要將什麼靜音？
mute-how-long = 靜音多久？
mute-source = 來源：{ $source }
mute-story = 這起事件
mute-1 = 1 小時
mute-24 = 24 小時
mute-168 = 7 天
mute-0 = 直到我取消
muted-until = { $name } 靜音至 { $at }
muted-open = { $name } 已靜音，直到您取消
mute-ended = { $name } 已取消靜音
why-short = <b>{ $name }</b> { $rule } · { $places }
why-withheld-silenced = 未通知：該來源或該事件已靜音。
refine-which = 哪一項追蹤要排除這類消息？
refine-word = <b>{ $name }</b> 因「{ $words }」而通知。要排除「{ $word }」嗎？近 30 天的 { $count } 則會少掉 { $dropped } 則。
refine-none = <b>{ $name }</b> 因「{ $words }」而通知。要排除什麼？
refine-kept = <b>{ $name }</b> 維持不變。
button-leave-out = 排除「{ $word }」
button-only-titles = 只比對標題
button-keep = 維持不變
help-saved = 已保存的消息
saved = 💾 已保存。清單：/saved
saved-none = 尚未保存任何消息。點通知下方的 💾 即可保存。
saved-title = <b>已保存 { $count } 則</b>
saved-line = { $number }. { $title } — { $source }，保存於 { $at }
saved-removed = 已移除。
button-remove-saved = ✖️ { $number }

## Watches with taps
watches-today = 今天 { $count } 則通知
watches-line = <b>{ $name }</b> { $title } · { $state }
watches-a-day = 每天 { $count } 則
watches-in-30-days = 30 天 { $count } 則
watches-silent = 從未通知
watches-muted-open = 🔕 靜音中
watches-muted-until = 🔕 至 { $at }
silenced-open = 🔕 另已靜音：{ $name }
silenced-until = 🔕 另已靜音：{ $name }，至 { $at }
silence-ended = 已取消靜音。
button-new-watch = ➕ 新增
button-remove-several = 🗑 刪除多項
button-unfit = 🧹 過多 { $noisy }，無通知 { $silent }
button-noisy = 🧹 過多 { $count }
button-silent = 🧹 無通知 { $count }
unfit-title = 🧹 <b>建議檢查的追蹤</b>
unfit-none = 🧹 沒有通知過多或從未通知的追蹤。
unfit-noisy = <b>{ $name }</b> { $title }：每天約 { $count } 則。改為每日彙整嗎？
unfit-silent = <b>{ $name }</b> { $title }：從未通知。可先測試，再修改或刪除。
button-make-daily = 🌅 { $name } 每天 { $at }
button-test-watch = 🧪 測試 { $name }
watch-name = <b>{ $name }</b> <b>{ $title }</b>
watch-rule = <code>{ $rule }</code>
watch-brought = 近 30 天 { $count } 則通知 · 最近一則 { $age } · 建立於 { $day }
watch-brought-nothing = 尚無通知 · 建立於 { $day }
watch-sends = 通知時間：<b>{ $timing }</b>
watch-is-noisy = ⚠️ 每天約 { $count } 則。可改為每日彙整，或縮小範圍。
watch-is-silent = ⚠️ 從未通知。可先測試，或修改內容。
watch-tested = 🧪 <b>{ $name }</b>：{ $rule }
watch-named = <b>{ $name }</b> 已命名為<b>{ $title }</b>。
watch-unnamed = <b>{ $name }</b> 已移除名稱：<code>{ $title }</code>
mute-watch-how-long = <b>{ $name }</b> { $title }：要靜音多久？
ask-rule = 請回覆 <b>{ $name }</b> 的新內容。點一下即可複製原內容：<code>{ $rule }</code>
ask-rule-hint = 新的追蹤內容
ask-name = 請回覆 <b>{ $name }</b> 的名稱；傳送 <code>-</code> 表示不命名：{ $rule }
ask-name-hint = 追蹤的名稱
button-edit-rule = ✏️ 內容
button-name-watch = 🏷 名稱
button-when = 🕗 通知時間
button-test = 🧪 測試
button-share = 📋 複製到…
button-remove-watch = 🗑 刪除
button-back-to-watches = ‹ 追蹤清單
share-link = 📋 請在另一個聊天室開啟此連結，或傳給他人：<b>{ $title }</b>
    { $link }
share-command = 📋 要複製<b>{ $title }</b>，請在另一個聊天室傳送：<code>{ $command }</code>
share-gone = 這個連結已失效，請索取新的連結。
button-copy-link = 📋 複製連結
button-to-group = ➕ 加到群組
button-send-link = ↗ 傳送
pick-watches = <b>要刪除哪些追蹤？</b>
button-remove-picked = 🗑 刪除 { $count } 項
watches-removed = <b>已刪除 { $count } 項追蹤</b>
watches-restored = <b>已恢復 { $count } 項追蹤</b>
unwatch-which = 要刪除哪一項追蹤？
unwatch-no-name = 找不到名為「{ $words }」的追蹤。查看清單：/watches

## 個人資料
help-privacy = 保存了哪些資料、保留多久
help-forgetme = 刪除這個聊天室的所有資料
button-export = ⬇️ 匯出
button-forget = 🗑 刪除我的資料
privacy-title = 🔒 <b>這個聊天室保存了哪些資料</b>
privacy-stored = 聊天室編號（<code>{ $chat }</code>）、語言、時區與設定；您的追蹤、自訂名稱、新增與保存的內容；已送出的通知；最近 50 次搜尋。
privacy-not-stored = 不保存姓名、電話號碼或其他訊息。指令只保留到回覆為止，其編號三天後刪除。分享的位置只用來判斷時區，不會保存。
privacy-kept = 通知在 { $alerts } 天後刪除；其他資料可用 /forgetme 立即刪除。
privacy-backups = { $count ->
        [0] 機器人管理員沒有設定每晚備份。
       *[other] 保留最近 { $count } 份每晚備份；您刪除的資料在 { $count } 天後也會從備份中消失。
    }
privacy-contact = 聯絡機器人管理員：{ $contact }
privacy-no-contact = 這個機器人的管理員沒有提供聯絡方式。
forget-ask = 🗑 <b>要刪除這個聊天室的所有資料嗎？</b>
forget-watches = • { $count } 項追蹤
forget-aliases = • { $count } 個自訂名稱
forget-sources = • { $count } 個您新增的來源
forget-saved = • { $count } 則已保存的消息
forget-alerts = • { $count } 則通知
forget-searches = • { $count } 次搜尋
forget-final = 設定也會一併刪除，且無法復原。可先用 /export 匯出您的追蹤。
forget-confirm = 🗑 全部刪除
forget-keep = 保留
forget-done = ✅ <b>這個聊天室的所有資料都已刪除。</b>
forget-backups = { $count ->
        [0] 沒有每晚備份。
       *[other] 最近 { $count } 份每晚備份中仍有這些資料，{ $count } 天後全部刪除。
    }
forget-receipts = 這則訊息的送出紀錄會保留三天。聊天室中的訊息屬於您，請在 Telegram 中刪除。
forget-again = 輸入 /start 可重新開始。
forget-kept = 沒有刪除任何資料。
export-how = ⬇️ <b>匯出</b>：追蹤與來源的檔案可用 /import 匯入這個或其他聊天室。
export-watches-button = 📄 { $count } 項追蹤（文字檔）
export-sources = 📡 來源（OPML）
export-watches = 共 { $count } 行，可用 /import 匯入。
import-text = 文字
import-text-done = 📥 <b>{ $file }</b>：{ $count ->
        [0] { $all } 行都沒有新增
       *[other] { $all } 行中已新增 { $count } 行
    }
import-line-watch = ✅ <b>{ $name }</b> { $text }
import-line-known = ☑️ { $text }：已有相同的追蹤 { $name }
import-line-alias = ✅ { $text }
import-line-limit = ✖️ 第 { $number } 行「{ $text }」：超過上限（{ $limit } 項追蹤）
import-line-other = ✖️ 第 { $number } 行「{ $text }」：沒有可新增的內容
import-line-bad = ✖️ 第 { $number } 行「<code>{ $text }</code>」：{ $problem }
import-rest = …還有 { $count } 行
import-unread = 檔案太長，有 { $count } 行未讀取。

## 管理員
help-admin = 系統狀態、無法送達的通知與備份
help-broadcast = 向所有人發布公告
notice-error = 🛠 未預期的錯誤：<code>{ $source }</code>，首次發生於 { $at }。詳情請看系統紀錄。
notice-announcement =
    📢 <b>機器人管理員公告</b>
    { $text }
admin-title = 🛠 <b>系統狀態</b>
admin-people = 👥 { $chats } 個聊天室 · { $watches } 項追蹤
admin-queue = 📤 等待送出：{ $count } 則
admin-lag = ⏱ 95% 的通知在 { $seconds } 秒內送出
admin-sources = 📡 { $all } 個來源中 { $count } 個正常
admin-incidents = ⚠️ { $count } 個異常事件
admin-incident = • <b>{ $source }</b>：{ $problem }（自 { $since } 起）
admin-no-incidents = 沒有異常事件。
admin-dead = ✉️ { $count } 則無法送達的通知
admin-no-dead = ✉️ 0 則無法送達的通知
admin-letter = <b>{ $number }</b> { $title } · { $at } · 嘗試 { $count } 次 · <code>{ $problem }</code>
admin-untitled = 清單或公告
admin-undecided = 📥 { $count } 個來源等待審核：/addsource
admin-held = 📋 { $count } 份名單等待核准
admin-show-held = 📋 { $list }
admin-backup = 💾 最近備份：{ $at }
admin-no-backup = 💾 尚無備份
admin-backup-made = 💾 已完成備份：{ $size } MB
admin-backup-failed = 備份失敗（{ $problem }），原因請看系統紀錄。
admin-show-dead = ✉️ 無法送達（{ $count }）
admin-show-incidents = ⚠️ 異常事件（{ $count }）
admin-broadcast = 📢 發布公告…
admin-back-up = 💾 立即備份
admin-refresh = ↻ 重新整理
admin-as-of = 截至 { $at }
admin-back = ‹ 系統狀態
admin-retry-all = ↻ 全部重送
admin-drop-all = ✖️ 全部捨棄
admin-retried = 已將 { $count } 則重新排入
admin-dropped = 已捨棄 { $count } 則
broadcast-how = 請在指令後輸入內容：<code>/broadcast 系統將於 18:00 暫停服務。</code>送出前會先讓您預覽。
broadcast-long = 內容太長，最多 { $limit } 個字元。
broadcast-preview = { $count } 個聊天室會收到這則訊息：
broadcast-send = 📢 送給 { $count } 個聊天室
broadcast-cancel = 不要送出
broadcast-done = 📢 正在送往 { $count } 個聊天室。
broadcast-dropped = 沒有送出。
broadcast-over = 已經送出了。

## Feeds, trends, spikes and reviews
help-feed = 用閱讀器訂閱通知
feed-title = Tradewatch 通知
feed-addresses = 🔗 <b>用閱讀器訂閱這個聊天室的通知</b>
    Atom：<code>{ $atom }</code>
    JSON Feed：<code>{ $json }</code>
    取得網址的人都能讀到您的通知。更換網址後，舊網址立即失效。
feed-none = 這裡無法訂閱：機器人管理員尚未設定對外網址。
button-renew-feed = 🔄 更換網址
help-trends = 查看每天的消息數量：/trends 稀土
help-review = 本週有哪些消息，哪些沒有動靜
trends-ask = 📈 <b>想看什麼的走勢？</b>點一項追蹤，或輸入主題、名稱或條件：<code>/trends 稀土</code>
trend-title = 📈 <b>{ $name }</b>：{ $summary }
trend-summary = { $days } 天共 { $count } 則
trend-summary-usual = { $days } 天共 { $count } 則（平常 { $usual } 則）
trend-when = { $day } · { $count } 則
trend-peak = { $when }：{ $title }
trend-partly = ⚠️ 統計時間過長，部分較早的消息未計入。
button-trend-days = { $days } 天
button-trend-versus = 與「{ $name }」比較
button-trend-dark = 🌙 深色
button-trend-light = ☀️ 淺色
button-spike-on = 🔔 達平常 { $times } 倍時通知
button-spike-off = 🔕 不再通知暴增
spike-on = 🔔 <b>{ $name }</b> { $rule } 達到平常的 { $times } 倍時通知您，每天最多一次。
spike-off = 🔕 <b>{ $name }</b> { $rule } 不再通知暴增。
spike-title = 📈 <b>{ $name } { $rule }</b>：今天 { $count } 則（平常每天 { $usual } 則）
spike-story = { $number }. { $title }{ $count ->
        [1] {""}
       *[other] （{ $count } 則）
    }
review-title = 🗓 <b>本週回顧</b>：{ $since }–{ $until }
review-came = { $seen ->
        [0] 各來源沒有新消息。
       *[other] { $seen } 則消息中，{ $alerts ->
            [0] 沒有符合您 { $watches } 項追蹤的。
           *[other] { $alerts } 則符合您的 { $watches } 項追蹤。
        }
    }
review-noisy = 🔊 <b>{ $name }</b> { $rule }：{ $count } 則，偏多
review-never = 🤫 <b>{ $name }</b> { $rule }：至今沒有符合的消息
review-silent = 🤫 <b>{ $name }</b> { $rule }：{ $day }之後沒有符合的消息
review-on = 🗓 每週一 08:00 傳送本週回顧。
review-off = 🗓 不再傳送每週回顧。隨時可用 <code>/review</code> 查看。
button-review-on = 🗓 每週一傳送
button-review-off = 🗓 不要每週回顧
button-advice-daily = 🌅 { $name } 改為每日彙整
button-advice-weekly = 📅 { $name } 改為每週彙整
button-advice-widen = ✏️ { $name } 去掉擋住的部分
button-advice-remove = 🗑 刪除 { $name }

## Deadlines
deadlines-title = 📅 <b>未來 { $days } 天</b> · 依您的 { $watches } 項追蹤
deadlines-none = { $watches ->
        [0] 📅 您還沒有追蹤任何內容，請用 /watch 新增。
       *[other] 📅 未來 { $days } 天內，您的 { $watches } 項追蹤沒有任何期限。
    }
deadlines-left = { $days ->
        [0] （今天）
        [1] （明天）
       *[other] （{ $days } 天後）
    }
deadline-comments = 意見截止：{ $title }
deadline-hearing = 公聽會：{ $title }
deadline-effective = 生效：{ $title }
deadline-applicable = 適用：{ $title }
deadline-expires = 失效：{ $title }
notice-reminder = { $days ->
        [0] ⏰ <b>今天</b>（{ $day }）
        [1] ⏰ <b>明天</b>（{ $day }）
       *[other] ⏰ <b>{ $days } 天後</b>（{ $day }）
    }
    { $what }
notice-rescheduled = { $state ->
        [later] 🗓 <b>延至 { $day }</b>（原為 { $was }）
       *[other] 🗓 <b>提前至 { $day }</b>（原為 { $was }）
    }
    { $what }
notice-withdrawn = 🗓 <b>已撤回</b>（原為 { $day }）
    { $what }
remind-on = ⏰ 將在 { $day } 的 7 天前和 1 天前提醒您。
remind-off = 不再提醒此項。
remind-too-late = 期限已近，來不及提醒了。
remind-snoozed = ⏰ 將在 { $at } 再次提醒您。
reminds-all-on = ⏰ 將在每個期限的 7 天前和 1 天前提醒您。
reminds-all-off = 已關閉所有提醒。
button-remind = ⏰ 提醒我
button-remind-all = ⏰ 7 天前與 1 天前提醒
button-reminds-all = ⏰ 7 天前與 1 天前提醒 ✓
button-reminder-done = 完成
button-snooze = 17:00 再提醒
button-calendar = 📆 .ics
button-calendar-link = 🔗 行事曆網址
calendar-name = 貿易政策期限
calendar-done = { $count ->
        [0] 📆 目前沒有期限，行事曆是空的。
       *[other] 📆 { $count } 個期限。打開檔案即可加入您的行事曆。
    }
calendar-link = 🔗 請在行事曆程式中訂閱此網址，內容會自動更新：
    <code>{ $url }</code>
    任何知道此網址的人都能看到這些期限。
calendar-none = 這則消息目前沒有期限：已延長或撤回。其他期限：/deadlines
calendar-no-address = 本機器人不提供行事曆網址，請改用檔案。

## Evidence
export-evidence = 🧾 通知與佐證（CSV）
export-evidence-done = { $count ->
        [0] 🧾 過去 90 天沒有通知，表格是空的。
       *[other] 🧾 過去 90 天通知的佐證：何時發布、擷取、符合與送出，以及依據哪條規則。
    }
export-evidence-json = 如需 JSON，請用 /export evidence json

## The terminal
terminal-welcome =
    這是終端機裡的 Tradewatch：請像在 Telegram 中一樣輸入。/help 列出指令，輸入數字可按下該按鈕，/quit 結束。
terminal-sample =
    這是終端機裡的 Tradewatch：請像在 Telegram 中一樣輸入。/help 列出指令，輸入數字可按下該按鈕，/quit 結束。
    範例消息由這台電腦發布並經 HTTP 讀取，每隔幾秒就有新的；結束後不保留任何資料。一開始會先替您送出兩則訊息。
terminal-first-watch = /watch 台積電
terminal-prompt = 您
terminal-no-button = 沒有按鈕 { $number }。
run-no-token =
    Tradewatch 需要 Telegram 的機器人權杖（token），但尚未設定 TELEGRAM_BOT_TOKEN。
      1. 在 Telegram 開啟 @BotFather，傳送 /newbot 並取一個名稱。
      2. 複製它回覆的權杖（數字、冒號、英文字母）。
      3. 把 TELEGRAM_BOT_TOKEN=... 寫入 { $env-file }，或執行 export TELEGRAM_BOT_TOKEN=...，然後重新啟動。
    想先在終端機試用（不需權杖）：  { $program } chat --sample
run-token-refused =
    Telegram 拒絕這個權杖。沒有傳送任何訊息，尚未送出的通知仍保留在資料庫中。
    請向 @BotFather 重新查詢（/mybots → API Token），設定 TELEGRAM_BOT_TOKEN 後重新啟動。
