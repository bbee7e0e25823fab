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
INSTALLER = INSIDE / "_internal" / "setup" / "install.ps1"
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
    script = INSTALLER.read_text(encoding="utf-8-sig")
    calls = TAKE_PATHS.findall(script)
    assert len(calls) > 8
    assert [name + words for name, words in calls if not words.startswith(" -LiteralPath ")] == []


def test_the_uninstaller_reads_no_line_of_itself_after_it_is_gone() -> None:
    lines = (INSIDE / "卸载.cmd").read_text(encoding="utf-8").split("\n")
    begins = next(number for number, line in enumerate(lines) if line.strip() == "(")
    assert "-Remove" in lines[begins + 1]
    assert [line.strip() for line in lines[begins + 2 :]] == ["pause", "exit /b", ")", ""]


def test_a_clerk_sees_two_scripts_with_chinese_names_and_no_other() -> None:
    """Where Windows hides the endings of names, two files called install were one too many."""
    assert sorted(path.name for path in INSIDE.iterdir()) == ["_internal", "卸载.cmd", "安装.cmd"]


def test_what_cmd_reads_is_ascii_whatever_its_code_page() -> None:
    scripts = sorted((ROOT / "packaging" / "windows").rglob("*.cmd"))
    assert len(scripts) == 3
    for script in scripts:
        assert script.read_bytes().isascii(), script


def test_the_scripts_find_the_installer_and_the_installer_its_program() -> None:
    place = INSTALLER.relative_to(INSIDE).as_posix().replace("/", "\\")
    for name in ("安装.cmd", "卸载.cmd"):
        assert f'"%~dp0{place}"' in (INSIDE / name).read_text(encoding="ascii")
    script = INSTALLER.read_text(encoding="utf-8-sig")
    up = "[IO.Path]::GetDirectoryName("
    assert f"$here = {up * 2}$PSScriptRoot))" in script  # as many folders up as the script lies deep
    assert len(INSTALLER.relative_to(INSIDE).parts) == 3
    assert "\\卸载.cmd`" in script


def test_the_list_of_programs_says_version_and_publisher() -> None:
    script = INSTALLER.read_text(encoding="utf-8-sig")
    for name in ("DisplayName", "DisplayVersion", "Publisher", "DisplayIcon", "UninstallString"):
        assert len(re.findall(rf"-LiteralPath \$uninstall -Name {name} -Value", script)) == 1


def test_the_guide_calls_the_scripts_by_their_names() -> None:
    chapter = (ROOT / "resources" / "help" / "guide" / "01-install.md").read_text(encoding="utf-8")
    assert {path.name for path in INSIDE.glob("*.cmd")} <= set(re.findall(r"[一-龥]{2}\.cmd", chapter))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "install.cmd" not in chapter + readme
    assert "安装.cmd" in readme


def test_building_tries_python_where_the_launcher_has_none_smokes_and_waits_on_an_error() -> None:
    script = (ROOT / "packaging" / "windows" / "build.cmd").read_text(encoding="ascii")
    steps = ('py -3 -c ""', 'python -c ""', "dev.py build", "dev.py smoke", "pause")
    at = [script.index(words) for words in steps]
    assert at == sorted(at)
