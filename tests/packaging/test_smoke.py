"""What smoke.py says of what it tried; the trials themselves need a built program."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

import bundle  # noqa: E402 - scripts of packaging/, which is no package
import smoke  # noqa: E402
import trial as place_of  # noqa: E402

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a POSIX shell's installer")
Run = Callable[..., subprocess.CompletedProcess[str]]


def passes(_: place_of.Trial) -> str:
    return "as it should"


def is_skipped(_: place_of.Trial) -> str:
    raise place_of.Skipped("no screen here")


def is_slow(_: place_of.Trial) -> str:
    raise place_of.Slower("900 ms")


def fails(_: place_of.Trial) -> str:
    raise place_of.Failed("wrong")


def breaks(_: place_of.Trial) -> str:
    raise OSError("gone")


@pytest.mark.parametrize(
    ("attempts", "loosely", "strictly"),
    [
        ((passes, passes), 0, 0),
        ((passes, is_skipped), 0, 1),
        ((passes, is_slow), 0, 0),
        ((passes, fails), 1, 1),
        ((passes, breaks), 1, 1),
    ],
)
def test_what_was_not_tried_fails_strictly_and_what_is_slow_never(
    attempts: tuple[Callable[[place_of.Trial], str], ...],
    loosely: int,
    strictly: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    trial = object.__new__(place_of.Trial)
    results = [smoke.tried(attempt, trial) for attempt in attempts]
    assert smoke.verdict(results, strict=False) == loosely
    assert smoke.verdict(results, strict=True) == strictly
    capsys.readouterr()


def test_the_end_says_once_more_what_was_not_as_wished(capsys: pytest.CaptureFixture[str]) -> None:
    trial = object.__new__(place_of.Trial)
    results = [smoke.tried(attempt, trial) for attempt in (passes, is_slow, is_skipped, fails)]
    capsys.readouterr()
    smoke.verdict(results, strict=True)
    said = capsys.readouterr().out
    assert "SLOWER: is_slow: 900 ms" in said
    assert "SKIPPED: is_skipped: no screen here" in said
    assert "FAILED: fails: wrong" in said
    assert "2 passed (1 of them slower than wanted), 1 skipped, which strictly is a failure, 1 failed" in said


def test_a_program_that_is_missing_is_a_trial_skipped() -> None:
    place_of.need("sh")
    with pytest.raises(place_of.Skipped, match="no-such-program"):
        place_of.need("sh", "no-such-program")


def test_a_bundle_of_another_source_is_refused_strictly_and_said_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bundle, "DIST", tmp_path)
    with pytest.raises(SystemExit):
        smoke.built(strict=False)
    (tmp_path / bundle.NAME).mkdir()
    assert smoke.built(strict=False) == tmp_path / bundle.NAME
    assert "of another source" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        smoke.built(strict=True)
    monkeypatch.setattr(bundle, "is_current", lambda: True)
    assert smoke.built(strict=True) == tmp_path / bundle.NAME


def test_what_is_tried_comes_out_of_the_archive(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    (folder / "甲").mkdir(parents=True)
    (folder / "甲" / "乙.txt").write_text("handed over", encoding="utf-8")
    bundle.packed(folder)
    (folder / "甲" / "乙.txt").write_text("changed since", encoding="utf-8")
    place_of.unpack(folder, tmp_path / "y")
    assert (tmp_path / "y" / "甲" / "乙.txt").read_text(encoding="utf-8") == "handed over"


@LINUX
@pytest.mark.skipif(not shutil.which("objdump"), reason="objdump tells what a library needs")
def test_a_release_is_held_to_the_stated_c_library_and_another_bundle_to_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial = object.__new__(place_of.Trial)
    trial.folder = tmp_path
    said = tmp_path / bundle.BUILT_ON_FILE
    said.parent.mkdir()
    program = shutil.which("sh") or ""  # needs some C library
    shutil.copy(program, said.parent / "libx.so")

    def outcome(system: str, has: str, floor: tuple[int, int]) -> str:
        said.write_text(f"{system}\n{has}\n", encoding="utf-8")
        monkeypatch.setattr(bundle, "OLDEST_GLIBC", floor)
        return smoke.needs_no_newer_system(trial)

    assert "Debian 99, for trial" in outcome("Debian 99", has="9.9", floor=(1, 9))
    with pytest.raises(place_of.Failed, match=r"libx\.so needs glibc .* built on Debian 99"):
        outcome("Debian 99", has="1.9", floor=(9, 9))
    assert outcome(bundle.BUILT_ON, has="1.9", floor=(9, 9)).endswith("a release")
    with pytest.raises(place_of.Failed, match=r"libx\.so needs glibc"):
        outcome(bundle.BUILT_ON, has="9.9", floor=(1, 9))
    (said.parent / "wheel").mkdir()
    shutil.copy(program, said.parent / "wheel" / "y.so")  # that is no older in a release
    with pytest.raises(place_of.Failed, match=r"y\.so needs glibc"):
        outcome("Debian 99", has="9.9", floor=(1, 9))
    said.unlink()
    with pytest.raises(place_of.Failed):
        smoke.needs_no_newer_system(trial)  # does not say where it was built
    shutil.rmtree(said.parent)
    with pytest.raises(place_of.Failed, match="nothing"):
        smoke.needs_no_newer_system(trial)


def test_where_a_release_is_asked_for_another_bundle_is_not_even_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(smoke, "Trial", None)
    assert smoke.main(["--strict", "--release", str(tmp_path)]) == 1
    assert "for trial" in capsys.readouterr().out
    (tmp_path / "_internal").mkdir()
    (tmp_path / bundle.BUILT_ON_FILE).write_text(f"{bundle.BUILT_ON}\n2.31\n", encoding="utf-8")
    with pytest.raises(TypeError):  # it goes on to try it
        smoke.main(["--strict", "--release", str(tmp_path)])
    capsys.readouterr()


def test_every_change_is_held_to_the_strict_form() -> None:
    assert 'dev.py" smoke --strict' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_on_windows_the_home_is_an_empty_one_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trial = object.__new__(place_of.Trial)
    trial.home, trial.work = tmp_path / "home", tmp_path / "work"
    monkeypatch.setattr(place_of, "LINUX", False)
    env = trial.environment()
    for name in ("USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        assert env[name] == str(tmp_path / "home")
    assert env["TEMP"] == str(tmp_path / "work")


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Run a script as a person without rights, in an empty home, out of a bundle that cannot be written."""
    place = tmp_path / "some"
    place.mkdir()
    place.chmod(0o755)
    home, folder = place / "home", place / "公开 年报"
    home.mkdir()
    shutil.copytree(ROOT / "packaging" / "linux" / "inside", folder)
    icons = folder / "_internal" / "resources" / "icons"
    icons.mkdir(parents=True)
    for size in (48, 256):
        (icons / f"app-{size}.png").touch()
    program = folder / place_of.NAME
    program.write_text('#!/bin/sh\ntest ! -e "$HOME/too old"\n', encoding="utf-8")
    program.chmod(0o755)
    rights = place_of.sandbox()
    for path in [folder, *folder.rglob("*")] if rights else []:
        os.chown(path, place_of.NOBODY, place_of.NOBODY)  # whoever copies it owns the copy
    if rights:
        os.chown(home, place_of.NOBODY, place_of.NOBODY)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)
    above = [path for path in (place, *place.parents) if not path.stat().st_mode & 0o005]
    modes = {path: path.stat().st_mode for path in above}
    for path in above if rights else []:
        path.chmod(modes[path] | 0o055)

    def start(script: Path) -> subprocess.CompletedProcess[str]:
        env = {"PATH": os.environ["PATH"], "HOME": str(home)}
        return subprocess.run(
            [*rights, "sh", str(script)], env=env, cwd=home, capture_output=True, text=True, check=False
        )

    yield start
    place_of.remove(place)
    for path, mode in modes.items():
        path.chmod(mode)


