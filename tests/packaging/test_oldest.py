"""How a release is built on an old system; building itself takes a Debian mirror, root and ten minutes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

import bundle  # noqa: E402 - scripts of packaging/, which is no package
import environment  # noqa: E402
import oldest  # noqa: E402

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a release for Linux")
LOCK = """# A comment.
one==1.0 \\
    --hash=sha256:11
two==2.0 ; python_full_version < '3.11.5' \\
    --hash=sha256:22 \\
    --hash=sha256:23
two==2.1 ; python_full_version >= '3.11.5' \\
    --hash=sha256:24
three==3.0 ; sys_platform == 'win32' \\
    --hash=sha256:33
"""


def test_of_the_lock_file_is_taken_what_the_old_systems_python_needs_with_its_hashes() -> None:
    taken = list(oldest.wanted_by("3.11.2", LOCK))
    assert taken[1] == "two==2.0 \\\n    --hash=sha256:22 \\\n    --hash=sha256:23\n"
    newer = [entry.partition(" ")[0] for entry in oldest.wanted_by("3.11.7", LOCK)]
    wanted = {"linux": ["one==1.0", "two==2.1"], "win32": ["one==1.0", "two==2.1", "three==3.0"]}
    assert newer == wanted["win32" if sys.platform == "win32" else "linux"]


def test_the_projects_own_lock_file_is_read_whole() -> None:
    lock = environment.LOCK.read_text(encoding="utf-8")
    taken = list(oldest.wanted_by("3.11.2", lock))
    names = [Requirement(entry.partition("\\")[0]).name for entry in taken]
    assert len(names) == len(set(names))
    assert {"pyside6-essentials", "pyinstaller", "lxml"} <= set(names)
    assert all("--hash=sha256:" in entry and ";" not in entry for entry in taken)


def test_only_wheels_are_taken_that_the_stated_c_library_can_load() -> None:
    newest = max(int(name.split("_")[2]) for name in oldest.PLATFORMS if name.startswith("manylinux_2"))
    assert (2, newest) == bundle.OLDEST_GLIBC


def test_the_old_system_is_the_one_that_texts_name() -> None:
    assert {"bullseye": "Debian 11"}[oldest.SUITE] == bundle.BUILT_ON


def test_no_address_is_written_down() -> None:
    assert "://" not in Path(oldest.__file__).read_text(encoding="utf-8")


@LINUX
def test_who_may_not_make_the_old_system_is_told_so_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(oldest, "PLACE", tmp_path / "oldest")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as ended:
        oldest.main()
    assert ended.value.code == 1
    assert f"请用管理员（root）运行：要先建一个 {bundle.BUILT_ON} 的小系统" in capsys.readouterr().out
    assert not (tmp_path / "oldest").exists()


def test_the_mirror_is_the_one_that_apt_uses_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    targets = "m/debian new\nm/debian new-updates\nm/debian-security new-security\nelse/other new-other"
    monkeypatch.setattr(environment, "answer", lambda _: targets)
    assert oldest.mirrors() == ("m/debian", "m/debian-security")
    monkeypatch.setattr(environment, "answer", lambda _: "else/other other")
    with pytest.raises(SystemExit):
        oldest.mirrors()
    assert "debian-security" in capsys.readouterr().out


@LINUX
def test_what_fails_inside_ends_with_the_last_words_and_the_place_of_all_of_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(oldest, "PLACE", tmp_path)
    oldest.run(["sh", "-c", "echo well"])
    with pytest.raises(SystemExit):
        oldest.run(["sh", "-c", "echo the cause; exit 3"])
    said = capsys.readouterr().out
    assert "the cause" in said
    assert str(tmp_path / "log.txt") in said


@LINUX
def test_the_steps_are_plain_shell() -> None:
    words = {"sources": "s", "header": "h", "mending": "|".join(oldest.MENDING), "only": "", "packages": "p"}
    for steps in (oldest.REBUILD, oldest.COMPILE):
        script = (oldest.GET + steps).format(name="n", **words)
        done = subprocess.run(["sh", "-n"], input=script, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
