"""送审, 签发, comparing with a draft, holding paper against the file: from a report to a signed one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from core import days, signoff
from core.drafts import Draft
from gui import draft_words, states
from gui.notice import Answer

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu

    from gui.pages.preview import PreviewPage
    from gui.printing import Pages
    from gui.window import Window

NO_DRAFT = "还没有送审稿。请先“送审打印”，签发的就是印出来的那一稿。"


class Signing:
    """Carries out one window's commands about drafts; refusals go to the caller."""

    def __init__(self, window: Window) -> None:
        """Work for a window; the first change after a signed draft is said once."""
        self._window = window
        self._told: set[tuple[str, int, int]] = set()  # file, year and draft
        window.bridge.rested.connect(self._notice_change)

    # ---- 送审

    def submit(self) -> None:
        """Keep what the report says now as a draft, unless the newest one says it, and show its pages."""
        session = self._window.bridge.session
        before = signoff.newest(session.drafts())
        draft = session.make_draft()
        self._drafted()
        self.show_draft()
        fresh = before is None or before.number != draft.number
        said = f"{draft.name}已生成，可以打印送审。" if fresh else f"内容没有改动，还是{draft.name}。"
        found = signoff.obstacles(session.verdict)
        if found and not draft.signed:
            said += f"{signoff.open_points(found)}，签发以前要处理好。"
        print_it = self._window.refusing(partial(self._print_draft, draft.number))
        answers: list[Answer] = [("打印…", print_it)]
        self._window.say_of_step(said, "ask" if found else "good", answers)

    @property
    def draft_in_front(self) -> bool:
        """Tell whether the pages of a draft are what the person looks at."""
        page = self._window.pages.get(states.PREVIEW)
        in_front = page is not None and page is self._window.stack.currentWidget()
        return in_front and cast("PreviewPage", page).drafted

    def show_draft(self, number: int | None = None) -> None:
        """Show the pages of a draft, the newest if none is named."""
        self._preview().show_draft(shown=True, number=number)

    @property
    def left_behind(self) -> Draft | None:
        """Return the draft that the person looks at, where it is not what the report says now."""
        if not self.draft_in_front:
            return None
        session, page = self._window.bridge.session, cast("PreviewPage", self._window.pages[states.PREVIEW])
        return None if page.draft == signoff.present(session.drafts(), session.report) else page.draft

    def _preview(self) -> PreviewPage:
        self._window.stack.uncover()
        self._window.go_to(states.PREVIEW)
        return cast("PreviewPage", self._window.stack.page(states.PREVIEW))

    def _drafted(self) -> None:
        self._window.bridge.drafted.emit()

    # ---- 签发

    def sign(self) -> None:
        """Ask who signed which draft when; what stands in the way is said instead, with the way there."""
        session = self._window.bridge.session
        if found := signoff.obstacles(session.verdict):
            words = f"还不能签发：{signoff.open_points(found)}。{draft_words.named_points(found)}"
            there = partial(self._window.side.show_finding, found[0])
            self._window.say(words, "error", [("去看第一处", there)])
            return
        standing, today = draft_words.standing(session), days.today_here()
        draft = standing.draft
        if draft is None or not standing.present:
            again = f"{draft.name}以后内容又有改动。请重新“送审打印”，签发新的一稿。" if draft else NO_DRAFT
            self._window.say(again, "ask", [("送审打印", self._command("submit"))])
            return
        if draft.signed:
            self._window.say(f"{draft.name}已经签发（{draft_words.signed(draft, today)}），以后没有改动。")
            return
        from gui.dialogs.sign import SignDialog  # noqa: PLC0415 - built when first asked for

        dialog = SignDialog(session.drafts(), draft, today, self._window)
        if not dialog.exec():
            return
        wanted = dialog.values()
        draft = session.sign(wanted.number, wanted.who, wanted.on)
        self._drafted()
        words = f"{draft.name}已登记签发（{draft_words.signed(draft, today)}），这一稿不能再改了。"
        self._window.say(words, "good", [("导出…", self._command("export"))])

    def _command(self, name: str) -> Callable[[], None]:
        return self._window.actions_by_id[name].trigger

    def _notice_change(self) -> None:
        """Say once that a signed draft stays as it is when the report is changed after it."""
        session = self._window.bridge.session
        draft = signoff.newest(session.drafts())
        if draft is None or not draft.signed:
            return
        known = (str(session.path), session.report.year, draft.number)
        if known in self._told or signoff.is_present(draft, session.report):
            return
        self._told.add(known)
        words = f"{draft.name}已经签发，不受影响；现在的改动会成为第 {draft.number + 1} 稿。"
        self._window.say_of_step(words, "ask", [(f"与{draft.name}相比", partial(self.compare, draft.number))])

    # ---- comparing

    def compare(self, number: int) -> None:
        """Show what differs between a draft and now."""
        from gui.compare_view import comparison_view  # noqa: PLC0415 - built when first asked for
        from gui.history_words import NOW  # noqa: PLC0415 - as above

        bridge, name = self._window.bridge, f"第 {number} 稿"
        found = bridge.session.compare_draft(number)
        view = comparison_view(bridge.session.report.form, found, (name, NOW), f"与{name}相比")
        bridge.changed.connect(view.outdate)
        self._window.stack.cover(view)

    def compare_newest(self) -> None:
        """Show what differs between the newest draft and now."""
        draft = signoff.newest(self._window.bridge.session.drafts())
        if draft is None:
            self._window.say(NO_DRAFT, "ask")
        else:
            self.compare(draft.number)

    def fill_drafts(self, menu: QMenu, act: Callable[[int], object]) -> None:
        """List the drafts, the newest first; ``act`` is given the number of the one that is chosen."""
        menu.clear()
        session, today = self._window.bridge.session, days.today_here()
        for draft in reversed(session.drafts()):
            entry = menu.addAction(draft_words.listed(draft, today))
            entry.triggered.connect(self._window.refusing(partial(act, draft.number)))
        if not session.drafts():
            menu.addAction("（还没有送审稿）").setEnabled(False)

    # ---- paper

    def print(self) -> None:
        """Print the pages of the preview, once they are there."""
        self._preview().ask_to_print()

    def _print_draft(self, number: int) -> None:
        """Print a draft, whatever the preview has come to show since."""
        self.show_draft(number)
        self.print()

    def print_pages(self, pages: Pages) -> None:
        """Ask for a printer and print."""
        from gui.printing import ask_and_print  # noqa: PLC0415 - only when printing

        name = "draft" if self.draft_in_front else "pdf"
        ask_and_print(self._window, pages, partial(self._window.export, name))

    def check_paper(self) -> None:
        """Hold a paper against the file by its code."""
        from gui.dialogs.check_paper import CheckPaperDialog  # noqa: PLC0415 - built when first asked for

        session = self._window.bridge.session

        def check(typed: str) -> signoff.PaperVerdict:
            return signoff.check_paper(session.drafts(), session.report, typed)

        dialog = CheckPaperDialog(session.report.form, check, self._window)
        dialog.exec()
        if dialog.wanted:
            self._window.go(dialog.wanted)

    # ---- the chain

    def set_chain(self) -> None:
        """Ask for the roles that sign, and keep them as one step."""
        from gui.dialogs.chain import ChainDialog  # noqa: PLC0415 - built when first asked for

        session = self._window.bridge.session
        names = [role.name for role in signoff.chain(session.report)]
        dialog = ChainDialog(names, self._window)
        if dialog.exec() and session.apply(signoff.chain_changes(dialog.names()), "修改审签环节"):
            self._window.say_of_step("审签环节已改，以后的审签单按这个顺序印。")


def fill_menu(signing: Signing, menu: QMenu, actions: Mapping[str, QAction]) -> None:
    """Fill the menu of the draft chip."""
    menu.addAction(actions["submit"])
    menu.addAction(actions["sign"])
    menu.addSeparator()
    menu.addAction(actions["compare-draft"])
    for words, act in (("与哪一稿相比", signing.compare), ("看哪一稿", signing.show_draft)):
        drafts = menu.addMenu(words)
        drafts.aboutToShow.connect(partial(signing.fill_drafts, drafts, act))
    menu.addAction(actions["check-paper"])
    menu.addSeparator()
    menu.addAction(actions["chain"])
