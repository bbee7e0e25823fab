"""Builds a release's bundle on an old system, as root on Debian: `python3 packaging/dev.py build --oldest`.

A bundle does not start where the C library is older than what it was built with. So a small old Debian is
made under `build/oldest/`, from the mirror that apt uses here, with Python and two libraries compiled there
out of a newer Debian's sources: once, until the recipe changes. Libraries are those of the lock file, with
its hashes, fetched out here by pip as it is set up here; inside nothing is fetched but Debian's packages.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import bundle
import environment
from environment import give_up, say
from packaging.requirements import Requirement

SUITE = "bullseye"  # is bundle.BUILT_ON
SOURCES = "bookworm"  # whose source package the Python is compiled from
PYTHON = "python3.11"
PLACE = bundle.BUILD / "oldest"
INSIDE = Path("/usr/src/gongkai-nianbao")  # where the project lies in that system

NEEDED = {"debootstrap": "debootstrap", "unshare": "util-linux", "chroot": "coreutils"}  # out here
# Compiler, headers of what the program uses of Python's library; no OpenSSL: nothing leaves the PC.
COMPILED_WITH = (
    *("dpkg-dev", "gcc", "libc6-dev", "make", "patch", "pkg-config", "xz-utils"),
    *("libbz2-dev", "libexpat1-dev", "libffi-dev", "liblzma-dev", "uuid-dev", "zlib1g-dev"),
)
# Of Debian's changes to Python those that mend it; the others are about where Debian puts files.
MENDING = ("CVE-*", "[0-9][0-9][0-9][0-9]-*", "relfile-*", "shutdown-deadlock*", "frame_dealloc-crash*")
# Functions that a newer C library has in a newer version as well: the older one is asked for by name.
OLDER = {"GLIBC_2.2.5": ("exp", "exp2", "log", "log2", "pow")}
HEADER = Path("/usr/src/older.h")
# Debian's libraries that need one of them: built again as Debian builds them, out of the newer sources.
REBUILT = {"sqlite3": ("libsqlite3-0", "libsqlite3-dev"), "libpng1.6": ("libpng16-16",)}
GET = """
set -eu
rm -rf /usr/src/{name} && mkdir /usr/src/{name} && cd /usr/src/{name}
# The newest with security updates is not on every mirror.
apt-get source {only} {name} || apt-get source {only} {name}/{sources}
"""
REBUILD = """
apt-get build-dep --yes --no-install-recommends {name}
cd {name}-*
export DEB_CFLAGS_APPEND="-include {header}" DEB_BUILD_OPTIONS="nocheck noautodbgsym parallel=$(nproc)"
dpkg-buildpackage --build=binary --no-sign
cd ..
for package in {packages}; do dpkg --install "$package"_*.deb; done
rm -rf /usr/src/{name}
"""
COMPILE = """
tar -xf {name}_*.orig.tar.* --strip-components=1
tar -xf {name}_*.debian.tar.*
for mending in $(grep -v '^#' debian/patches/series); do
    case "$mending" in {mending}) patch --quiet -p1 < "debian/patches/$mending" ;; esac
done
sed -i '1i #define Py_BUILD_CORE_MODULE' Modules/pyexpat.c  # one of the mendings counts on it
export CFLAGS_NODIST="-fno-semantic-interposition -include {header}"
export LDFLAGS_NODIST=-fno-semantic-interposition
./configure --enable-shared --with-system-expat --without-static-libpython --disable-test-modules \\
    ac_cv_func_sem_clockwait=no  # of glibc 2.30
