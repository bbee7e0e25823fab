"""What the code of the house never does."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house import rules
from tests.house.tree import code, tree_of


class Rule(NamedTuple):
    """A rule, where it holds, which files are excepted, and examples that prove it sees what it should."""

    broken_by: Callable[[ast.Module], Iterator[rules.Offence]]
    folders: tuple[str, ...]
    except_in: frozenset[str]
    bad: tuple[str, ...]
    good: tuple[str, ...]


RULES = {
    "a year is data": Rule(
        rules.years,
        ("core", "gui"),
        frozenset(),
        ("NEWEST = 2021", "form = load('2021')", "path = f'forms/2019/{name}'", "if year >= 2027: pass"),
        (
            '"""As 〔2021〕 says."""',
            "LARGEST = 999_999_999",
            "form = load('2099')",
            "number = 20210",
            r"LINE = re.compile(r'[\u2028]')",
        ),
    ),
    "no signal is muted": Rule(
        rules.muted_signals,
        ("core", "gui"),
        frozenset(),
        (
            "box.blockSignals(True)",
            "from PySide6.QtCore import QSignalBlocker",
            "self._updating = True",
            "def f(is_updating): pass",
        ),
        ("self.updates = 1", "signal.connect(self.update)"),
    ),
    "only the command line speaks": Rule(
        rules.prints,
        ("core", "gui"),
        frozenset({"core/__main__.py"}),
        ("print('x')", "import sys\nsys.stderr.write('x')"),
        ("text = pprint(value)", "document.print(printer)"),
    ),
    "only the check runner and the import child take any error": Rule(
        rules.broad_excepts,
        ("core", "gui"),
        frozenset({"core/checks/__init__.py", "core/importing/child.py"}),
        (
            "try: f()\nexcept Exception: pass",
            "try: f()\nexcept: pass",
            "try: f()\nexcept (OSError, BaseException) as err: show(err)",
            "with contextlib.suppress(Exception): f()",
        ),
        ("try: f()\nexcept OSError: pass", "try: f()\nexcept BaseException:\n    undo()\n    raise"),
    ),
    "words are never markup": Rule(
        rules.markup,
        ("gui",),
        frozenset({"gui/fields.py", "gui/tables/exchange.py"}),  # make plain labels; copies a table
        (
            "button.setToolTip(words)",
            "action.setToolTip(f'{words}')",
            "tabs.setTabToolTip(1, WORDS if short else words)",
            "label = QLabel(text)",
            "box.setHtml(words)",
            "QMessageBox.critical(None, 'a', str(refusal))",
        ),
        (
            "button.setToolTip('x')",
            "button.setToolTip(WRONG if wrong else '')",
            "tabs.setTabToolTip(1, plain_tip(words))",
            "QLabel(text, textFormat=Qt.TextFormat.PlainText)",
            "QMessageBox(QMessageBox.Icon.Warning, 'a', words)",
        ),
    ),
    "no timer swallows a fault": Rule(
        rules.silent_timers,
        ("gui",),
        frozenset(),
        ("QTimer.singleShot(0, self, self.after)", "QTimer.singleShot(5, owner, lambda: f())"),
        ("QTimer.singleShot(0, self.after)", "self.soon.start()"),
    ),
    "core knows no screen": Rule(
        rules.screens,
        ("core",),
        frozenset(),
        ("import PySide6.QtCore", "def f():\n    from PySide6 import QtGui", "from gui.words import OK"),
        ("from core import values", "import guile"),
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_code_keeps(name: str) -> None:
    rule = RULES[name]
    examined = [path for path in code(*rule.folders) if path.as_posix() not in rule.except_in]
    assert examined, f"no code found in {rule.folders}"
    broken = [f"{path}:{line}: {what}" for path in examined for line, what in rule.broken_by(tree_of(path))]
    assert broken == []


@pytest.mark.parametrize(
    ("name", "example"), [(name, bad) for name, rule in RULES.items() for bad in rule.bad]
)
def test_the_rule_sees_what_breaks_it(name: str, example: str) -> None:
    assert list(RULES[name].broken_by(ast.parse(example)))


@pytest.mark.parametrize(
    ("name", "example"), [(name, good) for name, rule in RULES.items() for good in rule.good]
)
def test_the_rule_lets_the_rest_pass(name: str, example: str) -> None:
    assert list(RULES[name].broken_by(ast.parse(example))) == []


def test_an_exception_from_a_rule_is_a_file_that_is_there() -> None:
    for rule in RULES.values():
        assert {name for name in rule.except_in if Path(name) not in code(*rule.folders)} == set()
