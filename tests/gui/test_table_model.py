"""The model asks the session, keeps nothing, and announces only what changed."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from core.errors import DiskFull
from core.report import OriginKind
from core.saver import SaveFailed
from core.values import Raw
from gui.bridge import Bridge
from gui.tables.look import Mark, Side
from gui.tables.model import FormModel
from tests.gui.conftest import OpenReport

A = "applications."
TIP = Qt.ItemDataRole.ToolTipRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def model_of(bridge: Bridge, table: str = "applications") -> FormModel:
    return FormModel(bridge, bridge.session.report.form.table(table))


def announced(model: FormModel) -> list[str]:
    """A list that fills with the keys the model announces as changed."""
    keys: list[str] = []

    def note(first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            keys.extend(model.plan.key((row, column)) for column in range(first.column(), last.column() + 1))

    model.dataChanged.connect(note)
    return keys


def test_qt_finds_nothing_wrong_with_the_models(bridge: Bridge) -> None:
    examined = 0
    for table in bridge.session.report.form.tables:
        model = FormModel(bridge, table)
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
        key = next(key for key, cell in table.cells.items() if not cell.computed)
        assert model.setData(model.index_of(key), "7")
        bridge.session.undo()
        bridge.opened.emit()
        examined += model.rowCount() * model.columnCount()
    assert examined == 14 * 4 + 25 * 7 + 15


def test_one_figure_announces_itself_and_its_three_sums(bridge: Bridge) -> None:
    model = model_of(bridge)
    keys = announced(model)
    model.setData(model.index_of(A + "granted.research"), "3")
    assert sorted(keys) == sorted(
        [A + "granted.research", A + "granted.total", A + "total.research", A + "total.total"]
    )


def test_a_change_in_another_table_announces_nothing(bridge: Bridge) -> None:
    three, four = model_of(bridge), model_of(bridge, "disputes")
    keys = announced(four)
    three.setData(three.index_of(A + "granted.research"), "3")
    assert keys == []


def test_the_value_goes_to_the_session_with_its_name(bridge: Bridge) -> None:
    model = model_of(bridge)
    assert model.setData(model.index_of(A + "new_received.natural_person"), "１２ 件")
    assert bridge.session.report.value(A + "new_received.natural_person") == 12
    cell = model.table.cells[A + "new_received.natural_person"]
    assert bridge.session.undo_label == f"填写 表三 {cell.name}"
    assert model.index_of(A + "new_received.natural_person").data() == "12"


def test_what_is_no_number_is_kept_and_marked(bridge: Bridge) -> None:
    model = model_of(bridge)
    index = model.index_of(A + "granted.research")
    model.setData(index, "三件")
    seen = model.looks[index.row(), index.column()]
    assert bridge.session.report.stated(A + "granted.research") == Raw("三件")
    assert (seen.raw, seen.mark) == (True, Mark.ERROR)
    assert "不是数字" in index.data(TIP)


def test_the_last_blank_of_a_table_is_hatched_not_red(open_report: OpenReport) -> None:
    bridge = open_report()
    four = bridge.session.report.form.table("disputes")
    last, *others = (key for key, cell in four.cells.items() if not cell.computed)
    model = FormModel(bridge, four)
    for key in others:
        model.setData(model.index_of(key), "0")
    assert [finding.places for finding in bridge.session.verdict.findings if last in finding.places]
    assert model.looks[model.plan.place_of[last]].mark is Mark.NONE


def test_a_sum_says_how_many_of_its_parts_are_missing(bridge: Bridge) -> None:
    model = model_of(bridge, "disputes")
    model.setData(model.index_of("disputes.review.upheld"), "2")
    total = model.index_of("disputes.review.total")
    assert total.data() == "2"
    assert model.looks[total.row(), total.column()].missing == 3
    assert total.data(TIP).splitlines()[0] == "还有 3 格未填"


def test_a_cell_is_heard_with_row_column_value_and_state(bridge: Bridge) -> None:
    model = model_of(bridge)
    index = model.index_of(A + "granted.natural_person")
    assert index.data(SPOKEN) == "（一）予以公开，自然人，未填"
    model.setData(index, "4")
    assert index.data(SPOKEN) == "（一）予以公开，自然人，4"
    total = model.index_of(A + "granted.total").data(SPOKEN)
    assert total == "（一）予以公开，总计，4，自动计算，还有 5 格未填"


def test_labels_can_be_read_but_not_entered(bridge: Bridge) -> None:
    model = model_of(bridge, "disclosure")
    caption = model.index(0, 0)
    assert caption.data() == "第二十条第（一）项"
    assert not model.flags(caption) & Qt.ItemFlag.ItemIsEnabled
    assert model.flags(model.index_of("disclosure.fees.amount")) & Qt.ItemFlag.ItemIsEditable


def test_both_sides_of_an_equation_and_the_repair_are_shown_until_it_holds(open_report: OpenReport) -> None:
    bridge = open_report({A + "new_received.research": "3", A + "carried_in.research": "0"})
    model = model_of(bridge)
    for row in model.table.blocks[0].rows:
        if not row.sum_of and row.id not in {"new_received", "carried_in"}:
            model.setData(model.index_of(f"{A}{row.id}.research"), "1" if row.id == "granted" else "0")
    finding = next(finding for finding in bridge.session.verdict.leading if finding.code == "A01")
    bridge.highlighted.emit(finding)
    sides = {seen.key: seen.side for seen in model.looks.values() if seen.side}
    assert sides[A + "total.research"] is Side.RIGHT
    assert sides[A + "carried_in.research"] is Side.LEFT
    assert sides[A + "granted.research"] is Side.REPAIR
    assert set(sides) == {*finding.places, *(item.cell for item in finding.suggestions)}
    model.setData(model.index_of(A + "granted.research"), "3")
    assert not [seen for seen in model.looks.values() if seen.side]


def test_a_stated_total_that_differs_can_be_replaced_by_the_computed_one(open_report: OpenReport) -> None:
    figures = {f"disputes.review.{name}": "1" for name in ("upheld", "corrected", "other", "pending")}
    bridge = open_report({**figures, "disputes.review.total": "5"})
    model = model_of(bridge, "disputes")
    total = model.table.cells["disputes.review.total"]
    index = model.index_of(total.key)
    assert model.looks[index.row(), index.column()].mark is Mark.ERROR
    assert model.can_take_computed(total)
    assert model.take_computed(total)
    assert index.data() == "4"
    assert not model.can_take_computed(total)
    assert model.looks[index.row(), index.column()].mark is Mark.NONE


def test_what_the_session_refuses_is_said_once_and_changes_nothing(bridge: Bridge, qtbot: QtBot) -> None:
    model = model_of(bridge)
    index = model.index_of(A + "granted.research")
    with qtbot.waitSignal(model.refused) as told:
        assert not model.setData(index, "1\x07")
    assert "不能使用" in told.args[0]
    assert index.data() == ""


def test_after_saving_has_failed_typing_is_refused_with_the_reason(bridge: Bridge, qtbot: QtBot) -> None:
    model = model_of(bridge)
    bridge.session.failure = SaveFailed(DiskFull("磁盘已满。", "请清理后重试。"), 1, 1)
    with qtbot.waitSignal(model.refused) as told:
        assert not model.setData(model.index_of(A + "granted.research"), "1")
    assert told.args == ["磁盘已满。请清理后重试。"]
    bridge.session.failure = None


def test_confirmed_zeros_are_one_step_with_their_own_origin(bridge: Bridge) -> None:
    model = model_of(bridge, "disputes")
    keys = announced(model)
    assert model.confirm_zeros()
    assert set(keys) == set(model.table.cells)
    origin = bridge.session.report.origin("disputes.review.upheld")
    assert origin is not None
    assert origin.kind is OriginKind.ZERO
    bridge.session.undo()
    assert bridge.session.report.blanks("disputes") != ()


def test_last_years_figure_stands_beside_each_cell(open_report: OpenReport) -> None:
    bridge = open_report({A + "granted.research": "3"})
    bridge.session.last_year = bridge.session.report
    model = model_of(bridge)
    place = model.plan.place_of[A + "granted.research"]
    assert model.looks[place].before == "3"
    assert model.looks[model.plan.place_of[A + "granted.total"]].before == ""  # not complete then
