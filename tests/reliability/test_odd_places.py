"""Odd names, odd folders, odd environments: the work is done there, or one sentence says why not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.export import formats
from core.session import Session, blank_report
from tests.reliability import places
from tests.reliability.nursery import Nursery, nursery

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders and rights as POSIX has them")

NAMES = {
    "中文": "青石镇人民政府",
    "space": " 我的 年报 ",
    "ampersand": "公开＆年报 & 附件",
    "hash": "1#楼 #",
    "percent": "100%25 %s %(name)s",
    "emoji": "年报😀👨‍👩‍👧",
    "dash": "-rf",
    "question": "年报?mode=ro",
    "quote": "年'报\"`$HOME`",
    "rare": "𠅤鄜禤",
    "newline": "年\n报",
    "markup": "<b>年报<b>&lt;",
    "dots": "年报...",
    "not text": os.fsdecode(b"\xff\xfe\xb9\xab"),
    "240 bytes": "年" * 80,
}


@pytest.fixture(scope="module")
def crib() -> Iterator[Nursery]:
    with tempfile.TemporaryDirectory() as name, nursery(Path(name) / "home") as made:
        yield made


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other people may look into and write to, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_folder_and_a_file_may_be_called_anything(name: str, tmp_path: Path, crib: Nursery) -> None:
    folder = tmp_path / name
    folder.mkdir()
    stem = name if len(os.fsencode(name)) < 200 else name[:78]
    path, out = folder / f"{stem}.gknb", folder / f"导出 {name}"[:60]
    said = crib.start(places.live, path, out, ["json"]).end()
    if len(os.fsencode(path)) > 500:  # more than SQLite takes
        assert said[0].startswith("WrongArgument 文件名或路径太长"), said
        return
    assert said == ["ok"]
    assert {one.name for one in folder.iterdir()} == {path.name, "副本.gknb", out.name}


@pytest.mark.parametrize("size", [235, 240, 246, 250, 255])
def test_the_longest_names_work_or_are_said_to_be_too_long(size: int, tmp_path: Path, crib: Nursery) -> None:
    path = tmp_path / f"{'n' * (size - 5)}.gknb"
    said = crib.start(places.live, path, tmp_path / "out", ["json"]).end()
    if size <= 240:
        assert said == ["ok"]
    else:
        assert said == ["ok"] or ("太长" in said[0] and said[0].startswith("WrongArgument")), said


def test_a_path_of_many_long_folders(tmp_path: Path, crib: Nursery) -> None:
    folder = tmp_path.joinpath(*["很长的文件夹名称" * 5] * 6)
    folder.mkdir(parents=True)
    said = crib.start(places.live, folder / "a.gknb", folder / "out", ["json"]).end()
    assert said == ["ok"] or said[0].startswith("WrongArgument"), said


def test_through_a_link(tmp_path: Path, crib: Nursery) -> None:
    real, link = tmp_path / "真的", tmp_path / "链接"
    real.mkdir()
    link.symlink_to(real)
    assert crib.start(places.live, link / "a.gknb", link / "out", ["json"]).end() == ["ok"]
    file = tmp_path / "文件链接.gknb"
    file.symlink_to(real / "a.gknb")
    session = Session.open(file)
    session.close()
    assert file.is_symlink()


def test_a_relative_path(tmp_path: Path, crib: Nursery) -> None:
    assert crib.start(places.relative, tmp_path / "a.gknb", "", ["json"]).end() == ["ok"]
    assert (tmp_path / "导出").is_dir()


def test_the_folder_one_stands_in_is_gone(tmp_path: Path, crib: Nursery) -> None:
    assert crib.start(places.nowhere, tmp_path / "a.gknb", tmp_path, formats()).end() == ["ok"]


@pytest.mark.parametrize(
    "setting",
    [
        "HOME",
        "HOME=/proc/nowhere",
        "HOME=/dev/null",
        "TMPDIR=/proc/nowhere",
        "LOGNAME",
        "TZ=Nowhere/Else",
    ],
)
def test_an_environment_without_what_programs_expect(setting: str, tmp_path: Path, crib: Nursery) -> None:
    child = crib.start(places.without, setting, tmp_path / "a.gknb", tmp_path / "out", ["json"])
    assert child.end() == ["ok"]


def test_a_read_only_folder_of_the_document(open_folder: Path, crib: Nursery) -> None:
    folder, out = open_folder / "只读", open_folder / "导出"
    folder.mkdir()
    out.mkdir(mode=0o777)
    out.chmod(0o777)
    Session.create(folder / "a.gknb", blank_report("青石镇", 2025)).close()
    (folder / "a.gknb").chmod(0o444)
    folder.chmod(0o555)
    said = crib.start(places.live_as_nobody, folder / "b.gknb", out, ["json"]).end()
    assert said[0].startswith("FolderReadOnly"), said
    said = crib.start(places.edit_as_nobody, folder / "a.gknb", out, ["json"]).end()
    folder.chmod(0o755)
    assert said[0].startswith(("FolderReadOnly", "ok read-only")), said


def test_an_export_folder_that_cannot_be_written(open_folder: Path, crib: Nursery) -> None:
    work, out = open_folder / "工作", open_folder / "导出"
    work.mkdir()
    out.mkdir()
    work.chmod(0o777)
    out.chmod(0o555)
    said = crib.start(places.live_as_nobody, work / "a.gknb", out, ["json"]).end()
    assert said[0].startswith("FolderReadOnly"), said
    assert not list(out.iterdir())


@pytest.fixture(scope="module")
def installed() -> Iterator[Path]:
    """The program in a folder that nobody may write to, with a name of Chinese letters and spaces."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        program = Path(name) / "公开年报 程序"
        program.mkdir()
        for part in ("core", "gui", "resources"):
            shutil.copytree(ROOT / part, program / part)  # with what Python has compiled
        for one in (program, *program.rglob("*")):
            one.chmod(0o555 if one.is_dir() else 0o444)
        yield program
        for one in (program, *program.rglob("*")):
            if one.is_dir():
                one.chmod(0o755)


