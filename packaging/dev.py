"""Sets the program up, starts, tests and builds it: `python3 packaging/dev.py run | test | build …`.

Only the standard library, and as little of it as can be: every start passes through here on its way to
the window.
"""

from __future__ import annotations

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
SAMPLE = os.path.join("resources", "samples", "xinzheng-2021.txt")
SAMPLE_OUT = os.path.join("build", "sample")

USAGE = """用法：python3 packaging/dev.py 命令
  run [文件]   准备好环境，打开窗口（不给文件时打开样例；没有屏幕时把样例写成文档）
  test [参数]  运行全部检查和测试（参数交给 pytest，如一个测试文件、-n0）
  bench [选项] 量一量快慢和大小，只报告，不判定（--readme 写进 README.md，--repeats 次数）
  soak [选项]  长时间考验：断电、满盘、坏盘、乱按……最后列成一张表（--minutes 分钟，或 --long）
  build        做成不用安装 Python 的程序，放在 dist 文件夹（--oldest 在老的 Debian 里生成，发布用；要 root）
  smoke        把做成的程序当作用户试一遍（没有，或不是这份源代码做的，就先做；--strict 少试一项也算没过；
               --release 只认 build --oldest 做的）
  audit        列出所用的库、版本和许可

Usage: python3 packaging/dev.py COMMAND
  run [FILE]   set up, then open the window (on the sample; without a screen: write the sample's documents)
  test [WORD]  run every linter and test (words go to pytest: a test file, -n0)
  bench [WORD] measure speed and size: reports, never fails (--readme: into README.md; --repeats N)
  soak [WORD]  the reliability gates in their long form, as one table (--minutes N, or --long)
  build        make the bundle that needs no Python, in dist/ (--oldest: inside an old Debian, as releases
               are; needs root)
  smoke        try the built program as a person would (built first where it is not, or is of another source;
               --strict: what cannot be tried fails, too; --release: one of `build --oldest` only)
  audit        list libraries, versions and licences"""

LINTERS = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    ("import-linter", ("-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-logo")),
)
PYTEST = ("-m", "pytest", "-q")
MOST_WORKERS = 6  # of pytest; each takes some 300 MB


def main(arguments: list[str]) -> int:
    """Do one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a Windows console may lack Chinese
    commands = {
        "run": run,
        "test": test,
        "bench": bench,
        "soak": soak,
        "build": build,
        "smoke": smoke,
        "audit": audit,
    }
    if not arguments or arguments[0] not in commands:
        print(USAGE)
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    return commands[arguments[0]](arguments[1:])


def run(arguments: list[str]) -> int:
    """Open the window on the sample, or on the given file; with no screen write the sample's documents."""
    here = [word if word.startswith("-") else os.path.abspath(word) for word in arguments]
    python = ready_python(window=has_screen())
    if has_screen():
        return become([python, "-m", "gui", *(here or ["--sample"])])
    return write_sample(python)


def write_sample(python: str) -> int:
    """Write the sample's documents and print where they are."""
    import subprocess

    out = os.path.join(ROOT, SAMPLE_OUT)
    os.makedirs(out, exist_ok=True)
    command = [python, "-m", "core", "export", SAMPLE, "--to", "pdf,docx,xlsx,html,json", "--out", out]
    status = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode
    if status == 0:
        print(f"没有屏幕，样例已写成文档，放在：\nNo screen; the sample's documents are in:\n  {out}")
    return status


def test(arguments: list[str]) -> int:
    """Run every linter and test, all of them even if one fails; words after `test` go to pytest.

    The linters run beside the tests and say theirs when the tests have ended.
    """
    import subprocess
    from concurrent.futures import ThreadPoolExecutor

    import environment

    python = ready_python(window=True)
    environment.install_test_tools()

    def lint(command: tuple[str, ...]) -> tuple[int, str]:
        done = subprocess.run(
            [python, *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.returncode, done.stdout.decode(errors="replace")

    with ThreadPoolExecutor(max_workers=1) as beside:
        said = {name: beside.submit(lint, command) for name, command in LINTERS}
        print("\n==== pytest ====", flush=True)
        tests = [python, *PYTEST, *workers(arguments), *arguments]
        codes = {"pytest": subprocess.run(tests, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode}
        for name, ending in said.items():
            codes[name], words = ending.result()
            print(f"\n==== {name} ====\n{words.rstrip()}", flush=True)
    print("\n==== " + "  ".join(f"{name}: {'FAILED' if code else 'ok'}" for name, code in codes.items()))
    return 1 if any(codes.values()) else 0


def workers(arguments: list[str]) -> list[str]:
    """The words that spread the whole suite over the processors; none where `arguments` pick some tests."""
    if any(not word.startswith("-") or word.startswith(("-n", "--numprocesses")) for word in arguments):
        return []
    return ["-n", str(min(os.cpu_count() or 1, MOST_WORKERS)), "--dist", "worksteal"]


def bench(arguments: list[str]) -> int:
    """Print the table of speeds and sizes; LibreOffice is the peer of documents."""
    import environment

    python = ready_python(window=True)
    environment.install_test_tools()
    return become([python, "-m", "tests.bench", *arguments])


def soak(arguments: list[str]) -> int:
    """Play the reliability gates for long and print the table of what they counted."""
    import environment

    python = ready_python(window=True)
    environment.install_test_tools()
    return become([python, os.path.join(HERE, "soak.py"), *arguments])


def build(arguments: list[str]) -> int:
    """Make the bundle of this system, or of the old one that releases are built on."""
    script = "oldest.py" if "--oldest" in arguments else "bundle.py"
    return become([ready_python(window=True), os.path.join(HERE, script), *arguments])


def smoke(arguments: list[str]) -> int:
    """Try the built program; it is built first where there is none yet, or one of another source.

    A release is not: that takes its own command.
    """
    import subprocess

    import environment

    python = ready_python(window=True)
    environment.install_test_tools()
    own_folder = any(not word.startswith("-") for word in arguments)
    if not own_folder and "--release" not in arguments:
        command = [python, os.path.join(HERE, "bundle.py"), "--if-needed"]
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return become([python, os.path.join(HERE, "smoke.py"), *arguments])


def audit(arguments: list[str]) -> int:
    """List what is locked, with versions and licences; fails where one does not go with ours."""
    return become([ready_python(window=False), os.path.join(HERE, "notices.py"), *arguments])


def ready_python(*, window: bool) -> str:
    """The environment's Python, made first if need be; `window`: with what Qt needs from the system."""
    venv = os.path.join(ROOT, ".venv")
    python = (
        os.path.join(venv, "Scripts", "python.exe")
        if os.name == "nt"
        else os.path.join(venv, "bin", "python")
    )
    if not is_ready(venv, python):
        from pathlib import Path

        import environment

        environment.prepare(Path(venv), Path(python), need_window=window)
    return python


def is_ready(venv: str, python: str) -> bool:
    """Whether the last set-up was made from this very lock file and found what Qt needs from the system."""
    if not (os.path.exists(python) and os.path.exists(os.path.join(venv, "libraries-found"))):
        return False
    made, wanted = os.path.join(venv, "made-from.lock"), os.path.join(HERE, "requirements.lock")
    if not os.path.exists(made):
        return False
    with open(made, "rb") as one, open(wanted, "rb") as other:
        return one.read() == other.read()


def has_screen() -> bool:
    """Whether a window could be seen here."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def become(command: list[str]) -> int:
    """Go on as another program, in the project's folder."""
    os.chdir(ROOT)
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    import subprocess  # on Windows execv would leave the console behind

    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