make -j"$(nproc)"
make install
ldconfig
{name} -c 'import bz2, ctypes, lzma, pyexpat, sqlite3, uuid, zlib, multiprocessing.synchronize'
rm -rf /usr/src/{name}
"""
# What wheels for that C library, or an older one, are called.
PLATFORMS = (
    *(f"manylinux_2_{minor}_x86_64" for minor in range(bundle.OLDEST_GLIBC[1], 4, -1)),
    *("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"),
)


def main() -> int:
    """Make the old system where it is missing, build inside, bring the bundle to dist/."""
    if bundle.WINDOWS or os.geteuid() != 0:
        give_up(
            f"请用管理员（root）运行：要先建一个 {bundle.BUILT_ON} 的小系统，程序包在里面生成。",
            f"This needs root: the bundle is built inside a small {bundle.BUILT_ON}, which is made first.",
        )
    if missing := [package for program, package in NEEDED.items() if not shutil.which(program)]:
        environment.install_packages(missing)
    PLACE.mkdir(parents=True, exist_ok=True)
    system = PLACE / SUITE
    make_system(system)
    python = answer(system, PYTHON, "-c", "import platform; print(platform.python_version())")
    fetch_libraries(system, python)
    copy_project(system)
    say(f"正在 {bundle.BUILT_ON} 里生成程序包……", f"Building on {bundle.BUILT_ON}, with Python {python} …")
    inside(system, PYTHON, str(INSIDE / "packaging" / "dev.py"), "build", loud=True)
    return bring(system)


def make_system(system: Path) -> None:
    """Make the old Debian with its Python, unless it stands already and was made by this very recipe."""
    packages = (*COMPILED_WITH, *environment.QT_LIBRARIES.values())
    recipe = repr((SUITE, SOURCES, PYTHON, packages, MENDING, OLDER, REBUILT, GET, REBUILD, COMPILE))
    made = system / "made-by"
    if made.is_file() and made.read_text(encoding="ascii") == recipe:
        return
    begun = time.monotonic()
    main_mirror, security = mirrors()
    shutil.rmtree(system, ignore_errors=True)
    say(f"正在建 {bundle.BUILT_ON} 的小系统（只有第一次需要）……", f"Making {bundle.BUILT_ON} (once) …")
    run(["debootstrap", "--variant=minbase", SUITE, str(system), main_mirror])
    lines = [
        f"deb {main_mirror} {SUITE} main",
        f"deb {security} {SUITE}-security main",
        f"deb-src {main_mirror} {SOURCES} main",
        f"deb-src {security} {SOURCES}-security main",
    ]
    (system / "etc" / "apt" / "sources.list").write_text("\n".join(lines) + "\n", encoding="ascii")
    shutil.copy2("/etc/resolv.conf", system / "etc" / "resolv.conf")
    inside(system, "apt-get", "update")
    inside(system, "apt-get", "upgrade", "--yes")
    inside(system, "apt-get", "install", "--yes", "--no-install-recommends", *packages)
    say("正在编译 Python（只有第一次需要）……", "Compiling Python (once) …")
    compile_sources(system)
    made.write_text(recipe, encoding="ascii")
    say(f"用了 {time.monotonic() - begun:.0f} 秒。", f"Made in {time.monotonic() - begun:.0f} s.")


def compile_sources(system: Path) -> None:
    """Compile what Debian has built for its own C library only, then Python."""
    lines = [
        f'__asm__(".symver {name},{name}@{version}");\n' for version, names in OLDER.items() for name in names
    ]
    (system / HEADER.relative_to("/")).write_text("".join(lines), encoding="ascii")
    words = {"sources": SOURCES, "header": HEADER, "mending": "|".join(MENDING)}
    for name, packages in REBUILT.items():
        steps = (GET + REBUILD).format(name=name, only="", packages=" ".join(packages), **words)
        inside(system, "sh", "-c", steps)
    inside(system, "sh", "-c", (GET + COMPILE).format(name=PYTHON, only="--download-only", **words))


def mirrors() -> tuple[str, str]:
    """Return where apt has Debian and its security updates from, here and now."""
    asked = ["apt-get", "indextargets", "--format", "$(SITE) $(RELEASE)", "Identifier: Packages"]
    lines = [line.split() for line in environment.answer(asked).splitlines()]
    sites = {release: site for site, release in lines}
    both = [(site, sites[f"{name}-security"]) for name, site in sites.items() if f"{name}-security" in sites]
    if not both:
        give_up(
            "这台电脑的 apt 没有设置 Debian 和 debian-security 的软件源，建不成小系统。",
            "apt has no mirror of Debian and of its security updates here.",
        )
    return both[0]


def fetch_libraries(system: Path, python: str) -> None:
    """Fetch the wheels of the lock file for that Python and that C library; pip compares the hashes."""
    say("正在取程序要用的库……", "Fetching libraries …")
    wheels = system / "wheels"
    wanted = PLACE / "wanted.lock"
    wanted.write_text("".join(wanted_by(python, environment.LOCK.read_text(encoding="utf-8"))), "utf-8")
    about = ["--python-version", python, "--implementation", "cp", "--only-binary=:all:"]
    about += [word for platform in PLATFORMS for word in ("--platform", platform)]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps", "--require-hashes"]
    run([*pip, *about, "--dest", str(wheels), "-r", str(wanted)])


def wanted_by(python: str, lock: str) -> Iterator[str]:
    """Yield a lock file's entries that are for this system and a version of Python; no conditions left."""
    version = {"python_full_version": python, "python_version": python.rpartition(".")[0]}
    for entry in re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)[1:]:
        head, _, hashes = entry.partition("\\")
        one = Requirement(head)
        if one.marker is None or one.marker.evaluate(version):
            yield f"{one.name}{one.specifier} \\{hashes}"


