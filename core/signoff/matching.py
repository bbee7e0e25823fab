"""核对纸质稿: a code typed or scanned from a paper, and what it says of the report in front.

Nothing is guessed: either the paper says what the file says, or it is a draft of this report and the
differences are known, or it is no paper of this report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core import checkcode
from core.compare import Comparison
from core.drafts import Draft
from core.errors import WrongArgument
from core.report import Report
from core.signoff import scanned
from core.signoff.states import compared, is_present, newest


class PaperKind(StrEnum):
    """What a paper is to the report."""

    SAME = "same"  # 一致
    DIFFERS = "differs"  # 不一致: the report was changed after this draft
    REPLACED = "replaced"  # 第 2 稿（已被第 3 稿取代）
    UNKNOWN = "unknown"  # not a code of this report


@dataclass(frozen=True, slots=True)
class PaperVerdict:
    """The answer: two sentences to show, the draft the paper is, and what differs between it and now."""

    kind: PaperKind
    title: str  # 一致; 不一致; 第 2 稿（已被第 3 稿取代）; 不是这份报告的校验码
    words: str  # one or two sentences
    code: str  # as printed
    draft: Draft | None = None
    difference: Comparison | None = None  # paper → now; None where they are the same, or nothing is known


def check_paper(drafts: Sequence[Draft], report: Report, typed: str) -> PaperVerdict:
    """Return what a typed or scanned code says; raises ``WrongArgument`` where it cannot be read.

    ``typed`` is the code, small letters and gaps as they come, or the whole text of the QR code. The refusal
    names the group that was mistyped where that can be known.
    """
    read = _read(drafts, report, typed)
    code, digest = read.code, read.digest
    found = [draft for draft in drafts if draft.hash == digest or (not digest and draft.code == code)]
    draft, last = newest(found), newest(drafts)
    if draft is None or last is None:
        return _unknown(report, read)
    same = is_present(draft, report)
    difference = None if same else compared(draft, report)
    signed = f"，{_signed(draft)}" if draft.signed else ""
    if draft.number == last.number and same:
        words = f"纸上的内容就是现在这份报告：{draft.name}{signed}。"
        return PaperVerdict(PaperKind.SAME, "一致", words, code, draft)
    if draft.number == last.number:
        words = f"这是{draft.name}{signed}；报告在这一稿之后又改过{_summary(difference)}。"
        return PaperVerdict(PaperKind.DIFFERS, "不一致", words, code, draft, difference)
    title = f"{draft.name}（已被{last.name}取代）"
    now = "它的内容与现在的报告相同" if same else f"它与现在的报告不一致{_summary(difference)}"
    words = f"这是{draft.name}{signed}；之后又有了{last.name}。{now}。"
    return PaperVerdict(PaperKind.REPLACED, title, words, code, draft, difference)


def _read(drafts: Sequence[Draft], report: Report, typed: str) -> scanned.Scanned:
    try:
        return scanned.read(typed)
    except WrongArgument as refusal:
        known = {draft.code: draft.name for draft in drafts}
        known.setdefault(checkcode.code(report), "现在的报告")
        if slip := checkcode.nearly(typed, tuple(known)):
            code, group, written = slip
            message = f"第 {group} 组“{written}”与{known[code]}的校验码不同，其余各组都相同。"
            raise WrongArgument(message, "请对照纸上，看这一组是不是抄错了。") from refusal
        raise


def _unknown(report: Report, read: scanned.Scanned) -> PaperVerdict:
    code, digest = read.code, read.digest
    if digest == checkcode.full(report) or (not digest and code == checkcode.code(report)):
        words = "纸上的内容就是现在这份报告；这一稿没有登记送审。"
        return PaperVerdict(PaperKind.SAME, "一致", words, code)
    paper = f"纸上写的是“{read.about}”。" if read.about else ""
    look = f"请核对纸上的单位和年份，以及打开的是不是 {report.year} 年的报告。"
    words = f"{paper}这份文件里没有哪一稿的校验码是它。{look}"
    return PaperVerdict(PaperKind.UNKNOWN, "不是这份报告的校验码", words, code)


def _signed(draft: Draft) -> str:
    year, month, day = (int(part) for part in draft.signed_on.split("-"))
    return f"{draft.signed_by} {year}年{month}月{day}日签发"


def _summary(difference: Comparison | None) -> str:
    return f"（{difference.summary}）" if difference and difference.summary else ""
