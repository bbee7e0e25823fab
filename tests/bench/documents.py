"""Documents, warm and as whole processes, beside the libraries used plainly and LibreOffice on our docx."""

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from core import paths, readers
from core.export import Extras, export, formats
from core.report import Report
from core.session import Session
from core.signoff.pack import Now, Paper, Printing, paper, unregistered
from core.writers import layout
from tests.bench import peers, plain_pdf, table_pdf
from tests.bench.measure import (
    Figure,
    Measured,
    Row,
    Wanted,
    exactly,
    interleaved,
    process,
    program,
    repeated,
)

OFFICE = "soffice"
MORE = 4  # documents that LibreOffice converts beside the first, to learn what one costs once it runs
WANTED = {"pdf": Wanted(180)}
PEERS = {
    "pdf": "reportlab: the text drawn line by line",
    "xlsx": "openpyxl: the cells, no looks",
    "docx": "python-docx: the words, no looks",
    "html": "strings joined",
    "json": "json.dumps",
}
TABLES = "reportlab: its own paragraphs and tables"
_AT = datetime(2022, 1, 12, 10, 40, tzinfo=UTC)
_KB = 1000


def sample() -> Report:
    return readers.read(paths.sample_text()).to_report()


def draft(report: Report) -> Paper:
    return paper(unregistered(report, (), _AT), Now(report, None, ()), Printing(_AT))


def plainly(report: Report, folder: Path) -> Mapping[str, Callable[[], object]]:
    """How each format's library writes the same content straight."""
    plain_pdf.load_font()
    table_pdf.load_fonts()
    document = layout.build(report)
    written = peers.content(document)
    return {
        TABLES: lambda: table_pdf.draw(written, folder / "tables.pdf"),
        "pdf": lambda: plain_pdf.draw(folder / "plain.pdf"),
        "xlsx": lambda: (folder / "plain.xlsx").write_bytes(peers.workbook(document)),
        "docx": lambda: (folder / "plain.docx").write_bytes(peers.word(document)),
        "html": lambda: (folder / "plain.html").write_bytes(peers.page(document)),
        "json": lambda: (folder / "plain.json").write_bytes(peers.data(report.to_json())),
    }


def warm_rows(folder: Path, repeats: int) -> list[Row]:
    """The sample's documents, written again and again in this process."""
    report, out = sample(), folder / "warm"
    plain = plainly(report, folder)
    cases: dict[str, Measured] = {}
    for name in formats():
        cases[name] = repeated(lambda name=name: export(report, out, [name]))  # type: ignore[misc]
        cases[f"plain {name}"] = repeated(plain[name])
    cases[TABLES] = repeated(plain[TABLES])
    cases["draft"] = repeated(lambda: export(report, out, ["pdf"], Extras(draft(report))))
    cases["all"] = repeated(lambda: export(report, out, formats()))
    cases["plain all"] = repeated(lambda: [plain[name]() for name in formats()])
    took = interleaved(cases, repeats)
    rows = [
        Row(
            f"{name}, read back, saved",
            took[name],
            PEERS[name],
            took[f"plain {name}"],
            WANTED.get(name, Wanted()),
        )
        for name in formats()
    ]
    every = f"all {len(formats())} formats, read back, saved"
    return [
        Row("pdf, read back, saved", took["pdf"], TABLES, took[TABLES]),
        *rows,
        Row("pdf of a draft: slips, 校验码, QR code", took["draft"], TABLES, took[TABLES]),
        Row(every, took["all"], "the libraries used plainly", took["plain all"], Wanted(800)),
    ]


def size_rows(folder: Path) -> list[Row]:
    """What the documents weigh, beside the same content written straight."""
    report, out = sample(), folder / "weighed"
    plain = plainly(report, folder)
    plain[TABLES]()
    tables = exactly((folder / "tables.pdf").stat().st_size / _KB, "kB")
    rows = []
    for name, path in zip(formats(), export(report, out, formats()), strict=True):
        plain[name]()
        theirs = exactly((folder / f"plain.{name}").stat().st_size / _KB, "kB")
        most = Wanted(600) if name == "pdf" else Wanted()
        ours = exactly(path.stat().st_size / _KB, "kB")
        if name == "pdf":
            rows.append(Row("the sample's pdf", ours, TABLES, tables, most))
        rows.append(Row(f"the sample's {name}", ours, PEERS[name], theirs, most))
    return rows


def process_rows(folder: Path, env: Mapping[str, str], repeats: int) -> list[Row]:
    """Whole runs of the command line that write the sample's PDF and all formats."""
    file = unit_file(folder)
    out = ("--out", str(folder))
    written = folder / "content.json"
    written.write_bytes(peers.data(peers.content(layout.build(sample()))))
    cases = {
        "text": process("-m", "core", "export", str(paths.sample_text()), "--to", "pdf", *out, env=env),
        "file": process("-m", "core", "export", str(file), "--to", "pdf", *out, env=env),
        "all": process("-m", "core", "export", str(file), "--to", ",".join(formats()), *out, env=env),
        "plain": process("-m", "tests.bench.plain_pdf", str(folder / "plain.pdf"), env=env),
        "tables": process("-m", "tests.bench.table_pdf", str(written), str(folder / "tables.pdf"), env=env),
    }
    took = interleaved(cases, repeats)
    tables = TABLES, took["tables"]
    return [
        Row("unit file → pdf", took["file"], *tables, Wanted(500)),
        Row("unit file → pdf", took["file"], PEERS["pdf"], took["plain"], Wanted(500)),
        Row("text → pdf, read in a process of its own", took["text"], *tables, Wanted(500)),
        Row(f"unit file → {len(formats())} formats", took["all"], *tables),
    ]


def office_rows(folder: Path, env: Mapping[str, str], repeats: int) -> list[Row]:
    """Our PDF beside LibreOffice making one of our Word file; no rows where it is absent."""
    if not shutil.which(OFFICE):
        return []
    home = folder / "office"
    report, file = sample(), unit_file(folder)
    (word,) = export(report, home, ["docx"])
    more = [Path(shutil.copy(word, home / f"{number}.docx")) for number in range(MORE)]
    ours = process("-m", "core", "export", str(file), "--to", "pdf", "--out", str(folder), env=env)
    took = interleaved(
        {
            "ours": ours,
            "warm": repeated(lambda: export(report, folder, ["pdf"])),
            "theirs": convert(home, [word], env),
            "more": convert(home, [word, *more], env),
        },
        repeats,
    )
    theirs = took["theirs"]
    again = Figure(*((took["more"].median - theirs.median) / MORE,) * 3, runs=theirs.runs)
    return [
        Row(
            "unit file → pdf, a whole process",
            took["ours"],
            "LibreOffice: our docx → pdf",
            theirs,
            Wanted(times=0.4),
        ),
        Row("pdf, warm", took["warm"], "LibreOffice: our docx → pdf", theirs, Wanted(times=0.2)),
        Row("pdf, warm", took["warm"], "LibreOffice: one docx more", again),
    ]


def unit_file(folder: Path) -> Path:
    """A unit file that holds the sample; made when first asked for."""
    path = folder / "sample.gknb"
    if not path.exists():
        Session.create(path, sample()).close()
    return path


def convert(home: Path, words: list[Path], env: Mapping[str, str]) -> Measured:
    """A case: LibreOffice makes PDFs of Word files; its profile lies in the folder."""
    return program(
        *(OFFICE, f"-env:UserInstallation={(home / 'profile').as_uri()}"),
        *("--headless", "--convert-to", "pdf", "--outdir", str(home / "out")),
        *map(str, words),
        env=env,
    )
