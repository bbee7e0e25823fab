"""Nothing that registers itself is left out of the lists by which a frozen program finds it."""

import ast
from collections.abc import Iterator

import pytest

from core import readers, writers
from core.checks import REGISTRY
from tests.house.tree import code, tree_of

DECORATORS = {"checks": ("rule", "check"), "readers": ("reader",), "writers": ("writer",)}


def registered(folder: str) -> list[list[object]]:
    """The constants that every decorator below ``core/<folder>`` is given: its name, then what else."""
    found = [
        arguments
        for path in code("core")
        if path.parts[1] == folder
        for arguments in decorated(tree_of(path), DECORATORS[folder])
    ]
    assert found
    return found


def decorated(tree: ast.Module, names: tuple[str, ...]) -> Iterator[list[object]]:
    for node in ast.walk(tree):
        for decorator in getattr(node, "decorator_list", ()):
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) in names:
                yield [ast.literal_eval(one) for one in decorator.args if not isinstance(one, ast.Name)]


def test_a_decorated_function_is_found() -> None:
    tree = ast.parse("@reader('odt', ('.odt',))\ndef f(): pass\n@other('x')\ndef g(): pass")
    assert list(decorated(tree, ("reader",))) == [["odt", (".odt",)]]


def test_every_reader_is_listed_and_every_suffix_it_names_leads_to_it() -> None:
    for name, suffixes in registered("readers"):
        assert name in readers.formats()
        assert isinstance(suffixes, tuple)
        assert {suffix: readers.demand(f"年报{suffix}", b"") for suffix in suffixes} == dict.fromkeys(
            suffixes, name
        )


@pytest.mark.parametrize(
    ("folder", "listed"),
    [("writers", writers.formats()), ("checks", (*REGISTRY.rules, *REGISTRY.checks))],
)
def test_every_writer_and_every_check_is_listed(folder: str, listed: tuple[str, ...]) -> None:
    assert {name for name, *_ in registered(folder)} == set(listed)
