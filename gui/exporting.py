"""Exporting from the window: ask where to, write in the background from a snapshot, say how it ended."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from core import days, paths
from core.errors import FileExists, Refused
from core.report import Report
from gui import draft_words, jobs, ladder, states
from gui.bridge import copied
from gui.dialogs.export import ExportDialog, Wanted
from gui.export_words import BLANK, DRAFT, WORDS
from gui.notice import Answer
from gui.pages.preview import PreviewPage

if TYPE_CHECKING:
    from core.signoff.pack import Paper
    from gui.window import Window

FOLDER = "export_folder"


class Stopped(Refused):
    """The person has stopped the export."""


class Content(NamedTuple):
    """What is written, as it stood when it was asked for."""

    report: Report
    last_year: Report | None
    paper: Paper | None  # the draft, where one is wanted


def ask_and_export(window: Window, name: str) -> None:
    """Ask for folder and formats (``name`` ticked, the report in all if empty), then export."""
    session, settings = window.bridge.session, window.settings
    remembered = settings.text(FOLDER)
    folder = Path(remembered) if remembered else paths.documents()
    left_behind = window.signing.left_behind if name == DRAFT else None
    words = draft_words.exported(draft_words.standing(session), left_behind)
    dialog = ExportDialog(folder, [name] if name else (), words, window)
    preview = window.stack.made.get(states.PREVIEW)
    if isinstance(preview, PreviewPage):
        dialog.charts.setChecked(preview.strip.charts.isChecked())
        dialog.notes.setChecked(preview.strip.notes.isChecked())
    if not dialog.exec():
        return
    wanted = dialog.values()
    settings.remember(FOLDER, str(wanted.folder))
    settings.save()
    paper = None
    if wanted.draft:
        draft = left_behind or session.make_draft()
        if not left_behind:
            window.bridge.drafted.emit()
        paper = session.paper(draft.number, notes=wanted.notes, charts=wanted.charts)
    _export(window, Content(copied(session.report), session.last_year, paper), wanted)


def _export(window: Window, content: Content, wanted: Wanted, *, overwrite: bool = False) -> None:
    """Write beside the window; files that are there already are replaced only after a question.

    The notice is asked for each time: another zoom builds another one.
    """

    def show(said: str) -> None:
        if not progress.stopped:
            window.notice.amend(f"正在导出：{said}…")

    def done(written: tuple[Path, ...]) -> None:
        progress.close()
        names = "、".join(path.name for path in written)
        open_folder = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(wanted.folder)))
        answers: list[Answer] = [("打开所在文件夹", open_folder)]
        if ladder.may_be_handed_over(window.bridge.session):
            answers.append(("登记今天上报", window.refusing(partial(_hand_over, window))))
        window.notice.say(f"已导出并核对无误：{names}", "good", answers)

    def failed(refusal: Refused) -> None:
        progress.close()
        if isinstance(refusal, FileExists) and not overwrite:
            again = partial(_export, window, content, wanted, overwrite=True)
            window.notice.say(f"{refusal.message}要替换吗？", "ask", [("替换", again)])
        elif isinstance(refusal, Stopped):
            window.notice.say(str(refusal), "ask")
        else:
            window.notice.refuse(refusal)

    def stop() -> None:
        progress.stop()
        window.notice.say("正在停止…", "ask")

    progress = jobs.Progress(show, window)
    window.notice.say("正在导出…", "ask", [("取消", stop)])
    jobs.run(partial(_write, content, wanted, progress, overwrite=overwrite), done, failed, window)


def _hand_over(window: Window) -> None:
    """Register today as the day on which the signed report went to the county."""
    today = days.today_here()
    window.bridge.session.apply({ladder.HANDED_OVER: today.isoformat()}, "上报日期")
    window.say_of_step(f"已登记上报：{days.spoken(today, today)}。")


def _write(content: Content, wanted: Wanted, progress: jobs.Progress, *, overwrite: bool) -> tuple[Path, ...]:
    """Write everything that is wanted; the draft and the blank form are exports of their own."""
    from core.export import Extras, blank_form, export  # noqa: PLC0415 - loads the document libraries

    written: list[Path] = []

    def before(words: str, name: str) -> None:
        if progress.stopped:
            names = "、".join(path.name for path in written)
            raise Stopped(f"已取消导出；此前已写好：{names}。" if names else "已取消导出，没有写出文件。")
        progress.tell(words or WORDS[name].name)

    usual = Extras(None, wanted.charts, content.last_year, partial(before, ""))
    draft = replace(usual, paper=content.paper, before=partial(before, WORDS[DRAFT].name))
    for names, extras in ((("pdf",) if wanted.draft else (), draft), (wanted.formats, usual)):
        if names:
            written += export(content.report, wanted.folder, names, extras, overwrite=overwrite)
    if wanted.blank:
        before("", BLANK)
        written.append(blank_form(content.report, wanted.folder, overwrite=overwrite))
    return tuple(written)
