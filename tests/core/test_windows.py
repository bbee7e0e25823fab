"""What Windows says, and what is asked of it: each answer on Windows, and that nothing is asked elsewhere."""

from __future__ import annotations

import ctypes
import errno
import os
import sqlite3
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from core import errors, safefile, windows
from core.causes import known_cause
from core.media import Medium, kind_of_drive

ASKED = pytest.mark.skipif(sys.platform == "win32", reason="plays Windows; there it is asked itself")
REAL = pytest.mark.skipif(sys.platform != "win32", reason="asks Windows itself")


class Kernel:
    """Windows' library as far as it is asked; notes the questions."""

    def __init__(self, handle: int | None = 7) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.CreateFileW = self._function("CreateFileW", handle)
        self.CloseHandle = self._function("CloseHandle", 1)
        self.GetDriveTypeW = self._function("GetDriveTypeW", 2)
        self.SetFileAttributesW = self._function("SetFileAttributesW", 1)
        self.AllowSetForegroundWindow = self._function("AllowSetForegroundWindow", 1)

    def _function(self, name: str, answer: object) -> SimpleNamespace:
        class Function(SimpleNamespace):
            def __call__(_, *words: object) -> object:  # noqa: N805 - self is the kernel
                self.asked.append((name, *words))
                return answer

        return Function()


