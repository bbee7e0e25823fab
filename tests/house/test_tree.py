"""What stands where in the house, and under what name."""

import re
from pathlib import PurePath

from tests.house.tree import ROOT, code, files

TOP_LEVEL = {"pyproject.toml", "gui", "core", "resources", "tests", "packaging", "README.md", "LICENSE"}

# Words that say nothing about what a thing holds.
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "base", "misc", "v2"}

# Written in two parts, so that this file does not find itself.
MACHINES = re.compile(
    "|".join("/" + place + "/" for place in ("home", "root", "work", "tmp", "Users", "opt/pypi"))
)
REGISTRIES = re.compile(
    "|".join(
        rf"\b{name}\.{domain}\b"
        for name, domain in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "(org|com)"),
            ("npmmirror", "com"),
            ("debian", "org/debian"),
        )
    )
)
# Texts of others, kept as they were published.
OF_OTHERS = ("resources/fonts/", "resources/samples/")


def test_the_top_level_is_fixed() -> None:
    names = {path.parts[0] for path in files()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL
    assert "core" in names


def test_packaging_never_becomes_a_package() -> None:
    assert (ROOT / "packaging").is_dir()
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_a_name_says_what_a_thing_holds() -> None:
    examined = code("core", "gui", "tests", "packaging")
    assert examined
    assert [str(path) for path in examined if _words(path) & EMPTY_WORDS] == []


def test_an_empty_name_would_be_seen() -> None:
    assert _words(PurePath("gui", "table_helpers.py")) & EMPTY_WORDS
    assert _words(PurePath("core", "common", "text.py")) & EMPTY_WORDS
    assert not _words(PurePath("core", "database.py")) & EMPTY_WORDS


def test_no_file_names_a_machine_or_a_registry() -> None:
    examined = 0
    found = []
    for path in files():
        if path.as_posix().startswith(OF_OTHERS):
            continue
        content = (ROOT / path).read_bytes()
        if b"\0" in content:
            continue
        examined += 1
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
            found += [f"{path}:{number}: {hit[0]}" for hit in _addresses(line)]
    assert examined
    assert found == []


def test_a_machine_and_a_registry_would_be_seen() -> None:
    assert list(_addresses("see /" + "home/li/report.txt"))
    assert list(_addresses("--index-url https://" + "pypi." + "org/simple"))
    assert list(_addresses("see https://doc.qt.io/ and /usr/share/common-licenses")) == []


def _words(path: PurePath) -> set[str]:
    return {word for part in path.with_suffix("").parts for word in re.split(r"[_\-.]", part.lower())}


def _addresses(line: str) -> list[re.Match[str]]:
    return [*MACHINES.finditer(line), *REGISTRIES.finditer(line)]
