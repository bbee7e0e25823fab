"""The program's test of itself: everything passes, and what is broken is seen."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from core import checks, export, paths
from core.commands import Voice, Wanted, selftest
from core.findings import Verdict
from core.report import Report
from tests.core.processes import run


def test_everything_passes_and_is_named_in_chinese(tmp_path: Path) -> None:
    ended = run(tmp_path, "self-test")
    lines = ended.out.splitlines()
    assert (ended.status, ended.err) == (0, "")
    assert {line[0] for line in lines[:-1]} == {"✓"}
    assert lines[-1] == f"自检 {len(lines) - 1} 项，全部通过。"
    assert sum("改坏后能查出" in line for line in lines) == len(selftest.BROKEN) == 10
    assert [line for line in lines if "写出" in line] == [
        f"✓ 写出 {name} 并读回核对" for name in export.formats()
    ]
    assert sum(line.startswith("✓ 字体 ") for line in lines) >= 6


def test_it_leaves_nothing_in_the_person_s_own_folders(tmp_path: Path, home: Path) -> None:
    ended = run(tmp_path, "self-test")
    assert ended.status == 0
    left = [path for path in home.rglob("*") if path.is_file()] if home.exists() else []
    assert left == []


def said_with(patch: Callable[[], None]) -> tuple[int, list[str]]:
    patch()
    lines: list[str] = []
    status = selftest.run(Wanted(), Voice(lines.append, lines.append))
    return status, [line for line in lines if line.startswith("✕")]


def test_checks_that_see_nothing_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(*_: Report | Sequence[str] | None) -> Verdict:
        return Verdict(())

    status, wrong = said_with(lambda: monkeypatch.setattr(checks, "run_all", blind))
    assert status == 1
    assert len(wrong) == 10
    assert wrong[0] == "✕ 示例改坏后能查出：一行的合计写错（A03）：没有查出"


@pytest.fixture
def own_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the program's data that may be damaged, without the forms, which are read already."""
    folder = tmp_path / "resources"
    for name in ("samples", "fonts", "help"):
        shutil.copytree(paths.resources() / name, folder / name)
    shutil.copytree(paths.resources() / "forms", folder / "forms")
    monkeypatch.setattr(paths, "resources", lambda: folder)
    return folder


def test_a_missing_and_a_damaged_font_are_seen(own_resources: Path) -> None:
    (own_resources / "fonts" / "GKKai-Regular.ttf").unlink()
    (own_resources / "fonts" / "GKHei-Bold.ttf").write_bytes(b"no font")
    said = dict(selftest.fonts(own_resources / "fonts"))
    assert said["GK Kai Regular"] == "文件不见了，请重新安装程序"
    assert said["GK Hei Bold"] == "文件已损坏，请重新安装程序"
    assert said["GK Song Regular"] == ""


def test_a_sample_that_cannot_be_read_is_said_and_nothing_claims_to_have_passed_on_it(
    own_resources: Path,
) -> None:
    (sample,) = (own_resources / "samples").glob(selftest.SAMPLE)
    sample.chmod(0o644)
    sample.write_text("另一篇文章", encoding="utf-8")
    status, wrong = said_with(lambda: None)
    assert status == 1
    assert [line.partition("：")[0] for line in wrong] == ["✕ 读取内置的示例报告"]


def test_a_sample_that_is_missing_is_said(own_resources: Path) -> None:
    (sample,) = (own_resources / "samples").glob(selftest.SAMPLE)
    sample.unlink()
    status, wrong = said_with(lambda: None)
    assert status == 1
    assert wrong == ["✕ 读取内置的示例报告：程序自带的示例报告不见了。请重新安装程序。"]
