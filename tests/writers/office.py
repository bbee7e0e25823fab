"""LibreOffice without a screen, as a judge of documents: it converts, and keeps nothing behind."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from lxml import etree

from core import paths

PROGRAM = "soffice"
ABSENT = f"LIBREOFFICE IS NOT INSTALLED ({PROGRAM}): no document was opened in another program"
LONGEST = 120  # seconds until it counts as hung

# Our own fonts under the names that documents use: this machine may have no Chinese font at all.
_ALIASES = {
    "仿宋_GB2312": "GK FangSong",
    "楷体_GB2312": "GK Kai",
    "黑体": "GK Hei",
    "宋体": "GK Song",
    "方正小标宋简体": "GK Song Black",
}
_ALWAYS_CALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class Office:
    """LibreOffice with a profile of its own, in which stored values of formulas are never believed."""

    def __init__(self, folder: Path) -> None:
        """Make the profile and the list of fonts."""
        self._folder = folder
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_ALWAYS_CALCULATE, "utf-8")
        aliases = "".join(
            f'<alias binding="same"><family>{name}</family><prefer><family>{ours}</family></prefer></alias>'
            for name, ours in _ALIASES.items()
        )
        (folder / "fonts.conf").write_text(
            f"<fontconfig><dir>{paths.resources() / 'fonts'}</dir><dir>/usr/share/fonts</dir>"
            f"<cachedir>{folder / 'fonts'}</cachedir>{aliases}</fontconfig>",
            "utf-8",
        )

    def converted(self, files: Sequence[Path], suffix: str) -> list[Path]:
        """The files in another format, all in one go."""
        out = self._folder / suffix
        profile = (self._folder / "profile").as_uri()
        command = [PROGRAM, "--headless", f"-env:UserInstallation={profile}", "--convert-to", suffix]
        surroundings = {
            **os.environ,
            "HOME": str(self._folder),
            "FONTCONFIG_FILE": str(self._folder / "fonts.conf"),
        }
        subprocess.run(
            [*command, "--outdir", out, *files],
            check=True,
            capture_output=True,
            env=surroundings,
            timeout=LONGEST,
        )
        return [out / f"{file.stem}.{suffix}" for file in files]


def installed(folder: Path) -> Office:
    """LibreOffice that works in a folder; skips the test loudly where there is none."""
    if shutil.which(PROGRAM) is None:
        pytest.skip(ABSENT)
    return Office(folder)


class Read:
    """A text document as LibreOffice understood it (.fodt)."""

    def __init__(self, file: Path) -> None:
        """Read the document's elements."""
        self._root = etree.parse(file).getroot()

    def headings(self) -> list[tuple[int, str]]:
        """The outline: level and text."""
        return [
            (int(item.get(f"{_TEXT}outline-level", "0")), _said(item))
            for item in self._root.iter(f"{_TEXT}h")
        ]

    def tables(self) -> list[dict[tuple[int, int], str]]:
        """Every table's cells by row and column; merged ones once."""
        return [dict(_cells(table)) for table in self._root.iter(f"{_TABLE}table")]


def _cells(table: etree._Element) -> Iterator[tuple[tuple[int, int], str]]:
    for row, line in enumerate(table.iter(f"{_TABLE}table-row")):
        column = 0
        for cell in line:
            if cell.tag == f"{_TABLE}table-cell":
                yield (row, column), _said(cell)
            column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))


def _said(element: etree._Element) -> str:
    return "".join("".join(part.itertext()) for part in element.iter(f"{_TEXT}p", f"{_TEXT}h"))
