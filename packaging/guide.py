"""Pictures and papers of the user guide: `.venv/bin/python packaging/guide.py`.

Drives the real window, without a screen, over an invented township with seven applications, by an invented
clock, and takes its pictures for `resources/help/pictures/`; then writes guide and quick start as PDF into
`build/guide/`, to be looked at. The same tree gives the same pictures. `--pictures NAME …` takes only some.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PICTURES = ROOT / "resources" / "help" / "pictures"
PAPERS = ROOT / "build" / "guide"
COLOURS = 96  # of a picture: the window has few
WAIT = 20.0  # seconds
SIZE, WIDE = (1024, 700), (1280, 720)  # of the window: the smaller it is, the larger the words on paper
HOME = "公开年报"  # the folder of the trial
SHOWN_FOLDER = r"D:\年报\2025年"  # and what a picture shows instead
FREE = (256 << 30, 136 << 30, 120 << 30)  # bytes: of the disk, used, free
REAL = shutil.disk_usage(tempfile.gettempdir())
BEGUN = dt.datetime(2026, 1, 12, 10, 32, tzinfo=dt.timezone(dt.timedelta(hours=8)))


class Clock(dt.datetime):
    """The clock of the pictures: it stands, so that they do not change from one run to the next."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Clock:
        """Return the invented time."""
        shown = BEGUN.astimezone(tz) if tz else BEGUN.replace(tzinfo=None)
        return cls.fromtimestamp(shown.timestamp(), tz)


os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["TZ"] = "Asia/Shanghai"
time.tzset()
dt.datetime = Clock  # type: ignore[misc] # before the program is loaded
shutil.disk_usage = lambda path: type(REAL)(*FREE)  # noqa: ARG005 - of an invented disk
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 - of the tools, never in the bundle
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPoint, QRect  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget  # noqa: E402

from core import formfile, guide, keys, signoff, upkeep  # noqa: E402
from core.report import Entry, Report  # noqa: E402
from core.session import Session, blank_report  # noqa: E402
from core.writers.pdf import booklet  # noqa: E402
from gui import draft_words, states, style  # noqa: E402
from gui.bridge import Bridge  # noqa: E402
from gui.dialogs.check_paper import CheckPaperDialog  # noqa: E402
from gui.dialogs.checkup import CheckupDialog  # noqa: E402
from gui.dialogs.export import ExportDialog  # noqa: E402
from gui.dialogs.restore import RestoreDialog  # noqa: E402
from gui.pages.preview import PreviewPage  # noqa: E402
from gui.pages.table import TablePage  # noqa: E402
from gui.settings import Settings  # noqa: E402
from gui.window import Window  # noqa: E402

Asked = TypeVar("Asked", bound=QDialog)
A, D = "applications", "disclosure"
UNIT = "青石镇人民政府"
YEAR = 2025
LAST_YEAR = {
    f"{A}.new_received.natural_person": 5,
    f"{A}.granted.natural_person": 2,
    f"{A}.partially_granted.natural_person": 1,
    f"{A}.unable.not_held.natural_person": 1,
    f"{A}.carried_forward.natural_person": 1,
    f"{D}.normative.made": 1,
    f"{D}.normative.valid": 5,
    f"{D}.penalty.decisions": 3,
}
THIS_YEAR = {
    f"{A}.new_received.natural_person": 7,
    f"{A}.granted.natural_person": 3,
    f"{A}.partially_granted.natural_person": 1,
    f"{A}.unable.not_held.natural_person": 3,  # one too many
    f"{A}.carried_forward.natural_person": 2,
    f"{D}.normative.made": 2,
    f"{D}.normative.repealed": 1,
    f"{D}.normative.valid": 6,
    f"{D}.penalty.decisions": 21,
}
RIGHT = {f"{A}.unable.not_held.natural_person": 2}
FOOT, CARD, HELP = 480, 358, 470  # pixels of the foot, of the findings and of the help that are shown
RESTORE = (900, 560)  # pixels of the dialog
FILLED_ROWS = 9  # rows of table 三 that the first picture shows filled
OVERVIEW_BEFORE = (
    "青石镇认真贯彻落实《中华人民共和国政府信息公开条例》，围绕群众关切，扎实做好政府信息公开工作。\n"
    "（一）主动公开。全年主动公开政府信息143条，制发行政规范性文件1件。\n"
    "（二）依申请公开。全年收到政府信息公开申请5件，予以公开2件，部分公开1件，无法提供1件，结转下年度继续办理1件。\n"
    "（三）政府信息管理。严格执行“三审三校”，未经审查的信息一律不发布。\n"
    "（四）政府信息公开平台建设。按要求维护县政府网站青石镇专栏。\n"
    "（五）监督保障。镇党政综合办公室专人负责，全年组织培训2次。"
)
OVERVIEW = (
    "2025年，青石镇认真贯彻落实《中华人民共和国政府信息公开条例》，围绕群众关切，扎实做好政府信息公开工作。\n"
    "（一）主动公开。全年通过县政府网站主动公开政府信息186条，制发行政规范性文件2件，废止1件，现行有效6件。\n"
    "（二）依申请公开。全年收到政府信息公开申请7件，上年结转1件。其中予以公开3件，部分公开1件，"
    "无法提供2件，结转下年度继续办理2件，均在法定期限内答复。\n"
    "（三）政府信息管理。严格执行“三审三校”，未经审查的信息一律不发布。\n"
    "（四）政府信息公开平台建设。按要求维护县政府网站青石镇专栏，新增便民问答栏目。\n"
    "（五）监督保障。镇党政综合办公室专人负责，全年组织培训3次，接受社会评议。"
)
PROBLEMS = (
    "存在的主要问题：一是个别信息公开不够及时；二是政策解读形式较为单一。\n"
    "改进情况：一是建立公开事项清单，按月核对；二是涉及群众切身利益的文件一律配发解读。"
)
OTHER = "2025年，青石镇未收取政府信息公开信息处理费。"
WHY = "2025年3月起承接县级下放的执法事项。"


