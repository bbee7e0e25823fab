"""Above the pages of a draft: which one it is, how the report stands against it, and what can be done."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QPushButton, QVBoxLayout, QWidget

from core import signoff
from core.drafts import Draft
from core.session import Session
from gui import draft_words, style
from gui.draft_words import Standing
from gui.fields import text_label
from gui.flow import Flow

NONE = "还没有送审稿。生成第 1 稿以后，这里就是要打印送审的页面。"
CODE = "校验码不是电子签名，只用来核对纸上的内容与文件是不是一样。"


class DraftStrip(QFrame):
    """Says and offers; what is asked for is a command of the window."""

    command_wanted = Signal(str)
    annexes_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the words and the buttons; ``show_session`` fills them."""
        super().__init__(parent)
        self.setProperty("card", True)
        self.head = text_label(heading=True, wrap=True)
        self.words = text_label(wrap=True)
        self.make = self._button("", "submit")
        self.make.setProperty("primary", True)
        self.newest = self._button("", "draft")
        self.sign = self._button("签发…", "sign")
        self.compare = self._button("", "compare-draft")
        self.check = self._button("核对纸质稿…", "check-paper")
        self.chain = self._button("审签环节…", "chain")
        self.charts = QCheckBox("附数据图解")
        self.notes = QCheckBox("附备注清单")
        for tick in (self.charts, self.notes):
            tick.toggled.connect(lambda _: self.annexes_changed.emit())
        acts = (self.make, self.newest, self.sign, self.compare, self.check, self.chain)
        parts = (*acts, self.charts, self.notes)
        self._parts = Flow(parts, style.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(style.px, (14, 10, 14, 10)))
        column.setSpacing(style.px(6))
        for widget in (self.head, self.words, self._parts):
            column.addWidget(widget)

    def _button(self, words: str, command: str) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda: self.command_wanted.emit(command))
        return button

    def show_session(self, session: Session, draft: Draft | None, today: dt.date) -> None:
        """Show how the report stands against the draft whose pages are below, the newest or an older one."""
        standing = draft_words.standing(session)
        older = draft if draft and draft != standing.draft else None
        self.make.setText(f"生成第 {standing.next_number} 稿")
        self.make.setVisible(not (standing.present or older))
        self.newest.setVisible(older is not None)
        for part in (self.sign, self.compare, self.charts, self.notes):
            part.setVisible(draft is not None)
        if draft is None:
            self.head.setText("送审稿")
            self.words.setText(NONE)
            return
        self.sign.setVisible(standing.present and not (draft.signed or older))
        self.compare.setText(f"与{draft.name}相比")
        self.compare.setVisible(not (standing.present or older))
        self.head.setText(f"{draft.name}　校验码 {draft.code}　{draft_words.made(draft, today)}")
        self.head.setToolTip(CODE)
        if older and standing.draft:
            self.newest.setText(f"看{standing.draft.name}")
            self.words.setText(_replaced(older, standing.draft, today))
        else:
            self.words.setText(_state(session, standing, draft, today))
        self._parts.updateGeometry()


def _replaced(older: Draft, newest: Draft, today: dt.date) -> str:
    """Return what an older draft is still good for."""
    signed = draft_words.signed(older, today)
    first = (
        f"已签发：{signed}。之后又有了{newest.name}。" if signed else f"已被{newest.name}取代，不能再签发。"
    )
    return f"{first}这一稿还可以看、打印和导出。"


def _state(session: Session, standing: Standing, draft: Draft, today: dt.date) -> str:
    """Return what is to be done with the draft next, in a sentence."""
    signed = draft_words.signed(draft, today)
    if not standing.present:
        number = standing.next_number
        first = f"{draft.name}{f'（{signed}）' if signed else ''}以后，内容又有改动。"
        return f"{first}下面还是{draft.name}的页面；要送审现在的内容，请生成第 {number} 稿。"
    if signed:
        return f"已签发：{signed}。这一稿不能再改；以后再改动就是第 {draft.number + 1} 稿。"
    if found := signoff.obstacles(session.verdict):
        return f"可以打印送审；签发以前要处理好：{signoff.open_points(found)}。"
    return "可以打印送审。领导签字以后，点“签发…”登记是谁、哪一天签的。"