def started(program: Path, *words: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Start an installed program, bound by rights, with nothing of our environment but what is said."""
    bound: list[str] = []
    if os.geteuid() == 0:  # else rights mean nothing
        bound = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
    return subprocess.run(
        [*bound, sys.executable, *words],
        cwd=program,
        env={"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write anywhere")
def test_nobody_writes_into_the_program(installed: Path) -> None:
    done = started(installed, "-c", "open('core/x', 'w')")
    assert "PermissionError" in done.stderr


def test_the_command_line_from_a_read_only_program(installed: Path, open_folder: Path) -> None:
    path, out = open_folder / "青石镇.gknb", open_folder / "导出"
    env = {"LANG": "C", "LC_ALL": "C", "HOME": str(open_folder)}
    words = ("-m", "core", "new", "--unit", "青石镇", "--year", "2025", "--out", path)
    done = started(installed, *words, **env)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    done = started(installed, "-m", "core", "export", path, "--to", "json,pdf,xlsx", "--out", out, **env)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert len(list(out.iterdir())) == 3


@pytest.mark.parametrize("lang", ["C", "zh_CN.GB18030", "en_US.ISO-8859-1"])
def test_the_command_line_speaks_utf_8_in_any_language(installed: Path, tmp_path: Path, lang: str) -> None:
    Session.create(tmp_path / "年报.gknb", blank_report("青石镇", 2025)).close()
    words = ("-m", "core", "read", tmp_path / "年报.gknb", "--json")
    done = started(installed, *words, LANG=lang, LC_ALL=lang, HOME=str(tmp_path))
    assert '"unit": "青石镇"' in done.stdout, done.stderr


@pytest.mark.parametrize("setting", ["HOME", "HOME=/proc/nowhere", "TMPDIR=/proc/nowhere"])
def test_the_window_from_a_read_only_program(installed: Path, open_folder: Path, setting: str) -> None:
    """Where nothing can be kept, a temporary sample is shown; nothing breaks."""
    env = {"HOME": str(open_folder), "LANG": "C"}
    variable, _, value = setting.partition("=")
    env.pop(variable, None)
    if value:
        env[variable] = value
    else:  # the system tells the real home then
        env |= {"XDG_DATA_HOME": str(open_folder), "XDG_STATE_HOME": str(open_folder)}
    done = started(installed, "-m", "gui", "--sample", "--exit-after-paint", **env)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
