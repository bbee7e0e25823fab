"""Forms to break: a copy of one form in a folder of its own, with single places edited."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core import formfile, paths
from core.form import FormDef

Edit = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def form() -> FormDef:
    """The form this program ships."""
    return formfile.load("2021")


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Replace one text in one file of a copy of the form; returns the folder to load from."""
    shutil.copytree(paths.forms_dir() / "2021", tmp_path / "2021")

    def replace(file: str, old: str, new: str) -> Path:
        path = tmp_path / "2021" / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), "utf-8")
        return tmp_path

    return replace
