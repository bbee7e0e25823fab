"""What the bundle keeps and leaves out, and what goes with it; smoke.py tries the built program itself."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

import bundle  # noqa: E402 - a script of packaging/, which is no package
import notices  # noqa: E402
import prune  # noqa: E402
import smoke  # noqa: E402

from core.export import formats  # noqa: E402 - the scripts are no part of the program

NEEDED = (
    "PySide6/Qt/lib/libQt6Core.so.6",
    "PySide6/Qt/lib/libQt6Widgets.so.6",
    "PySide6/Qt/lib/libQt6PrintSupport.so.6",
    "PySide6/Qt/lib/libQt6XcbQpa.so.6",
    "PySide6/Qt/lib/libicudata.so.73",
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "PySide6/Qt/plugins/platforms/qwindows.dll",
    "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
    "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
    "PySide6/Qt/plugins/imageformats/libqsvg.so",
    "PySide6/Qt/translations/qtbase_zh_CN.qm",
    "PySide6/translations/qtbase_zh_CN.qm",
    "PySide6/Qt6Core.dll",
    "PySide6/Qt6Widgets.dll",
    "docx/templates/default.docx",
    "stdnum/cn/ric.py",
    "stdnum/luhn.py",
    "resources/fonts/GKFangSong-Regular.ttf",
    "resources/forms/2021/form.toml",
    "resources/samples/xinzheng-2021.txt",
    "resources/help/guide/01-install.md",
    "resources/help/pictures/window.png",
    "libpython3.11.so.1.0",
    "lxml/etree.cpython-311-x86_64-linux-gnu.so",
)
LEFT_OUT = (
    "PySide6/Qt/lib/libQt6Network.so.6",
    "PySide6/Qt6Network.dll",
    "PySide6/Qt/lib/libQt6Quick.so.6",
    "PySide6/Qt/lib/libQt6Sql.so.6",
    "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
    "PySide6/Qt/plugins/tls/libqopensslbackend.so",
    "PySide6/Qt/plugins/imageformats/libqpdf.so",
    "PySide6/Qt/translations/qtbase_de.qm",
    "PySide6/Qt/translations/qt_zh_CN.qm",
    "PySide6\\translations\\qtbase_de.qm",
    "PySide6\\opengl32sw.dll",
    "stdnum/oui.dat",
    "PIL/_imaging.cpython-311-x86_64-linux-gnu.so",
    "pillow.libs/libtiff-1.so",
    "openpyxl-3.1.5.dist-info/RECORD",
)


@pytest.mark.parametrize("name", NEEDED)
def test_what_the_program_loads_stays(name: str) -> None:
    assert prune.kept(name)


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_it_never_loads_goes(name: str) -> None:
    assert not prune.kept(name)


def test_a_system_library_stays_only_where_something_that_stays_needs_it() -> None:
    names = (
        "libpython3.11.so.1.0",
        "libgtk.so",
        "libX11.so.6",
        "libxcb.so.1",
        "plugins/platforms/libqxcb.so",
    )
    entries = [(name, name, "BINARY") for name in names]
    wants = {"plugins/platforms/libqxcb.so": ["libX11.so.6"], "libX11.so.6": ["libxcb.so.1"]}
    kept = prune.needed(entries, lambda source: wants.get(source, []))
    assert [name for name, _, _ in kept] == [name for name in names if name != "libgtk.so"]


def test_everything_shipped_has_a_licence_that_goes_with_ours_and_brings_its_words() -> None:
    libraries = notices.shipped()
    assert {"pyside6-essentials", "reportlab", "openpyxl", "python-docx", "lxml"} <= {
        library.name for library in libraries
    }
    assert [library.name for library in libraries if not library.free] == []
    words = notices.text()
    for library in libraries:
        assert f"{library.name} {library.version} — {library.licence}" in words
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in words
    assert "SIL OPEN FONT LICENSE" in words


def test_a_licence_that_does_not_go_with_ours_is_seen() -> None:
    assert not notices.Library("x", "1", "GNU Affero General Public License v3", ()).free
    assert not notices.Library("x", "1", "GNU General Public License v2 (GPLv2)", ()).free
    assert not notices.Library("x", "1", "unknown", ()).free


def test_an_archive_names_nobody_and_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "DIST", tmp_path)
    folder = tmp_path / "x"
    (folder / "甲").mkdir(parents=True)
    (folder / "甲" / "乙.txt").write_text("丙", encoding="utf-8")
    first = bundle.packed(folder).read_bytes()
    (folder / "甲" / "乙.txt").touch()
    assert bundle.packed(folder).read_bytes() == first


def test_windows_is_told_the_version_as_four_numbers() -> None:
    assert "filevers=(0, 1, 0, 0)" in bundle.version_resource((0, 1, 0, 0))


def test_scripts_for_windows_have_its_line_ends_and_say_which_letters_they_are_in() -> None:
    scripts = sorted((ROOT / "packaging" / "windows").rglob("*.*"))
    assert len(scripts) >= 4
    for script in scripts:
        data = script.read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n"), script
        assert data.startswith(b"\xef\xbb\xbf") == (script.suffix == ".ps1"), script


def test_scripts_for_linux_are_plain_shell() -> None:
    for script in (ROOT / "packaging" / "linux" / "inside").glob("*.sh"):
        assert script.stat().st_mode & 0o111
        done = subprocess.run(["sh", "-n", str(script)], capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


def test_the_entry_knows_the_words_of_the_command_line() -> None:
    words = (ROOT / "packaging" / "entry.py").read_text(encoding="utf-8")
    assert re.search(r"sys\.argv\[1\] in COMMANDS", words)


def test_the_built_program_is_asked_for_every_format() -> None:
    assert sorted(smoke.FORMATS) == sorted(formats())
