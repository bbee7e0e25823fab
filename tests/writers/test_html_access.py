"""The page in a browser: axe objects to nothing, a small screen is enough, it prints as it should."""

import html
import importlib.resources
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core import readers
from tests.writers import browser, specimens
from tests.writers.browser import Browser
from tests.writers.pdfs import text_of
from tests.writers.webpages import written

RUN = """
<script>
axe.run(document).then(found => {
  const said = document.createElement('pre');
  said.id = 'said';
  said.textContent = JSON.stringify({version: axe.version, passes: found.passes.map(rule => rule.id),
    violations: found.violations.map(rule => rule.id + ': ' + rule.nodes[0].html)});
  document.body.append(said);
});
</script>
"""
MEASURE = """
<script>
const page = document.documentElement;
const wide = [...document.querySelectorAll('main *')].filter(
  part => !part.closest('.scroll') && part.getBoundingClientRect().right > page.clientWidth + 1);
const cut = [...document.querySelectorAll('.form td, .form th')].filter(
  cell => cell.scrollWidth > cell.clientWidth + 1 || cell.scrollHeight > cell.clientHeight + 1);
const bright = colour => {
  const [red, green, blue] = colour.match(/[0-9.]+/g).map(
    part => part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const behind = part => {
  const colour = getComputedStyle(part).backgroundColor;
  return colour === 'rgba(0, 0, 0, 0)' ? behind(part.parentElement) : colour;
};
const contrast = part => {
  const style = getComputedStyle(part);
  const two = [bright(part.closest('svg') ? style.fill : style.color), bright(behind(part))];
  return (Math.max(...two) + 0.05) / (Math.min(...two) + 0.05);
};
const worded = [...document.querySelectorAll('main *')].filter(
  part => [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
const said = document.createElement('pre');
said.id = 'said';
said.textContent = JSON.stringify({screen: window.innerWidth,
  wide: wide.map(part => part.outerHTML.slice(0, 60)), cut: cut.map(cell => cell.outerHTML),
  contrast: Math.min(...worded.map(contrast)), worded: worded.length,
  frames: [...document.querySelectorAll('.scroll')].map(frame => frame.scrollWidth > frame.clientWidth)});
window.parent.document.body.append(said);
</script>
"""
COPY = """
<script>
const text = document.body.innerText;
const said = document.createElement('pre');
said.id = 'said';
said.textContent = JSON.stringify({text});
document.body.append(said);
</script>
"""
LEAST_CONTRAST = 4.5


@pytest.fixture
def chromium(tmp_path: Path) -> Browser:
    return browser.opened(tmp_path)


@cache
def axe() -> str:
    file = importlib.resources.files("axe_core_python") / "axe.min.js"
    return f"<script>{file.read_text(encoding='utf-8')}</script>"


def asked(chromium: Browser, page: bytes, scripts: str, width: int = 0) -> Mapping[str, Any]:
    """What scripts say about a page that we wrote; they stand behind it in a copy.

    ``width`` sets it into a frame so wide: no window is narrower than 500 pixels.
    """
    tried = page.decode().replace("</body>", f"{scripts}</body>")
    if width:
        tried = (
            f'<iframe width="{width}" height="700" style="border:0" srcdoc="{html.escape(tried)}"></iframe>'
        )
    said = re.search(r'<pre id="said">(.*?)</pre>', chromium.dom(tried), re.DOTALL)
    assert said, "the browser said nothing"
    answer: Mapping[str, Any] = json.loads(html.unescape(said[1]))
    return answer


@pytest.mark.parametrize("name", specimens.NAMES)
def test_axe_objects_to_nothing(chromium: Browser, name: str) -> None:
    said = asked(chromium, written(name, charted=True), axe() + RUN)
    assert said["violations"] == []
    assert {"td-headers-attr", "th-has-data-cells", "color-contrast", "heading-order"} < set(said["passes"])
    assert str(said["version"]).startswith("4.")


def test_axe_would_object_to_a_page_that_is_worse(chromium: Browser) -> None:
    page = written("zeros").decode()
    page = page.replace('headers="t2-3-0', 'headers="t2-99-0').replace("color:#1b1b1b", "color:#bbb")
    page = page.replace(' tabindex="0"', "").replace("<h2>五", "<h4>五").replace('lang="zh-CN"', "")
    rules = {said.partition(":")[0] for said in asked(chromium, page.encode(), axe() + RUN)["violations"]}
    assert rules >= {"color-contrast", "html-has-lang", "heading-order", "td-headers-attr"}


def test_a_screen_of_320_pixels_moves_tables_in_their_frames_and_nothing_else(chromium: Browser) -> None:
    said = asked(chromium, written("crowded", charted=True), MEASURE, width=320)
    assert said["screen"] == 320
    assert said["wide"] == []
    assert said["cut"] == []
    assert said["frames"] == [False, True, True]


def test_every_word_stands_out_from_what_is_behind_it(chromium: Browser) -> None:
    said = asked(chromium, written("sample", charted=True), MEASURE)
    assert said["worded"] > 300
    assert said["contrast"] >= LEAST_CONTRAST


def test_on_paper_table_three_stands_on_one_page_and_pages_are_numbered(chromium: Browser) -> None:
    pages = text_of(chromium.paper(written("crowded").decode()))
    (whole,) = (page for page in pages if "2605554" in page)  # its first figure
    assert "747057" in whole  # its last
    assert all(f"— {number} —" in page for number, page in enumerate(pages, 1))


def test_what_is_copied_off_the_page_reads_back_to_the_same_report(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "copied.txt"
    file.write_text(asked(chromium, written("sample"), COPY)["text"], encoding="utf-8")
    stands, meant = readers.read(file).to_report(), specimens.sample()
    assert {key: stands.value(key) for key in meant.form.cells} == {
        key: meant.value(key) for key in meant.form.cells
    }
    assert [stands.text(name) for name in meant.form.texts] == [meant.text(name) for name in meant.form.texts]
    assert stands.title == meant.title
