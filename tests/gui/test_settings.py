"""The small file of what the window remembers is written when it has something new to say."""

from pathlib import Path

import pytest

from gui.settings import Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that remembers a zoom, written long ago."""
    path = tmp_path / "settings.json"
    settings = Settings(path)
    settings.remember("zoom", "125")
    settings.save()
    return path


def stamp(file: Path) -> tuple[int, int, bytes]:
    """Tell one writing of a file from another, even of the same bytes."""
    status = file.stat()
    return status.st_ino, status.st_mtime_ns, file.read_bytes()


def test_something_new_is_written_once(file: Path) -> None:
    settings = Settings(file)
    for zoom in ("150", "100"):
        settings.remember("zoom", zoom)
        settings.save()
        assert Settings(file).text("zoom") == zoom


def test_nothing_is_written_where_nothing_is_new(file: Path) -> None:
    settings = Settings(file)
    before = stamp(file)
    settings.remember("zoom", "125")
    settings.save()
    assert stamp(file) == before
    settings.remember("zoom", "150")
    settings.save()
    before = stamp(file)
    settings.save()
    assert stamp(file) == before


def test_a_file_deleted_meanwhile_is_written_again(file: Path) -> None:
    settings = Settings(file)
    file.unlink()
    settings.save()
    assert Settings(file).text("zoom") == "125"
