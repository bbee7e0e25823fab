"""What the bundle keeps and leaves out, and what goes with it; smoke.py tries the built program itself."""

import ast
import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
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
    "PySide6/Qt/lib/libQt6DBus.so.6",
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
    "stdnum/numdb.py",
    "stdnum/util.py",
    "resources/fonts/GKFangSong-Regular.ttf",
    "resources/forms/2021/form.toml",
    "resources/samples/xinzheng-2021.txt",
    "resources/help/guide/01-install.md",
    "resources/help/pictures/window.png",
    "libpython3.11.so.1.0",
    "lxml/etree.cpython-311-x86_64-linux-gnu.so",
)
LEFT_OUT = (
    "libdbus-1.so.3",
    "libsystemd.so.0",
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


def test_what_python_stdnum_imports_is_not_left_out() -> None:
    """Left out of the bundle, pydoc and ssl once took the check for personal data with them."""
    package = Path(str(metadata.distribution("python-stdnum").locate_file("stdnum")))
    files = [
        path for path in package.rglob("*.py") if prune.kept(f"stdnum/{path.relative_to(package).as_posix()}")
    ]
    assert len(files) > 6
    imported = {
        name.name if isinstance(node, ast.Import) else node.module
        for path in files
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert {"pydoc", "ssl"} <= imported
    assert imported & set(prune.EXCLUDED_MODULES) == set()


def test_with_our_stub_of_ssl_everything_that_names_it_still_loads() -> None:
    script = (
        "import ssl; assert 'stubs' in ssl.__file__; import stdnum.luhn, stdnum.cn.ric, stdnum.util;"
        "assert stdnum.luhn.is_valid('79927398713'); import http.client, urllib.request, ftplib, smtplib"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "packaging" / "stubs")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


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


def test_the_notice_names_what_starts_the_program_what_is_inside_qt_and_where_sources_are() -> None:
    words = notices.text()
    for one in notices.starter():
        assert f"{one.name} {one.version} — " in words
    assert "Bootloader Exception" in words
    for part in [
        "PCRE2",
        "double-conversion",
        "HarfBuzz",
        "FreeType",
        "libpng",
        "libjpeg-turbo",
        "MD4C",
        "zlib",
        "ICU",
    ]:
        assert re.search(rf"^- {re.escape(part)}\b.*\[.+\]  in ", words, re.MULTILINE), part
    assert "based in part on the work of the Independent JPEG Group" in words
    head = words.partition("=" * 100)[0]
    for said in (
        "PySide6",
        "python-stdnum（LGPL",
        "_internal/stdnum",
        "https://download.qt.io/",
        "pyside-setup",
    ):
        assert said in head, said


def test_every_licence_that_a_part_of_qt_is_under_stands_there() -> None:
    words = (ROOT / "packaging" / "licences" / "Qt-parts.txt").read_text(encoding="utf-8")
    texts = set(re.findall(r"^---- (.+) ----$", words, re.MULTILINE))
    elsewhere = {"Apache-2.0", "LGPL-2.0-or-later", "public domain", "LCS/Telegraphics", "PCRE2"}
    named = {
        name
        for licences in re.findall(r"^- .*\[(.+)\]  in ", words, re.MULTILINE)
        for name in re.split(r", | and | or ", licences)
    }
    assert len(named) > 12
    assert named - texts - elsewhere == set()
    assert f"for Qt {metadata.version('pyside6-essentials')}" in words  # looked through with each new one


def test_what_may_be_exchanged_lies_outside_the_archive_and_the_recipe_of_the_fonts_in_the_bundle() -> None:
    spec = (ROOT / "packaging" / "app.spec").read_text(encoding="utf-8")
    assert 'module_collection_mode={"stdnum": "py"}' in spec
    assert '(str(HERE / "fonts.py"), "resources/fonts")' in spec
    assert notices.RECIPE == "_internal/resources/fonts/fonts.py"
    assert notices.RECIPE in notices.text()
    assert prune.kept("resources/fonts/fonts.py")


def test_what_is_locked_for_other_systems_is_listed_too(capsys: pytest.CaptureFixture[str]) -> None:
    notices.audit()
    said = capsys.readouterr().out
    names = {line.split()[0] for line in said.splitlines()[:-1]}
    lock = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    assert names == {name.lower() for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    if sys.platform == "linux":
        assert re.search(r"^pefile +\S+ +not here +sys_platform == 'win32'$", said, re.MULTILINE)


def test_the_guide_lies_beside_the_program_for_who_cannot_start_it(tmp_path: Path) -> None:
    bundle.add_papers(tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert {"使用手册.pdf", "快速上手.pdf", "THIRD-PARTY.txt", "LICENSE.txt"} <= names
    for name in bundle.GUIDES:
        assert (tmp_path / name).read_bytes().startswith(b"%PDF-")
    inside = ROOT / "packaging" / ("windows" if bundle.WINDOWS else "linux") / "inside"
    for path in inside.rglob("*"):
        assert (tmp_path / path.relative_to(inside)).exists()


def test_a_bundle_is_known_by_what_it_was_made_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "tree"
    for name in (*bundle.MADE_OF, "packaging/docs/x.md"):
        file = root / name if "." in name or name == "LICENSE" else root / name / "a.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    monkeypatch.setattr(bundle, "ROOT", root)
    monkeypatch.setattr(bundle, "DIST", tmp_path / "dist")
    (tmp_path / "dist" / bundle.NAME).mkdir(parents=True)
    bundle.archive_of(tmp_path / "dist" / bundle.NAME).touch()
    assert not bundle.is_current()  # half made: nothing says of what
    stamped = f"{bundle.made_of()}\n{bundle.by()}\n"
    bundle.stamp().write_text(stamped, encoding="ascii")
    assert bundle.is_current()
    (root / "packaging" / "docs" / "x.md").write_text("of no matter", encoding="utf-8")
    assert bundle.is_current()
    (root / "core" / "a.txt").write_text("other", encoding="utf-8")
    assert not bundle.is_current()
    stamped = f"{bundle.made_of()}\n{bundle.by()}\n"
    bundle.stamp().write_text(stamped, encoding="ascii")
    assert bundle.is_current()
    bundle.stamp().write_text(f"{bundle.made_of()}\nanother Python\n", encoding="ascii")
    assert not bundle.is_current()
    says_built_on(tmp_path / "dist" / bundle.NAME, bundle.BUILT_ON, "2.31")
    assert bundle.is_current()  # a release is by the Python of its own system
    bundle.archive_of(tmp_path / "dist" / bundle.NAME).unlink()
    assert not bundle.is_current()


def test_a_bundle_says_where_it_was_built_and_only_one_of_the_old_system_is_a_release(tmp_path: Path) -> None:
    assert not bundle.is_release(tmp_path)
    assert bundle.built_on(tmp_path) == ("", ())
    says_built_on(tmp_path, "Debian 12", "2.36")
    assert bundle.built_on(tmp_path) == ("Debian 12", (2, 36))
    assert not bundle.is_release(tmp_path)
    says_built_on(tmp_path, bundle.BUILT_ON, "2.31")
    assert bundle.is_release(tmp_path)


@pytest.mark.skipif(not Path("/etc/debian_version").is_file(), reason="not a Debian system")
def test_this_system_is_called_as_the_one_that_releases_are_built_on() -> None:
    assert re.fullmatch(r"Debian (\d+)?", bundle.this_system())
    assert re.fullmatch(r"Debian \d+", bundle.BUILT_ON)


def says_built_on(folder: Path, system: str, library: str) -> None:
    file = folder / bundle.BUILT_ON_FILE
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{system}\n{library}\n", encoding="utf-8")


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="not a Debian system")
def test_a_library_is_said_to_be_of_a_package_only_if_it_is(tmp_path: Path) -> None:
    said = subprocess.run(
        ["dpkg-query", "--search", "*/libz.so.1"], capture_output=True, text=True, check=False
    )
    line = next(line for line in said.stdout.splitlines() if "x86_64" in line or "aarch64" in line)
    package, place = line.partition(":")[0], line.rpartition(": ")[2]
    shutil.copy(place, tmp_path / "libz.so.1")
    assert bundle.system_packages(tmp_path) == [package]
    (tmp_path / "libz.so.1").write_bytes(b"another one of that name")
    assert bundle.system_packages(tmp_path) == []
    (tmp_path / "libz.so.1").unlink()
    (tmp_path / "libz.so.1").symlink_to(place)  # as libraries of a wheel are named a second time
    assert bundle.system_packages(tmp_path) == []


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
    assert len(scripts) == 4
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
    assert '"--version"' in words


def test_the_built_program_is_asked_for_every_format() -> None:
    assert sorted(smoke.FORMATS) == sorted(formats())