def play(monkeypatch: pytest.MonkeyPatch, kernel: Kernel, number: int = 0) -> None:
    """Let this process take itself for one on Windows."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel, user32=kernel), raising=False)
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: kernel, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: number, raising=False)


class OfWindowsError(OSError):
    """An error of the system as Python has it on Windows."""

    def __init__(self, code: int, number: int | None, target: object = None) -> None:
        super().__init__(code, "said in English", "temp", None, target)
        self.winerror = number


def test_elsewhere_nothing_is_asked(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("this is Windows")
    assert windows.drive_type("C:\\") == 0
    assert kind_of_drive(windows.drive_type("C:\\")) is Medium.FIXED
    assert windows.why_not_opened(tmp_path / "gone") == 0
    windows.hide(tmp_path)
    windows.let_come_forward(1)


@ASKED
def test_windows_is_asked_in_its_own_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kernel = Kernel()
    play(monkeypatch, kernel)
    assert kind_of_drive(windows.drive_type("E:\\")) is Medium.REMOVABLE
    windows.hide(tmp_path)
    windows.let_come_forward(4711)
    assert kernel.asked == [
        ("GetDriveTypeW", "E:\\"),
        ("SetFileAttributesW", str(tmp_path), 2),
        ("AllowSetForegroundWindow", 4711),
    ]


@ASKED
@pytest.mark.parametrize("refused", [None, ctypes.c_void_p(-1).value])
def test_why_a_file_does_not_open_is_windows_last_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, refused: int | None
) -> None:
    play(monkeypatch, Kernel(refused), 32)
    assert windows.why_not_opened(tmp_path / "a.docx") == 32


@ASKED
def test_a_file_that_opens_is_closed_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kernel = Kernel(7)
    play(monkeypatch, kernel, 99)
    assert windows.why_not_opened(tmp_path / "a.docx", writing=True) == 0
    assert [name for name, *_ in kernel.asked] == ["CreateFileW", "CloseHandle"]


@REAL
def test_windows_itself_tells_a_held_file_from_one_that_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "年报 ＆#%.docx"
    assert windows.why_not_opened(file) == 2
    file.write_bytes(b"x")
    assert windows.why_not_opened(file) == 0
    windows.hide(file)
    assert file.stat().st_file_attributes & 2  # type: ignore[attr-defined]
    assert windows.drive_type(tmp_path.drive + "\\") in {2, 3, 4, 6}
    windows.let_come_forward(os.getpid())


@pytest.mark.parametrize(
    ("code", "number", "writing", "refusal"),
    [
        (errno.EACCES, 32, False, errors.FileLocked),
        (errno.EACCES, 33, True, errors.FileLocked),
        (errno.EACCES, 19, True, errors.FolderReadOnly),
        (errno.EACCES, 5, True, errors.FolderReadOnly),
        (errno.EACCES, 5, False, errors.FileNotReadable),
        (errno.EACCES, 21, True, errors.DiskFailed),  # the stick is not ready: "denied" to Python
        (errno.EACCES, 31, True, errors.DiskFailed),
        (errno.EINVAL, 1117, True, errors.DiskFailed),
        (errno.EINVAL, 433, False, errors.DiskFailed),
        (errno.ENOENT, 53, False, errors.DiskFailed),
        (errno.ENOENT, 67, False, errors.DiskFailed),
        (errno.EINVAL, 1231, True, errors.DiskFailed),
        (errno.ENOSPC, 112, True, errors.DiskFull),
        (errno.ENOENT, 206, True, errors.WrongArgument),
        (errno.ENOENT, 3, True, errors.FileMissing),
    ],
)
def test_a_number_of_windows_is_a_sentence(
    tmp_path: Path, code: int, number: int, refusal: type[errors.Refused], *, writing: bool
) -> None:
    found = known_cause(OfWindowsError(code, number), tmp_path / "年报.gknb", writing=writing)
    assert type(found) is refusal


@pytest.mark.parametrize("name", ["甲?.pdf", "甲|乙.pdf", "<甲>.pdf"])
def test_a_name_that_windows_or_a_stick_does_not_take_is_said(tmp_path: Path, name: str) -> None:
    for error in (OfWindowsError(errno.EINVAL, 123), OSError(errno.EINVAL, "")):
        found = known_cause(error, tmp_path / name, writing=True)
        assert isinstance(found, errors.WrongArgument)
        assert "符号" in found.message


def test_a_file_that_another_program_has_open_is_not_called_a_folder_that_cannot_be_written(
    tmp_path: Path,
) -> None:
    path = tmp_path / "年报.pdf"
    path.touch()
    taken = OfWindowsError(errno.EACCES, 5, path)
    assert isinstance(known_cause(taken, path, writing=True), errors.FileLocked)
    path.unlink()
    assert isinstance(known_cause(taken, path, writing=True), errors.FolderReadOnly)


@pytest.mark.parametrize(
    ("number", "refusal"), [(32, errors.FileLocked), (5, errors.FileNotReadable), (21, errors.DiskFailed)]
)
def test_where_python_only_says_denied_windows_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int, refusal: type[errors.Refused]
) -> None:
    monkeypatch.setattr(windows, "HERE", True)
    monkeypatch.setattr(windows, "why_not_opened", lambda *_, **__: number)
    denied = PermissionError(errno.EACCES, "denied")
    assert type(known_cause(denied, tmp_path / "年报.docx")) is refusal


def test_a_folder_in_place_of_a_file_is_called_one_on_windows_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(windows, "HERE", True)
    monkeypatch.setattr(windows, "why_not_opened", lambda *_, **__: 0)
    found = known_cause(PermissionError(errno.EACCES, "denied"), tmp_path)
    assert isinstance(found, errors.NotOurFile)
    found = known_cause(OfWindowsError(errno.EACCES, 5, tmp_path), tmp_path, writing=True)
    assert isinstance(found, errors.NotOurFile)


def test_what_the_c_library_has_no_number_for_is_a_failing_medium_on_windows_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    error = OSError(errno.EINVAL, "invalid argument")
    monkeypatch.setattr(windows, "HERE", False)
    assert known_cause(error, tmp_path / "a.pdf", writing=True) is None
    monkeypatch.setattr(windows, "HERE", True)
    assert isinstance(known_cause(error, tmp_path / "a.pdf", writing=True), errors.DiskFailed)


def test_windows_counts_characters_of_a_path_not_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "HERE", True)
    error = sqlite3.OperationalError("said in English")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    for long, refusal in ((120, errors.FileMissing), (260, errors.WrongArgument)):
        path = Path("/无") / ("长" * long)
        assert isinstance(known_cause(error, path, writing=True), refusal)
        assert isinstance(known_cause(FileNotFoundError(errno.ENOENT, ""), path), refusal)


def test_a_failed_sync_on_windows_is_the_mediums_not_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fails(_handle: int) -> None:
        raise OSError(errno.EBADF, "bad file descriptor")

    path = tmp_path / "年报.pdf"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fails)
    monkeypatch.setattr(windows, "HERE", False)
    with pytest.raises(OSError, match="bad file"):
        safefile.safe_write(path, b"new")
    monkeypatch.setattr(windows, "HERE", True)
    with pytest.raises(errors.DiskFailed):
        safefile.safe_write(path, b"new")
    assert path.read_bytes() == b"old"


def test_on_windows_a_new_file_needs_no_hard_link_and_waits_for_a_virus_scanner(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A stick with FAT or exFAT knows no links; there Windows says "incorrect function" (1)."""
    pauses: list[float] = []
    real = os.rename

    def no_links(*_: object) -> None:
        raise OfWindowsError(errno.EINVAL, 1)

    def rename(temp: Path, target: Path) -> None:
        if not pauses:
            raise OfWindowsError(errno.EACCES, 32)
        if target.exists():  # as Windows does it
            raise FileExistsError(errno.EEXIST, "exists")
        real(temp, target)

    monkeypatch.setattr(windows, "HERE", True)
    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(os, "rename", rename)
    monkeypatch.setattr("core.safefile.time.sleep", pauses.append)
    path = tmp_path / "新.gknb"
    safefile.safe_write_new(path, b"new")
    assert pauses == [0.05]
    with pytest.raises(errors.FileExists):
        safefile.safe_write_new(path, b"other")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("新.gknb", b"new")]
