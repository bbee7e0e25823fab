"""What is pinned, and what set-up may count on."""

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

from core import VERSION
from tests.house.tree import ROOT, tree_of

UOS = (2, 28)  # the C library of 统信 UOS 20 and 银河麒麟 V10
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
IGNORED = re.compile(r'^ {4}"([A-Z]+[0-9]*)",(.*)$', re.MULTILINE)


def test_the_lock_file_holds_what_is_asked_for_and_only_with_hashes() -> None:
    asked, locked = _pins("requirements.in"), _pins("requirements.lock")
    assert asked
    assert {name: locked.get(name) for name in asked} == asked
    entries = re.split(r"^(?=[a-z])", _text("requirements.lock"), flags=re.MULTILINE)[1:]
    assert {entry.partition("==")[0] for entry in entries} == set(locked)  # one twice: by Python's version
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_file_names_no_place() -> None:
    assert "://" not in _text("requirements.lock")
    assert "--" not in _text("requirements.lock").replace("--hash=sha256:", "")


def test_set_up_needs_nothing_but_python_itself() -> None:
    for name in ("dev.py", "environment.py"):
        tree = tree_of((ROOT / "packaging" / name).relative_to(ROOT))
        imported = {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert "sys" in imported
        packages = {module.partition(".")[0] for module in imported}
        assert packages - sys.stdlib_module_names == ({"environment"} if name == "dev.py" else set())


def test_set_up_takes_the_pythons_the_project_takes() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "requires-python"
    ]
    assert wanted == ">=3.11,<3.14"
    assert "OLDEST, NEWEST = (3, 11), (3, 13)" in _text("environment.py")


def test_the_program_and_the_project_have_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


def test_the_oldest_c_library_is_the_same_wherever_it_is_named() -> None:
    tree = tree_of(Path("packaging/bundle.py"))
    floor, system = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and "OLDEST_GLIBC" in ast.unparse(node.targets[0])
    )
    number = ".".join(map(str, floor))
    chapter = (ROOT / "resources" / "help" / "guide" / "01-install.md").read_text(encoding="utf-8")
    assert f"在 {system} 上生成，系统的 C 运行库（glibc）要 {number} 以上" in chapter
    assert f"The bundle built on {system} needs glibc {number};" in _text("docs/CHANGELOG.md")
    assert f"makes a small {system} under" in _text("docs/developing.md")
    for text in (chapter, _text("docs/CHANGELOG.md"), _text("docs/developing.md")):
        assert set(re.findall(r"glibc\D{0,4}(\d\.\d+)", text)) == {number}
    # Where it starts on UOS and Kylin the texts say so, and where it does not they must not.
    assert ("UOS 20 一般是 2.28，麒麟 V10 SP1 一般是 2.31，都够" in chapter) == (floor <= UOS)
    assert "GLIBC" not in _text("smoke.py").replace("bundle.OLDEST_GLIBC", "").replace("GLIBC_(", "")


def test_every_rule_a_linter_does_not_apply_says_why() -> None:
    ignored = IGNORED.findall((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert ignored
    assert [code for code, rest in ignored if not re.search(r"# .{10,}", rest)] == []


@cache
def _text(name: str) -> str:
    return (ROOT / "packaging" / name).read_text(encoding="utf-8")


def _pins(name: str) -> dict[str, str]:
    return {package.lower(): version for package, version in PIN.findall(_text(name))}
