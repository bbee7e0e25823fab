"""The rules of the house about code: each takes a syntax tree and yields what breaks it."""

import ast
import re
from collections.abc import Iterator

YEAR = re.compile(r"(?<!\d)(?<!\\u)20(19|2\d)(?!\d)")  # \u2028 is a character
MUTING = re.compile(r"blockSignals|QSignalBlocker|\w*_updating")

TIPS = {"setToolTip", "setTabToolTip", "setStatusTip", "setWhatsThis"}
MARKED_UP = {"setHtml", "insertHtml", "setMarkdown", "insertMarkdown", "fromHtml", "appendHtml"}

Offence = tuple[int, str]


def years(tree: ast.Module) -> Iterator[Offence]:
    """A year in a number or a string: a year is data. Docstrings may cite one."""
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in docstrings and not isinstance(node.value, bytes):
            found = YEAR.search(str(node.value))
            if found:
                yield node.lineno, found[0]


def muted_signals(tree: ast.Module) -> Iterator[Offence]:
    """A signal muted, or a flag that says it should be: nobody answers back, so nobody need be muted."""
    for node in ast.walk(tree):
        name = {ast.Name: "id", ast.Attribute: "attr", ast.arg: "arg", ast.alias: "name"}.get(type(node))
        if name and MUTING.fullmatch(getattr(node, name)):
            yield getattr(node, "lineno", 0), getattr(node, name)


def prints(tree: ast.Module) -> Iterator[Offence]:
    """A `print`, or a word to standard output or error past it: only the command line speaks."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield node.lineno, "print"
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"stdout", "stderr"}
            and _is_name(node.value, "sys")
        ):
            yield node.lineno, f"sys.{node.attr}"


def broad_excepts(tree: ast.Module) -> Iterator[Offence]:
    """An `except` that takes any error and does not raise it again: it would hide our own faults."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _raises_again(node):
            yield node.lineno, "except " + (ast.unparse(node.type) if node.type else "")
        if isinstance(node, ast.Call) and _is_suppress(node.func) and any(map(_is_broad, node.args)):
            yield node.lineno, ast.unparse(node)


def screens(tree: ast.Module) -> Iterator[Offence]:
    """An import of Qt or of `gui`, wherever in the file it stands."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for name in names:
            if name.split(".")[0] in {"PySide6", "shiboken6", "gui"}:
                yield getattr(node, "lineno", 0), f"import {name}"


def markup(tree: ast.Module) -> Iterator[Offence]:
    """Words that Qt might take for markup: it then reads files that they name."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in TIPS and not _is_fixed(node.args[-1]):
            yield node.lineno, f"{called}({ast.unparse(node.args[-1])})"
        if called == "QLabel" and not any(word.arg == "textFormat" for word in node.keywords):
            yield node.lineno, "QLabel without textFormat"
        if called in MARKED_UP:
            yield node.lineno, called
        if isinstance(node.func, ast.Attribute) and _is_name(node.func.value, "QMessageBox"):
            yield node.lineno, f"QMessageBox.{called}"


def silent_timers(tree: ast.Module) -> Iterator[Offence]:
    """A `singleShot` with a context object: what its callback raises is lost without a word (PySide6 6.9)."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "singleShot" and len(node.args) + len(node.keywords) > 2:
            yield node.lineno, ast.unparse(node)


def _is_fixed(node: ast.expr) -> bool:
    """Tell whether words are ours as they stand in the code, or have passed ``plain_tip``."""
    if isinstance(node, ast.IfExp):
        return _is_fixed(node.body) and _is_fixed(node.orelse)
    if isinstance(node, ast.Call):
        return _is_name(node.func, "plain_tip")
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_broad(node: ast.expr | None) -> bool:
    if isinstance(node, ast.Tuple):
        return any(map(_is_broad, node.elts))
    return node is None or _is_name(node, "Exception") or _is_name(node, "BaseException")


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _is_suppress(function: ast.expr) -> bool:
    return _is_name(function, "suppress") or (
        isinstance(function, ast.Attribute) and function.attr == "suppress"
    )