@LINUX
def test_from_a_folder_that_cannot_be_written_it_installs_and_goes_as_often_as_one_likes(
    run: Run, tmp_path: Path
) -> None:
    folder, data = tmp_path / "some" / "公开 年报", tmp_path / "some" / "home" / ".local" / "share"
    for _ in range(2):
        for script in (
            folder / "install.sh",
            folder / "install.sh",
            data / f"{place_of.NAME}-app" / "install.sh",
        ):
            done = run(script)
            assert (done.returncode, done.stderr) == (0, "")
            assert [path.name for path in data.glob(f"{place_of.NAME}-app*")] == [f"{place_of.NAME}-app"]
        done = run(folder / "uninstall.sh")
        assert (done.returncode, done.stderr) == (0, "")
        assert [path.name for path in data.rglob(f"{place_of.NAME}*")] == []


@LINUX
@pytest.mark.parametrize("script", ["install.sh", "uninstall.sh"])
def test_a_program_that_runs_is_neither_replaced_nor_removed(run: Run, tmp_path: Path, script: str) -> None:
    folder = tmp_path / "some" / "公开 年报"
    assert run(folder / "install.sh").returncode == 0
    installed = tmp_path / "some" / "home" / ".local" / "share" / f"{place_of.NAME}-app"
    shutil.copy2("/bin/sleep", installed / "running")
    with subprocess.Popen([*place_of.sandbox(), str(installed / "running"), "60"]) as running:
        time.sleep(0.5)
        try:
            done = run(folder / script)
        finally:
            running.kill()
    assert (done.returncode, done.stderr) == (1, "程序正在运行，请先关闭它，再运行一次。\n")
    assert (installed / place_of.NAME).exists()


@LINUX
def test_where_the_program_does_not_start_nothing_is_installed_and_the_guide_is_named(
    run: Run, tmp_path: Path
) -> None:
    home = tmp_path / "some" / "home"
    assert run(tmp_path / "some" / "公开 年报" / "install.sh").returncode == 0
    (home / "too old").touch()
    done = run(tmp_path / "some" / "公开 年报" / "install.sh")
    assert done.returncode == 1
    assert "使用手册.pdf" in done.stderr
    data = home / ".local" / "share"
    assert [path.name for path in data.glob(f"{place_of.NAME}-app*")] == [
        f"{place_of.NAME}-app"
    ]  # the older one stays