class Studio:
    """One window over one unit file, and the camera."""

    def __init__(self, folder: Path, wanted: frozenset[str], to: Path) -> None:
        """Open the township's file with last year in it, and this year begun; none wanted: all."""
        self._wanted = wanted
        self._to = to
        self._taken: set[str] = set()
        self.folder = folder
        self.session = _begun(folder / "青石镇.gknb")
        self.window = Window(Bridge(self.session), Settings(folder / "settings.json"))
        self.window.resize(*SIZE)
        self.window.show()
        self.window.show_first()
        self.window.complete()
        self.settle()

    @property
    def done(self) -> bool:
        """Tell whether every picture that was named is taken."""
        return bool(self._wanted) and self._wanted <= self._taken

    def settle(self) -> None:
        """Let the window do what it has to do."""
        for _ in range(3):
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def until(self, reached: Callable[[], object]) -> None:
        """Wait until something has come about."""
        end = time.monotonic() + WAIT
        while not reached():
            if time.monotonic() > end:
                message = "the window did not come to the point"
                raise TimeoutError(message)
            QTest.qWait(20)
        self.settle()

    def saved(self) -> None:
        """Wait until everything is saved, as the window then says."""
        self.session.flush()
        self.until(lambda: self.session.all_saved)
        self.window.bridge.rested.emit()
        self.settle()

    def take(self, name: str, widget: QWidget, area: QRect | None = None) -> None:
        """Take a picture of a widget, or of a part of it."""
        if self._wanted and name not in self._wanted:
            return
        self.settle()
        refuse_places(widget)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        widget.grab(area or widget.rect()).save(buffer, "PNG")
        save(bytes(buffer.data().data()), self._to / f"{name}.png")
        self._taken.add(name)

    def part(self, widget: QWidget, most_height: int = 0) -> QRect:
        """Return where a widget stands in the window."""
        area = QRect(widget.mapTo(self.window, QPoint(0, 0)), widget.size())
        if most_height:
            area.setHeight(min(area.height(), most_height))
        return area

    def page(self) -> QRect:
        """Return where the page stands in the window."""
        return self.part(self.window.stack)

    def whole_rows(self) -> QRect:
        """Make the window as much higher as the last row is cut; return where page and findings stand."""
        page = self.window.stack.currentWidget()
        assert isinstance(page, TablePage)
        view, room = page.view, page.view.viewport().height()
        last = view.rowAt(room - 1)
        cut = view.rowViewportPosition(last) + view.rowHeight(last) - room
        self.window.resize(SIZE[0], SIZE[1] + max(0, cut))
        self.settle()
        return self.page().united(self.part(self.window.side))

    def asked(self, command: str, kind: type[Asked]) -> Asked:
        """Open a dialog that lives beside the window."""
        self.window.actions_by_id[command].trigger()
        dialog = self.window.findChild(kind)
        assert isinstance(dialog, kind)
        return dialog


