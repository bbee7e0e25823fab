"""Write the golden texts anew and show what changed: ``python -m tests.writers.renew [format …]``."""

import difflib
import sys

from tests.writers import dumps, specimens


def renew(kinds: list[str]) -> None:
    """Write every dump of these formats; print the differences, and what is new."""
    dumps.GOLDEN.mkdir(exist_ok=True)
    for kind in kinds:
        for name in specimens.NAMES:
            path, now = dumps.path(name, kind), dumps.dump(name, kind)
            before = path.read_text(encoding="utf-8") if path.exists() else ""
            changed = difflib.unified_diff(
                before.splitlines(), now.splitlines(), path.name, "now", lineterm=""
            )
            told = "\n".join(changed) if before else f"new: {path.name}, {len(now.splitlines())} lines"
            sys.stdout.write(f"{told}\n" if told else "")
            path.write_text(now, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    renew(sys.argv[1:] or list(dumps.DUMPS))