def copy_project(system: Path) -> None:
    """Copy what the bundle is made of; the environment that was made for it stays."""
    there = system / INSIDE.relative_to("/")
    for name in bundle.MADE_OF:
        shutil.rmtree(there / name, ignore_errors=True)
        if (bundle.ROOT / name).is_dir():
            shutil.copytree(bundle.ROOT / name, there / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            there.mkdir(parents=True, exist_ok=True)
            shutil.copy2(bundle.ROOT / name, there / name)


def bring(system: Path) -> int:
    """Bring folder, archive and stamp to dist/; returns 1 if they are not what was to be built."""
    made = system / INSIDE.relative_to("/") / "dist" / bundle.NAME
    folder = bundle.DIST / bundle.NAME
    bundle.stamp().unlink(missing_ok=True)  # until all of it is there, none of it counts
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder, symlinks=True)
    shutil.copy2(bundle.archive_of(made), bundle.archive_of(folder))
    shutil.copy2(made.with_name(bundle.stamp().name), bundle.stamp())
    print(f"{folder}\n{bundle.archive_of(folder)}")
    return 0 if bundle.is_release(folder) and bundle.is_current() else 1


def inside(system: Path, *command: str, loud: bool = False) -> None:
    """Run a command in the old system, with a clean environment and what it needs of this machine."""
    run(entered(system, command), loud=loud)


def answer(system: Path, *command: str) -> str:
    """Return what a command in the old system prints."""
    return environment.answer(entered(system, command))


def entered(system: Path, command: Sequence[str]) -> list[str]:
    """Return the command that runs another one in the old system; what it mounts goes when it ends."""
    mounted = 'mount --rbind /dev "$0/dev" && mount --rbind /proc "$0/proc" && exec chroot "$0" "$@"'
    proxies = {name: os.environ[name] for name in ("http_proxy", "https_proxy") if name in os.environ}
    settings = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        "LANG": "C.UTF-8",
        "DEBIAN_FRONTEND": "noninteractive",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": "/wheels",
        **proxies,
    }
    clean = ["env", "-i", *(f"{name}={value}" for name, value in settings.items())]
    private = ["unshare", "--mount", "--propagation", "private", "sh", "-c", mounted, str(system)]
    return [*private, *clean, *command]


def run(command: Sequence[str], *, loud: bool = False) -> None:
    """Run a command; what it says goes into a log, whose end is shown where it fails."""
    log = PLACE / "log.txt"
    with log.open("ab") as said:
        sink = None if loud else said
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, check=False)
    if done.returncode:
        end = log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
        print("\n".join(end))
        give_up(f"没有做成，全部经过在 {log}。", f"This failed; all of it is in {log}.")


if __name__ == "__main__":
    os.chdir(bundle.ROOT)
    sys.exit(main())
