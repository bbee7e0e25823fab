"""What of the libraries the bundle leaves out: parts that the program never loads.

Each rule says why. `kept` decides by the name a file has inside the bundle; the tests hold what must stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

Entry = tuple[str, str, str]  # name inside the bundle, source, kind

# Modules that nothing of ours imports: PyInstaller would follow a library that offers to use them.
EXCLUDED_MODULES = (
    "PySide6.QtNetwork",  # nothing leaves this PC
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtQuickWidgets",
    "PySide6.QtSql",  # one SQLite per process, Python's own (RELIABILITY.md, fact 4)
    "PySide6.QtTest",
    "PySide6.QtDesigner",
    "PySide6.QtUiTools",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "tkinter",
    "unittest",
    "pydoc_data",  # but pydoc stays: python-stdnum imports it
    "doctest",
    "lib2to3",
    "ensurepip",
    "idlelib",
    "distutils",
    "setuptools",
    "pip",
    "numpy",
    "pandas",
    "IPython",
    "pytest",
    "hypothesis",
    "mypy",
    "fontTools",
    "reportlab.graphics.testdrawings",
    "reportlab.graphics.testshapes",
    "charset_normalizer",
    "asyncio",
    "_ssl",  # stubs/ssl.py stands for its other half
    "_hashlib",  # Python's own hashes need no OpenSSL
    "lxml.objectify",
    "lxml.html._difflib",
    "lxml.isoschematron",
)

# Files that come with what is imported and are never loaded; patterns over the name inside the bundle.
LEFT_OUT = (
    r"(Qt6?|PySide6)/translations/(?!qtbase_zh_CN\.qm$)",  # the program speaks Chinese
    (
        r"libQt6(WlShell\w*|Network|Qml|QmlModels|QmlMeta|QmlWorkerScript|Quick\w*|Sql|Test|Designer\w*|Pdf|Wayland\w*"
        r"|EglFS\w*|OpenGL\w*|VirtualKeyboard\w*|ShaderTools|LabsPlatform)\.so"
    ),
    (
        r"Qt6(Network|Qml|QmlModels|QmlMeta|QmlWorkerScript|Quick\w*|Sql|Test|Designer\w*|Pdf|OpenGL\w*"
        r"|VirtualKeyboard\w*)\.dll$"
    ),
    r"opengl32sw\.dll$",  # a drawing machine for games: 20 MB
    (
        r"plugins/(qmltooling|sqldrivers|networkinformation|tls|designer|virtualkeyboard|egldeviceintegrations"
        r"|wayland-[\w-]+|scenegraph|renderers|generic|platforminputcontexts/\w*virtualkeyboard)/"
    ),
    r"plugins/platforms/\w*(eglfs|linuxfb|minimalegl|vkkhrdisplay|vnc|wayland|webgl|direct2d)",
    r"plugins/platformthemes/\w*(gtk3|qgtk3)",  # would draw the window in another toolkit's style
    r"plugins/imageformats/\w*(qpdf|qwebp|qtiff|qtga|qwbmp|qicns|qgif)",
    r"^PIL/|^pillow\.libs/",  # stubs/PIL stands for it
    r"^stdnum/(?!(cn/|__init__|exceptions|luhn|numdb|util))",  # numbers of other countries
    r"rapidfuzz/distance/_|rapidfuzz/.*_avx2",  # the same once more for newer processors
    (
        r"^lib(cups|avahi-\w+|gnutls|p11-kit|nettle|hogweed|tasn1|idn2|unistring|gssapi_krb5|krb5\w*|k5crypto"
        r"|com_err|keyutils)\.so"
    ),  # who has a printer has them; bundled ones would want a newer C library
    r"^lib(dbus-1|systemd|cap|gcrypt|gpg-error|lz4|zstd)\.so",  # likewise: every desktop has them
    r"lib-dynload/(_codecs_(jp|kr|tw|hk|iso2022)|_asyncio|_curses|_dbm|readline|_test\w*|_xx\w*|ossaudiodev)",
    r"docx/templates/default-(docx-template|theme)/",
    r"reportlab/fonts/",  # Latin faces; ours are in resources/fonts
    r"(^|/)tests?/",
    r"\.pyi$",
    r"\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json)$",  # the last two name places of the builder
)

_SYSTEMS = re.compile(r"lib(?!python).*\.so")  # the program itself loads Python's
_LEFT_OUT = re.compile("|".join(f"(?:{pattern})" for pattern in LEFT_OUT))


def kept(name: str) -> bool:
    """Tell whether a file stays, by its name inside the bundle (with forward slashes)."""
    return _LEFT_OUT.search(name.replace("\\", "/")) is None


def pruned(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries of PyInstaller's table of contents that stay."""
    return [entry for entry in entries if kept(entry[0])]


def needed(entries: Sequence[Entry], imports: Callable[[str], Iterable[str]]) -> list[Entry]:
    """Return the binaries without the system's libraries that only something left out had asked for.

    ``imports`` names the libraries that a file needs. What lies at the top of the bundle was taken from the
    system, or is a link to a library that is needed where it points to.
    """
    at_top = {entry[0]: entry for entry in entries if "/" not in entry[0].replace("\\", "/")}
    libraries = {name: entry for name, entry in at_top.items() if _SYSTEMS.match(name)}
    waiting = [entry for entry in entries if entry[0] not in libraries]
    wanted: set[str] = set()
    while waiting:
        _, source, _ = waiting.pop()
        for name in imports(source):
            if name in libraries and name not in wanted:
                wanted.add(name)
                waiting.append(libraries[name])
    return [entry for entry in entries if entry[0] not in libraries or entry[0] in wanted]
