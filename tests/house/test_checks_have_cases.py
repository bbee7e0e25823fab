"""Every check that is declared has a case file: an example that passes and one that fails."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import PurePath

from tests.house.tree import ROOT, code, files, tree_of

CASES = PurePath("tests", "checks", "cases")


def test_every_declared_check_has_a_case() -> None:
    declared = set(_codes_in_forms()) | set(_codes_in_python())
    assert {"A01", "C01"} <= declared
    cased = {path.stem.upper() for path in files() if path.is_relative_to(CASES)}
    assert declared - cased == set()


def test_every_case_belongs_to_a_check() -> None:
    declared = set(_codes_in_forms()) | set(_codes_in_python())
    cased = {path.stem.upper() for path in files() if path.is_relative_to(CASES) and path.suffix != ".py"}
    assert cased - declared == set()


def test_a_code_in_data_and_a_code_in_python_are_found() -> None:
    assert list(_codes([{"deep": [{"code": "A99"}]}])) == ["A99"]
    assert list(_decorated(ast.parse("@check('Z01', ERROR)\ndef f(): pass"))) == ["Z01"]
    assert list(_decorated(ast.parse("@check(code='Z02')\ndef f(): pass"))) == ["Z02"]


def _codes_in_forms() -> Iterator[str]:
    found = [
        path for path in files() if path.name == "checks.toml" and path.parts[:2] == ("resources", "forms")
    ]
    assert found
    for path in found:
        yield from _codes(tomllib.loads((ROOT / path).read_text(encoding="utf-8")))


def _codes(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("code"), str):
            yield data["code"]
        for value in data.values():
            yield from _codes(value)
    elif isinstance(data, list):
        for value in data:
            yield from _codes(value)


def _codes_in_python() -> Iterator[str]:
    for path in code("core"):
        if path.parts[1] == "checks":
            yield from _decorated(tree_of(path))


def _decorated(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("check"):
                    words = [
                        *decorator.args[:1],
                        *(word.value for word in decorator.keywords if word.arg == "code"),
                    ]
                    yield from (
                        word.value
                        for word in words
                        if isinstance(word, ast.Constant) and isinstance(word.value, str)
                    )