def refuse_places(widget: QWidget) -> None:
    """Raise ``ValueError`` where a folder of the PC that takes the pictures would be seen."""
    parts: list[QLabel | QLineEdit] = [*widget.findChildren(QLabel), *widget.findChildren(QLineEdit)]
    seen = [part.text() for part in parts if part.isVisible() and tempfile.gettempdir() in part.text()]
    if seen:
        raise ValueError(seen)


def save(png: bytes, file: Path) -> None:
    """Write a picture with few colours, which the paper can take over as it is."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    by_coverage = Image.Quantize.MAXCOVERAGE  # a small green sign keeps its green; kmeans: grounds are exact
    few = picture.quantize(COLOURS, by_coverage, kmeans=1, dither=Image.Dither.NONE)
    file.parent.mkdir(parents=True, exist_ok=True)
    few.save(file, "PNG", optimize=True, bits=8)
    print(f"{file.name}  {picture.width} × {picture.height}  {file.stat().st_size // 1000} kB")


def _begun(file: Path) -> Session:
    """Return a file with last year in it and this year begun, closed twice, so that there are backups."""
    session = Session.create(file, _last_year())
    session.add_year(_this_year())
    session.close()
    session = Session.open(file)
    session.carry_in()
    session.close()
    return Session.open(file)


def _last_year() -> Report:
    blank = blank_report(UNIT, YEAR - 1, formfile.load("2021"))
    cells = {key: Entry(LAST_YEAR.get(key, 0)) for key in blank.form.typed}
    texts = {
        keys.text("overview"): OVERVIEW_BEFORE,
        keys.text("problems"): "个别信息更新不够及时，将安排专人每周检查。",
        keys.text("other_matters"): "2024年，青石镇未收取政府信息公开信息处理费。",
        keys.UNIT_KIND: "乡镇",
    }
    return Report(
        blank.form, blank.year, {**blank.entries, **cells, **{k: Entry(v) for k, v in texts.items()}}
    )


def _this_year() -> Report:
    blank = blank_report(UNIT, YEAR, formfile.load("2021"))
    return Report(
        blank.form, YEAR, {**blank.entries, keys.UNIT_KIND: Entry("乡镇"), keys.DEADLINE: Entry("2026-01-28")}
    )


def tables(studio: Studio) -> None:
    """The cover, table 三 half filled with one figure wrong, the finding about it, zeros."""
    window, session = studio.window, studio.session
    window.go_to(states.COVER)
    studio.take("cover", window, studio.page())
    table = session.report.form.table(A)
    rows = [row.id for block in table.blocks for row in block.rows][:FILLED_ROWS]
    zeros = {
        key: 0
        for key in session.report.form.typed
        if key.startswith(f"{A}.") and keys.split_cell(key)[1] in rows and session.report.value(key) is None
    }
    session.apply({**zeros, **THIS_YEAR}, "填写")
    window.go(f"{A}.unable.not_held.natural_person")
    studio.saved()
    window.actions_by_id["next"].trigger()
    window.go(f"{A}.new_received.natural_person")
    filled = studio.whole_rows()
    studio.take("window", window)
    studio.take("fill", window, filled)
    window.resize(*SIZE)
    window.go(f"{A}.unable.not_held.natural_person")
    studio.take("finding", window, studio.part(window.side, CARD))
    foot = studio.part(window.foot)
    foot.setWidth(FOOT)
    studio.take("foot", window, foot)
    window.actions_by_id["help"].trigger()
    studio.take("help", window, studio.part(window.side, HELP))
    session.apply(RIGHT, "填写")
    session.confirm_zeros()


def last_year(studio: Studio) -> None:
    """The sheet on which last year's few figures are typed from paper, in a file without last year."""
    session = Session.create(
        studio.folder / "白沙乡.gknb", blank_report("白沙乡人民政府", YEAR, formfile.load("2021"))
    )
    window = Window(Bridge(session), Settings(studio.folder / "other.json"))
    window.resize(*SIZE)
    window.show()
    window.show_first()
    window.complete()
    window.show_last_year()
    session.apply(
        {
            keys.before(f"{A}.new_received.total"): "4",
            keys.before(f"{A}.carried_forward.natural_person"): "1",
        },
        "录入",
    )
    session.flush()
    studio.settle()
    studio.take("last-year", window, QRect(window.stack.mapTo(window, QPoint(0, 0)), window.stack.size()))
    window.close()
    session.close()


def texts(studio: Studio) -> None:
    """The text of 一 with last year's beside it."""
    window, session = studio.window, studio.session
    session.apply(
        {keys.text("overview"): OVERVIEW, keys.text("problems"): PROBLEMS, keys.text("other_matters"): OTHER},
        "填写",
    )
    window.resize(*WIDE)
    window.go_to("overview")
    studio.saved()
    studio.take("text", window, studio.page())
    window.resize(*SIZE)
    studio.settle()


