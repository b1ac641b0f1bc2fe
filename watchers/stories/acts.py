"""What somebody does in a title, in four scripts: 揭牌 = opens, 量産 = starts, 徵才 = hires (pure)."""

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
        "invest invests invested investment to-build to-spend",
        "斥資 斥资 砸 投資 投资 興建 兴建 建廠 建厂 建新廠 建新厂 投じ 新工場 建てる",
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
        "sanction sanctions sanctioned blacklist blacklists blacklisted add adds added puts",
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
    "hires": ("hire hires hiring recruit recruits recruiting", "徵才 招聘 招募 採用"),
    "exhibits": ("fair exhibition expo delegation forum", "參展 参展 率團 率团 展会 展示会 商談会 見本市 出展"),
    "stockpiles": ("stockpile stockpiles stockpiling inventory inventories", "囤 備貨 备货 庫存 库存 在庫"),
    "sues": ("sue sues sued lawsuit complaint", "提訴 控告 起訴 起诉 提告"),
}
"""The words for each act: English ones, two of them joined by a dash, and Chinese and Japanese ones."""


def acts(tokens: Sequence[str], original: str) -> Iterator[str]:
    """Yield the acts that a text names.

    Args:
        tokens: The folded tokens of the text, in which English words are found.
        original: The text itself, in which Chinese and Japanese words are found.
    """
    yield from (_ENGLISH[token] for token in tokens if token in _ENGLISH)
    yield from (_ENGLISH[both] for both in map("-".join, pairwise(tokens)) if both in _ENGLISH)
    yield from (_CJK[match[0]] for match in _ANY_CJK.finditer(original))


_ENGLISH = {word: act for act, (english, _) in ACTS.items() for word in english.split()}
_CJK = {word: act for act, (_, cjk) in ACTS.items() for word in cjk.split()}
_ANY_CJK = re.compile("|".join(sorted(_CJK, key=len, reverse=True)))
