"""Every known error of the system becomes one sentence with advice; an unknown one stays what it is."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from pathlib import Path

import pytest

from core import errors
from core.causes import known_cause, shown


@pytest.mark.parametrize(
    ("code", "writing", "refusal"),
    [
        (errno.ENOENT, False, errors.FileMissing),
        (errno.ENOENT, True, errors.FileMissing),
        (errno.EACCES, False, errors.FileNotReadable),
        (errno.EACCES, True, errors.FolderReadOnly),
        (errno.EROFS, True, errors.FolderReadOnly),
        (errno.ENOSPC, True, errors.DiskFull),
        (errno.EFBIG, True, errors.DiskFull),
        (errno.EIO, False, errors.DiskFailed),
        (errno.ESTALE, True, errors.DiskFailed),
        (errno.ENODEV, True, errors.DiskFailed),
        (errno.EBUSY, True, errors.FileLocked),
        (errno.EISDIR, False, errors.NotOurFile),
        (errno.ENAMETOOLONG, True, errors.WrongArgument),
    ],
)
def test_an_error_of_the_system_is_a_sentence(
    tmp_path: Path, code: int, refusal: type[errors.Refused], *, writing: bool
) -> None:
    path = tmp_path / "年报.gknb"
    found = known_cause(OSError(code, os.strerror(code)), path, writing=writing)
    assert type(found) is refusal
    assert found.message.endswith("。")
    assert found.hint.endswith("。")
    assert not re.search(r"Errno|error|SQLite", str(found).replace(str(tmp_path), ""), re.IGNORECASE)


@pytest.mark.parametrize(
    ("code", "writing", "refusal"),
    [
        ("SQLITE_BUSY", False, errors.FileLocked),
        ("SQLITE_READONLY", True, errors.FolderReadOnly),
        ("SQLITE_FULL", True, errors.DiskFull),
        ("SQLITE_IOERR_WRITE", True, errors.DiskFailed),
        ("SQLITE_IOERR_SHORT_READ", False, errors.DiskFailed),
        ("SQLITE_CORRUPT", False, errors.FileDamaged),
        ("SQLITE_NOTADB", False, errors.FileDamaged),
        ("SQLITE_CANTOPEN", False, errors.FileNotReadable),
        ("SQLITE_CANTOPEN", True, errors.FolderReadOnly),
    ],
)
def test_an_error_of_the_database_is_a_sentence(
    tmp_path: Path, code: str, refusal: type[errors.Refused], *, writing: bool
) -> None:
    path = tmp_path / "年报.gknb"
    path.touch()
    error = sqlite3.OperationalError("said in English")
    error.sqlite_errorcode = getattr(sqlite3, code)
    assert type(known_cause(error, path, writing=writing)) is refusal


@pytest.mark.parametrize(
    "error", [OSError(errno.EBADF, "bug"), OSError("no number"), sqlite3.ProgrammingError("bug")]
)
def test_a_bug_is_not_a_refusal(tmp_path: Path, error: OSError | sqlite3.Error) -> None:
    assert known_cause(error, tmp_path / "a.gknb") is None


@pytest.mark.skipif(os.name != "posix", reason="on Windows every name is text")
def test_a_name_that_is_no_text_can_still_be_shown() -> None:
    shown(Path(os.fsdecode(b"\xc4\xea.gknb"))).encode()


@pytest.mark.parametrize("name", ["n" * 250, "d/" * 300 + "a.gknb"], ids=["name", "path"])
def test_what_sqlite_cannot_open_for_its_length_is_said_to_be_too_long(name: str) -> None:
    error = sqlite3.OperationalError("said in English")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    refusal = known_cause(error, Path("/") / name, writing=True)
    assert isinstance(refusal, errors.WrongArgument)
    assert "太长" in refusal.message
