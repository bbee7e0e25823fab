"""The log tells where a bug of ours is, and nothing that a person wrote."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import faults, paths, values
from core.errors import DiskFull

MARKED = ("张三", "41018", "zhangsan", "青石镇")


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    """A logger of ours that goes to the log file, as in the program."""
    before = list(logging.getLogger().handlers)
    faults.log_to_file()
    yield logging.getLogger("core.made_for_this_test")
    logging.getLogger().handlers[:] = before


def written() -> str:
    return paths.log_file().read_text(encoding="utf-8")


def fail() -> None:
    try:
        values.parse(object(), "张三")  # type: ignore[arg-type]
    except (TypeError, AttributeError, ValueError) as cause:
        raise KeyError("D:/zhangsan/青石镇.gknb 41018") from cause


def caught() -> KeyError:
    """An exception that passed through the program, caused by another, both with marked words in them."""
    with pytest.raises(KeyError) as raised:
        fail()
    return raised.value


def test_what_an_exception_says_is_left_out_and_where_it_happened_is_told() -> None:
    told = faults.where(caught())
    assert [word for word in MARKED if word in told] == []
    assert 'File "core/values.py"' in told
    assert told.splitlines()[-1] == "KeyError"
    assert str(Path(__file__).resolve().parents[2]) not in told
    assert str(Path.home()) not in told


def test_the_arguments_of_a_record_are_left_out_but_the_kind_of_a_refusal_is_told(
    log: logging.Logger,
) -> None:
    log.warning("settings not written: %s", DiskFull("“D:/zhangsan/青石镇.gknb”写不下。"))
    log.warning("%s has %d cells", "青石镇", 41018)
    assert [word for word in MARKED if word in written()] == []
    assert "settings not written: %s DiskFull" in written()


def test_what_a_library_says_is_left_out(log: logging.Logger) -> None:
    assert log is not None
    logging.getLogger("pdfminer").warning("cannot read %s", "张三")
    logging.getLogger("fontTools").warning("zhangsan 41018")
    assert "WARNING pdfminer …" in written()
    assert [word for word in MARKED if word in written()] == []


def test_a_record_with_an_exception_tells_where(log: logging.Logger) -> None:
    error = caught()
    log.error("told once", exc_info=(type(error), error, error.__traceback__))
    assert "KeyError" in written()
    assert [word for word in MARKED if word in written()] == []


def test_a_bug_of_the_command_line_is_kept_without_its_words() -> None:
    error = RuntimeError("张三 41018")
    said = faults.sentence(RuntimeError, error, None)
    assert str(paths.log_file()) in said
    assert written().rstrip().endswith("RuntimeError")
