"""What somebody does and how far a procedure has come, in four scripts: 揭牌 = opens, 徵才 = hires (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

ACTS: Mapping[str, tuple[str, str]] = {
    "opens": (
        "open opens opened reopen reopens reopened inaugurate inaugurates inaugurated start starts started begin "
        "begins began resume resumes resumed complete completes completed sets-up set-up",
        "揭牌 揭幕 開幕 啟用 启用 設立 设立 成立 落成 完工 開設 開所 開放 开放 完成 を設け 新拠点 重啟 "
        "量產 量产 投產 投产 量産 開始 再開 稼働 恢復 恢复",
    ),
    "builds": (
        "invest invests invested investment to-build to-spend breaks-ground break-ground broke-ground groundbreaking",
        "斥資 斥资 砸 投資 投资 興建 兴建 建廠 建厂 建新廠 建新厂 動土 动土 動工 动工 投じ 新工場 建てる 着工 起工",
    ),
    "closes": (
        "close closes closed shut shuts shutting halt halts halted block blocks blocked",
        "關閉 关闭 閉鎖 閉じ 封鎖 封锁 停產 停产 停止 暫停 暂停 止める",
    ),
    "approves": (
        "approve approves approved clear clears cleared allow allows allowed permit permits permitted let lets",
        "核准 批准 獲准 获准 准許 允許 允许 許可 许可 承認 認可 可決 通過 通过",
    ),
    "bans": ("ban bans banned bar bars barred prohibit prohibits prohibited", "禁止 禁輸 禁运"),
    "limits": ("limit limits limited curb curbs curbed restrict restricts restricted", "限制 制限 規制"),
    "asks": (
        "ask asks asked urge urges urged seek seeks sought request requests requested calls-on calls-for",
        "要求 籲 吁 請求 请求 要請 求め",
    ),
    "raises": (
        "raise raises raised hike hikes hiked increase increases increased",
        "調高 调高 上調 上调 提高 引き上げ 値上げ",
    ),
    "lowers": (
        "cut cuts lower lowers lowered reduce reduces reduced",
        "調降 调降 下調 下调 降至 削減 裁員 裁员 引き下げ 値下げ 下方修正",
    ),
    "lists": (
        "sanction sanctions sanctioned blacklist blacklists blacklisted add adds added",
        "制裁 列入 納入 纳入 追加 リストに",
    ),
    "agrees": ("sign signs signed agree agrees agreed", "簽署 签署 達成 达成 署名 合意 妥結"),
    "rules": (
        "ruling ruled voids voided rules-that rules-against strikes-down struck-down",
        "裁定 判決 判决 違憲 违宪 違法 违法 無效 无效 無効 と判断",
    ),
    "warns": ("warn warns warned warning", "警告 示警 警鐘"),
    "trades": (
        "stocks shares-fall shares-rise shares-jump shares-drop shares-slip shares-gain shares-slump shares-climb",
        "股價 股价 股市 株価 株安 株高",
    ),
    "acquires": ("acquire acquires acquired buy buys bought takes-over stake", "收購 收购 入股 買収 取得 出資 出资"),
    "hires": ("hire hires hiring recruit recruits recruiting", "徵才 招聘 招募 求人 人材採用"),
    "exhibits": ("fair exhibition expo delegation forum", "參展 参展 率團 率团 展会 展示会 商談会 見本市 出展"),
    "stockpiles": ("stockpile stockpiles stockpiling inventory inventories", "囤 備貨 备货 庫存 库存 在庫"),
    "sues": ("sue sues sued lawsuit complaint", "提訴 控告 起訴 起诉 提告"),
    "withdraws": (
        "withdraw withdraws withdrew scrap scraps scrapped revoke revokes revoked repeal repeals repealed lift lifts "
        "lifted drops dropped",
        "撤銷 撤销 取消 廢除 废除 廢止 废止 解除 撤回 撤廃 取り消",
    ),
    "retaliates": ("retaliate retaliates retaliated retaliation hits-back", "反制 報復 报复 対抗措置"),
    "exempts": ("exempt exempts exempted exemption spare spares spared", "豁免 除外 対象外"),
    "expands": (
        "expand expands expanded expansion boost boosts boosted",
        "擴產 扩产 擴大 扩大 擴充 扩充 擴建 扩建 増産 拡大 拡張 増強",
    ),
    "probes": ("probe probes investigate investigates investigation inquiry", "調查 调查 捜査 調査"),
    "appoints": ("appoint appoints appointed nominate nominates nominated", "任命 出任 就任 提名 起用"),
    "fines": ("fine fines fined penalty", "罰款 罚款 罰金 制裁金 課徴金"),
    "seizes": ("seize seizes seized detain detains detained", "扣押 查扣 扣留 押収 拿捕"),
    "protests": ("protest protests strike strikes", "抗議 抗议 罷工 罢工 ストライキ"),
    "reports": ("profit revenue earnings", "營收 营收 財報 财报 純利 净利 決算 業績 売上高"),
}
"""The words for each act: English ones, two of them joined by a dash, and Chinese and Japanese ones."""
STAGES: Mapping[str, tuple[str, str]] = {
    "proposed": ("propose proposes proposed proposal draft plan plans", "草案 擬 拟 改正案 提案"),
    "preliminary": ("preliminary preliminarily provisional", "初步 初裁 臨時 临时 仮決定 暫定"),
    "final": ("final definitive", "終裁 终裁 最終 最终 公布する 公布、 公布_"),
    "amended": ("amends amended correction corrects corrected", "更正 訂正"),
    "extended": ("extends extended extension", "延長 延长 展延"),
    "suspended": ("suspend suspends suspended suspension stay stays halt halts", "暫停 暂停 停止"),
    "delayed": (
        "delay delays delayed postpone postpones postponed",
        "延期 延後 延后 推遲 推迟 見送り",
    ),
    "hearing": ("hearing", "公聽會 听证会 公聴会"),
    "opened": ("initiates initiated initiation", "立案 調査を始め の調査を開始 展開調查"),
}
"""The same for how far a procedure has come; an underscore stands for a blank."""


class _Lexicon:
    """Finds which of some acts or stages a text names."""

    def __init__(self, words: Mapping[str, tuple[str, str]]) -> None:
        self._english = {word: name for name, (english, _) in words.items() for word in english.split()}
        self._pairs = {tuple(word.split("-")): name for word, name in self._english.items() if "-" in word}
        self._cjk = {word.replace("_", " "): name for name, (_, cjk) in words.items() for word in cjk.split()}
        self._any_cjk = re.compile("|".join(map(re.escape, sorted(self._cjk, key=len, reverse=True))))

    def __call__(self, tokens: Sequence[str], original: str) -> Iterator[str]:
        """Yield the names.

        Args:
            tokens: The folded tokens of the text, in which English words are found.
            original: The text itself, in which Chinese and Japanese words are found.
        """
        yield from map(self._english.__getitem__, self._english.keys() & set(tokens))
        if self._pairs:
            yield from map(self._pairs.__getitem__, self._pairs.keys() & set(pairwise(tokens)))
        if not original.isascii():
            yield from map(self._cjk.__getitem__, set(self._any_cjk.findall(original)))


acts = _Lexicon(ACTS)
stages = _Lexicon(STAGES)
