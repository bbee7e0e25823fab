"""Which report the window opens with: the file asked for, else the last one, else the sample."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from core import paths
from core.dbfile import refusing
from core.errors import FileExists, Refused
from core.session import Session

SAMPLE_NAME = "示例.gknb"
SAMPLE_LABEL = "导入示例报告"


def sample_file() -> Path:
    """Return where the sample's unit file lies."""
    return paths.user_data() / SAMPLE_NAME


def sample(folder: Path | None = None, *, checking: bool = True) -> Session:
    """Open the sample's unit file; the first time it is imported through the ordinary text reader.

    Without ``checking`` the checks may wait (``Session.open``). Raises the refusals of the store and of the
    reader.
    """
    file = (folder or paths.user_data()) / SAMPLE_NAME
    with refusing(file.parent, writing=True):
        there = file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
    if there:
        return Session.open(file, checking=checking)
    from core import readers  # noqa: PLC0415 - read once in the life of a sample file

    report = readers.read(paths.sample_text()).to_report()
    try:
        return Session.create(file, report, SAMPLE_LABEL)
    except FileExists:  # another window made it in the meantime
        return Session.open(file)


def wanted(asked: Path | None, recent: tuple[Path, ...]) -> Path:
    """Return the file that a start is about: the one asked for, else the last one, else the sample."""
    return asked or next(iter(recent), None) or sample_file()


def first(
    asked: Path | None, recent: tuple[Path, ...], *, want_sample: bool
) -> tuple[Session, Refused | None]:
    """Return a session in any case, and the refusal to show if it is not the one wanted.

    Where even the sample's usual place cannot be used (locked by another window, read-only home), a sample in
    a temporary folder is opened, and the refusal's hint says so. Raises ``Refused`` where even that fails.
    The checks wait until the window has painted itself (``Session.examine``).
    """
    refusal: Refused | None = None
    for attempt in _attempts(asked, recent, want_sample=want_sample):
        try:
            return attempt(), refusal
        except Refused as error:
            refusal = refusal or error
    with refusing(Path(tempfile.gettempdir()), writing=True):
        folder = Path(tempfile.mkdtemp(prefix="示例-"))
    assert refusal is not None  # every attempt was refused
    return sample(folder), temporary(refusal)


def temporary(refusal: Refused) -> Refused:
    """Return the refusal with the warning that what is shown now does not stay."""
    message = f"{refusal.message}现在打开的是一份临时的示例，"
    return type(refusal)(message, "关机后不保留；请另存副本，或新建、打开别的文件。")


def _attempts(
    asked: Path | None, recent: tuple[Path, ...], *, want_sample: bool
) -> Iterator[Callable[[], Session]]:
    if asked is not None:
        yield lambda: Session.open(asked, checking=False)
    elif recent and not want_sample:
        yield lambda: Session.open(recent[0], checking=False)
    yield partial(sample, checking=False)
