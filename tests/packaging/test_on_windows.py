"""Set-up and scripts of the Windows side, as far as they can be held without Windows."""

import re
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

import environment  # noqa: E402 - a script of packaging/, which is no package

INSIDE = ROOT / "packaging" / "windows" / "inside"
TAKE_PATHS = re.compile(r"\b(Test-Path|Remove-Item|Rename-Item|Copy-Item|Move-Item|Set-ItemProperty)\b(.*)")


def test_a_python_that_only_the_launcher_knows_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest one is too new for the libraries, and the installer put none on PATH."""
    there = {"C:\\甲\\py312\\python.exe": "[3, 12]", "C:\\py314\\python.exe": "[3, 14]"}

    def answer(command: list[str]) -> str:
        if command[0] == "py":
            return next((path for path in there if f"py{command[1][1:].replace('.', '')}" in path), "")
        return there.get(command[0], "")

    monkeypatch.setattr(environment, "WINDOWS", True)
    monkeypatch.setattr(sys, "executable", "C:\\py314\\python.exe")
    monkeypatch.setattr(shutil, "which", lambda name: "py.exe" if name == "py" else None)
    monkeypatch.setattr(environment, "answer", answer)
    monkeypatch.setattr(environment, "has_module", lambda *_: True)
    assert environment.base_python(ROOT / ".venv") == "C:\\甲\\py312\\python.exe"


def test_elsewhere_no_launcher_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/py")
    monkeypatch.setattr(environment, "WINDOWS", False)
    assert environment.known_to_launcher() == []


def test_what_a_command_prints_is_text_in_any_language() -> None:
    assert environment.answer([sys.executable, "-c", "print('中文 文件夹')"]) == "中文 文件夹"
    assert environment.answer([sys.executable, "-c", "raise SystemExit(1)"]) == ""
    assert environment.answer(["no-such-program"]) == ""


def test_the_installer_takes_every_path_literally() -> None:
    """Brackets stand in the names of folders that were downloaded twice; to PowerShell they are patterns."""
    script = (INSIDE / "install.ps1").read_text(encoding="utf-8-sig")
    calls = TAKE_PATHS.findall(script)
    assert len(calls) > 8
    assert [name + words for name, words in calls if not words.startswith(" -LiteralPath ")] == []


def test_the_uninstaller_reads_no_line_of_itself_after_it_is_gone() -> None:
    lines = (INSIDE / "uninstall.cmd").read_text(encoding="utf-8").split("\n")
    begins = next(number for number, line in enumerate(lines) if line.strip() == "(")
    assert "-Remove" in lines[begins + 1]
    assert [line.strip() for line in lines[begins + 2 :]] == ["pause", "exit /b", ")", ""]