def explained(studio: Studio) -> None:
    """What is left wants an explanation, which is written where it stands."""
    window, session = studio.window, studio.session
    window.actions_by_id["next"].trigger()
    studio.settle()
    for finding in session.verdict.leading:
        if finding.code == "D03":
            window.side.show_finding(finding)
            session.apply({keys.explain(finding.id): WHY}, "说明")
    studio.saved()
    studio.take("explained", window, studio.part(window.side, CARD))


def signing(studio: Studio) -> None:
    """The pages of a draft, and a paper that says something else than the report now does."""
    window, session = studio.window, studio.session
    window.actions_by_id["submit"].trigger()
    page = window.stack.currentWidget()
    assert isinstance(page, PreviewPage)
    studio.until(lambda: page.state.text().startswith("共"))
    window.notice.close_notice()
    studio.take("draft", window, studio.page())
    session.apply({f"{A}.granted.natural_person": 2, f"{A}.partially_granted.natural_person": 2}, "填写")

    def check(typed: str) -> signoff.PaperVerdict:
        return signoff.check_paper(session.drafts(), session.report, typed)

    dialog = CheckPaperDialog(session.report.form, check, window)
    dialog.code.setText(session.drafts()[-1].code)
    dialog.show()
    dialog.answer()
    studio.take("paper", dialog)
    dialog.close()
    session.undo()


def exporting(studio: Studio) -> None:
    """What can be exported."""
    draft = draft_words.exported(draft_words.standing(studio.session))
    dialog = ExportDialog(studio.folder, ["docx", "xlsx", "pdf"], draft, studio.window)
    dialog.show()
    dialog.folder.line.blockSignals(True)  # the folder shown is not on this PC
    dialog.folder.line.setText(SHOWN_FOLDER)
    studio.take("export", dialog)
    dialog.close()


def safekeeping(studio: Studio) -> None:
    """Backups with what differs, and the check-up."""
    restore = studio.asked("restore", RestoreDialog)
    restore.resize(*RESTORE)
    studio.until(lambda: restore.rows.items)
    studio.take("restore", restore)
    restore.reject()
    studio.settle()
    checkup = studio.asked("check-up", CheckupDialog)
    studio.until(lambda: checkup.ended)
    studio.take("checkup", checkup)
    checkup.reject()
    studio.settle()


PARTS: tuple[Callable[[Studio], None], ...] = (
    tables,
    last_year,
    texts,
    explained,
    signing,
    exporting,
    safekeeping,
)


def main(arguments: list[str]) -> int:
    """Take the pictures, then write the papers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", nargs="*", default=None, metavar="NAME", help="only these pictures")
    parser.add_argument(
        "--to", type=Path, default=PICTURES, help="another folder for the pictures, without papers"
    )
    given = parser.parse_args(arguments)
    wanted = given.pictures
    app = QApplication.instance() or QApplication([sys.argv[0], "-style", "fusion"])
    assert isinstance(app, QApplication)
    style._SYSTEM_FONTS = ()  # type: ignore[assignment] # noqa: SLF001 - our font, whatever this system has
    style.dress(app)
    upkeep.SETTLED = WAIT * len(PARTS)  # no backup comes in between, sooner or later as the machine is busy
    app.setCursorFlashTime(0)  # the caret stands, as the clock does
    if wanted is None or wanted:
        pictures(frozenset(wanted or ()), given.to)
    if given.to == PICTURES:
        papers()
    return 0


def pictures(wanted: frozenset[str], to: Path) -> None:
    """Take the pictures, in a home of their own whose name is seen in some of them."""
    home = Path(tempfile.gettempdir(), HOME)
    shutil.rmtree(home, ignore_errors=True)
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(home / name)
    folder = home / "年报"
    folder.mkdir(parents=True)
    studio = Studio(folder, wanted, to)
    for part in PARTS:
        if not studio.done:
            part(studio)
    studio.window.close()
    shutil.rmtree(home)


def papers() -> None:
    """Write guide and quick start as PDF."""
    PAPERS.mkdir(parents=True, exist_ok=True)
    for name in (guide.GUIDE, guide.QUICK):
        data = booklet.write(guide.load(name), page_each=name == guide.QUICK)
        file = PAPERS / f"{guide.load(name).title}.pdf"
        file.write_bytes(data)
        print(f"{file}  {len(data) // 1000} kB")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
