"""What the program weighs: the source tree, its fonts, the bundle where there is one."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import PySide6

from core.writers import fonts
from tests.bench.measure import ROOT, Row, Wanted, exactly

DIST = ROOT / "dist"
_MB = 1_000_000


def rows() -> list[Row]:
    """Every weight in MB."""
    source = [ROOT / name for name in _kept()]
    code = [path for path in source if path.suffix == ".py"]
    said = [
        Row("source tree", exactly(_megabytes(source), "MB"), "its Python", exactly(_megabytes(code), "MB")),
        Row("fonts", exactly(_megabytes(fonts.folder().iterdir()), "MB")),
    ]
    return [*said, *bundle_rows()] if DIST.is_dir() else said


def bundle_rows() -> list[Row]:
    """The newest bundle, unpacked and packed."""
    folders = [path for path in DIST.iterdir() if path.is_dir()]
    archives = [path for path in DIST.iterdir() if path.name.endswith((".tar.gz", ".zip"))]
    said = []
    if folders:
        newest = max(folders, key=lambda path: path.stat().st_mtime)
        size = exactly(_megabytes(newest.rglob("*")), "MB")
        qt = exactly(_megabytes(Path(PySide6.__file__).parent.rglob("*")), "MB")
        said.append(Row("bundle, unpacked", size, "PySide6 alone, as installed", qt, Wanted(220)))
    if archives:
        newest = max(archives, key=lambda path: path.stat().st_mtime)
        said.append(Row("bundle, packed", exactly(_megabytes([newest]), "MB"), wanted=Wanted(80)))
    return said


def _kept() -> list[str]:
    """The files that belong to the project; none where it was not cloned."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return []
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name]


def _megabytes(places: Iterable[Path]) -> float:
    whole = sum(path.stat().st_size for path in places if path.is_file() and not path.is_symlink())
    return whole / _MB
