"""Documents, warm and as whole processes, beside a plain drawing and LibreOffice on our own Word file."""

import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from core import paths, readers, writers
from core.export import Extras, export, formats
from core.report import Report
from core.session import Session
from core.signoff.pack import Now, Paper, Printing, paper, unregistered
from core.writers import layout
from tests.bench import plain_pdf
from tests.bench.measure import Measured, Row, Timing, interleaved, process, timed

OFFICE = "soffice"
MORE = 4  # documents that LibreOffice converts beside the first, to learn what one costs once it runs
_AT = datetime(2022, 1, 12, 10, 40, tzinfo=UTC)


def sample() -> Report:
    return readers.read(paths.sample_text()).to_report()


def draft(report: Report) -> Paper:
    return paper(unregistered(report, (), _AT), Now(report, None, ()), Printing(_AT))


def warm_rows(folder: Path, repeats: int) -> list[Row]:
    """The sample's documents, drawn again and again in this process."""
    report, out = sample(), folder / "warm"
    write = writers.find("pdf").write
    plain_pdf.load_font()
    cases = {
        "drawn": lambda: timed(lambda: write(layout.build(report))),
        "whole": lambda: timed(lambda: export(report, out, ["pdf"])),
        "draft": lambda: timed(lambda: export(report, out, ["pdf"], Extras(draft(report)))),
        "all": lambda: timed(lambda: export(report, out, formats())),
        "plain": lambda: timed(lambda: plain_pdf.draw(folder / "plain.pdf")),
    }
    took = interleaved(cases, repeats)
    plain = ("its text drawn plainly", took["plain"])
    size = next(out.glob("*度报告.pdf")).stat().st_size / 1000
    return [
        Row("the sample's PDF, warm", took["drawn"], *plain, "≤ 180 ms"),
        Row(f"the same, read back and saved ({size:.0f} kB)", took["whole"], *plain, "≤ 180 ms; ≤ 600 kB"),
        Row("its draft with checks, slips, QR code", took["draft"], *plain, ""),
        Row(f"all {len(formats())} formats, read back and saved", took["all"], *plain, "≤ 800 ms"),
    ]


def office_rows(folder: Path, env: Mapping[str, str], repeats: int) -> list[Row]:
    """Our PDF beside LibreOffice making one of our Word file; no rows where it is absent."""
    if not shutil.which(OFFICE):
        return []
    report, home = sample(), folder / "office"
    (word,) = export(report, home, ["docx"])
    unit_file = home / "新郑市.gknb"
    Session.create(unit_file, report).close()
    more = [Path(shutil.copy(word, home / f"{number}.docx")) for number in range(MORE)]
    cases: dict[str, Measured] = {
        "ours": process(
            *("-m", "core", "export", str(unit_file), "--to", "pdf", "--out", str(folder)), env=env
        ),
        "warm": lambda: timed(lambda: export(report, folder, ["pdf"])),
        "theirs": lambda: timed(lambda: convert(home, [word])),
        "one more": lambda: timed(lambda: convert(home, [word, *more])),
    }
    took = interleaved(cases, repeats)
    theirs = took["theirs"]
    one = (took["one more"].median - theirs.median) / MORE
    again = Timing(one, one, one)
    office = "LibreOffice from our docx"
    return [
        Row("the PDF of a unit file, a whole process", took["ours"], office, theirs, "≤ 0.40; ≤ 500 ms"),
        Row("the same, warm", took["warm"], office, theirs, "≤ 0.20"),
        Row("the same, warm", took["warm"], f"{office}, one more", again, ""),
    ]


def convert(home: Path, words: list[Path]) -> None:
    """Have LibreOffice make PDFs of Word files; its profile lies in the folder."""
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(home / "out")),
            *map(str, words),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
