"""The help of a form: the county's file beside the standard texts, and finding what is written on what."""

import os
from pathlib import Path

import pytest

from core import formfile
from core.errors import Refused
from core.form import FormDef, Part
from core.handbook import Handbook, county
from tests.forms import invented

NOT_HELD = "applications.unable.not_held.natural_person"
DUPLICATE = "applications.not_processed.duplicate.natural_person"


@pytest.fixture(scope="module")
def form() -> FormDef:
    return formfile.load("2021")


def write(folder: Path, text: str) -> Handbook:
    """The handbook with a county's file of this text."""
    form = formfile.load("2021")
    county.file_of(form.id, folder).write_text(text, "utf-8")
    return Handbook(form, folder)


def shown(book: Handbook, key: str) -> dict[Part, str]:
    return dict(book.helps(key)[0].written)


# ---- the county's file


def test_without_a_county_file_the_standard_texts_stand(form: FormDef, tmp_path: Path) -> None:
    book = Handbook(form, tmp_path)
    assert shown(book, NOT_HELD)[Part.COUNTS] == "经检索没有的，或者不属于本机关负责公开的。"
    assert (book.has_file, book.trouble) == (False, None)
    assert book.fresh() is book


def test_a_county_replaces_one_part_and_adds_another(tmp_path: Path) -> None:
    book = write(
        tmp_path,
        '[rows."applications.unable.not_held"]\nmistake = "本县：协助件也填在这里。"\n'
        '[rows."applications.not_processed.reconfirm"]\ncounts = "本县：要求盖章的。"\nours = ["counts"]\n',
    )
    help_ = book.helps(NOT_HELD)[0]
    assert help_.mistake == "本县：协助件也填在这里。"
    assert help_.counts == "经检索没有的，或者不属于本机关负责公开的。"
    assert help_.county == {Part.MISTAKE}
    assert help_.ours == {Part.COUNTS, Part.EXCLUDES}
    added = book.helps("applications.not_processed.reconfirm.total")[0]
    assert added.counts == "本县：要求盖章的。"
    assert added.county == added.ours == {Part.COUNTS}


def test_columns_and_texts_can_be_explained_by_the_county_too(tmp_path: Path) -> None:
    book = write(
        tmp_path,
        '[columns]\n"applications.commercial" = {counts = "个体工商户也记在这里。"}\n'
        '[sections.overview]\nmistake = "超过一千字。"\n',
    )
    assert book.helps("applications.granted.commercial")[1].counts == "个体工商户也记在这里。"
    assert book.helps("text.overview")[0].mistake == "超过一千字。"


def test_an_empty_text_replaces_nothing(tmp_path: Path) -> None:
    book = write(tmp_path, '[rows."applications.unable.not_held"]\ncounts = " "\n')
    assert book.trouble is None
    assert book.helps(NOT_HELD)[0].county == frozenset()
    assert shown(book, NOT_HELD)[Part.COUNTS]


def test_line_breaks_and_hidden_characters_of_the_county_are_dropped(tmp_path: Path) -> None:
    text = '[rows."applications.unable.not_held"]\ncounts = """\n甲\\u202e\n\t乙\\u0000"""\n'
    assert shown(write(tmp_path, text), NOT_HELD)[Part.COUNTS] == "甲 乙"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_file_is_read_in_the_encodings_notepad_writes(
    form: FormDef, tmp_path: Path, encoding: str
) -> None:
    text = '# 县里\r\n[rows."applications.unable.not_held"]\r\ncounts = "本县的说法"\r\n'
    county.file_of(form.id, tmp_path).write_bytes(text.encode(encoding))
    assert shown(Handbook(form, tmp_path), NOT_HELD)[Part.COUNTS] == "本县的说法"


ROW = '[rows."applications.granted"]\n'
BROKEN = {
    "Chinese quotation marks": (
        "# 县里\n" + ROW + "counts = “甲”\n",
        "第 3 行：写法不对，或同一项写了两次（引号、方括号、等号都要用英文的）",
    ),
    "a part written twice": (
        ROW + 'counts = "甲"\ncounts = "乙"\n',
        "第 3 行：写法不对，或同一项写了两次（引号、方括号、等号都要用英文的）",
    ),
    "a text that is never closed": (
        ROW + 'counts = """甲\n',
        "第 3 行：写法不对，或同一项写了两次（引号、方括号、等号都要用英文的）",
    ),
    "brackets without end": (
        "a = " + "[" * 5000,
        "：写法不对，或同一项写了两次（引号、方括号、等号都要用英文的）",
    ),
    "a part above all headers": (
        '# 县里\ncounts = "甲"\n' + ROW,
        "第 2 行：“counts”不在任何一个方括号名称的下面",
    ),
    "an unknown half": ('[lines."applications.granted"]\n', "第 1 行：“lines”不在任何一个方括号名称的下面"),
    "an unknown row": (
        ROW + '# counts = "甲"\n\n[rows."applications.grantd"]\ncounts = "甲"\n',
        "第 4 行：表单里没有“applications.grantd”，名称不能改，两边要有英文的引号",
    ),
    "a row without quotes": (
        '[columns."applications.other"]\n[rows.applications.other.other]\ncounts = "甲"\n',
        "第 2 行：表单里没有“applications”，名称不能改，两边要有英文的引号",
    ),
    "a row that is no table": (
        '[rows]\n# 县里\n"applications.granted" = "甲"\n',
        '第 3 行：“applications.granted”下面应当是“名称 = "文字"”',
    ),
    "an unknown part": (
        '[rows."applications.other.other"]\ncounts = "甲"\n' + ROW + 'count = "甲"\n',
        "第 4 行：不认识“count”，只能是 counts、excludes、article、mistake、ours",
    ),
    "a number for a text": (
        '[rows."applications.other.other"]\ncounts = "甲"\n' + ROW + "\n# counts\ncounts = 3\n",
        "第 6 行：“counts”后面应当是引号里的文字",
    ),
    "our own reading of nothing": (
        ROW + 'counts = "甲"\nours = ["mistake"]\n',
        '第 3 行：“ours”里只能写这里有文字的项，如 ["counts"]',
    ),
    "our own reading of a number": (
        ROW + "ours = [3]\n",
        '第 2 行：“ours”里只能写这里有文字的项，如 ["counts"]',
    ),
    "our own reading said by yes": (
        ROW + "ours = true\n",
        '第 2 行：“ours”里只能写这里有文字的项，如 ["counts"]',
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_county_file_with_a_mistake_is_not_used_and_its_line_is_named(case: str, tmp_path: Path) -> None:
    text, sentence = BROKEN[case]
    book = write(tmp_path, text)
    assert book.trouble is not None
    assert book.trouble.message == f"县里的说明文件“说明-2021.toml”{sentence}。"
    assert book.trouble.hint == "现在显示的是程序自带的说明；改好后请点“重新读取”。"
    assert book.topics == Handbook(formfile.load("2021"), tmp_path / "none").topics


def test_a_file_that_is_no_text_or_too_large_or_a_folder_is_said(form: FormDef, tmp_path: Path) -> None:
    path = county.file_of(form.id, tmp_path)
    for data, said in ((b"\xff\xfe\x00\xff", "不是文字文件"), (b"#" * (county.LARGEST + 1), "文件太大")):
        path.write_bytes(data)
        trouble = Handbook(form, tmp_path).trouble
        assert trouble is not None
        assert said in trouble.message
    path.unlink()
    path.mkdir()
    trouble = Handbook(form, tmp_path).trouble
    assert trouble is not None
    assert "文件读不出来" in trouble.message


def test_a_changed_file_is_noticed_during_the_run(form: FormDef, tmp_path: Path) -> None:
    before = Handbook(form, tmp_path)
    path = county.file_of(form.id, tmp_path)
    path.write_text(ROW + 'counts = "甲"\n', "utf-8")
    book = before.fresh()
    assert shown(book, "applications.granted.total")[Part.COUNTS] == "甲"
    path.write_text(ROW + 'counts = "乙"\n', "utf-8")
    os.utime(path, ns=(1, 1))
    book = book.fresh()
    assert shown(book, "applications.granted.total")[Part.COUNTS] == "乙"
    path.unlink()
    assert book.fresh().topics == before.topics


# ---- the template


def test_the_template_holds_every_text_as_a_comment_and_changes_nothing(
    form: FormDef, tmp_path: Path
) -> None:
    book = Handbook(form, tmp_path / "new")
    path = book.write_file()
    assert path == tmp_path / "new" / "说明-2021.toml"
    assert path.read_bytes().startswith("\ufeff".encode())
    text = path.read_text("utf-8-sig")
    for topic in book.topics:
        for part, words in topic.help.written:
            assert f'# {part.value} = "{words}"' in text.replace("\\", "")
    read = book.fresh()
    assert (read.has_file, read.trouble) == (True, None)
    assert read.topics == book.topics


def test_a_line_of_the_template_counts_when_its_mark_is_taken_away(form: FormDef, tmp_path: Path) -> None:
    book = Handbook(form, tmp_path)
    path = book.write_file()
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace("# counts", "counts").replace("# mistake", "mistake"), "utf-8")
    read = book.fresh()
    assert read.trouble is None
    for before, after in zip(book.topics, read.topics, strict=True):
        assert after.help.written == before.help.written
        assert after.help.county == {part for part, _ in after.help.written if part in {"counts", "mistake"}}


def test_the_template_never_overwrites_what_the_county_wrote(form: FormDef, tmp_path: Path) -> None:
    book = write(tmp_path, ROW + 'counts = "甲"\n')
    assert book.write_file().read_text("utf-8") == ROW + 'counts = "甲"\n'
    assert form.id in book.file.name


def test_where_nothing_can_be_written_it_is_refused(form: FormDef, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused):
        Handbook(form, tmp_path / "file" / "new").write_file()


# ---- finding


def found(form: FormDef, words: str, tmp_path: Path) -> list[str]:
    return [topic.title for topic in Handbook(form, tmp_path).search(words)]


def test_labels_come_before_texts(form: FormDef, tmp_path: Path) -> None:
    titles = found(form, "重复申请", tmp_path)
    assert titles[0] == "（五）不予处理 · 2.重复申请"
    assert "（四）无法提供 · 1.本机关不掌握相关政府信息" in titles[1:]  # its frequent mistake names them


def test_all_words_must_match_wherever_they_stand(form: FormDef, tmp_path: Path) -> None:
    assert found(form, "台账 补正 通知", tmp_path) == [
        "（四）无法提供 · 3.补正后申请内容仍不明确",
        "（六）其他处理 · 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ]
    assert found(form, "重复申请 国家秘密", tmp_path) == []


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("(三)不予公开 国家秘密", "（三）不予公开 · 1.属于国家秘密"),
        ("  收费金额 ", "本年收费金额（单位：万元）"),
        ("第三十七条", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
        ("前言", "前言"),
        ("五 改进", "五、存在的主要问题及改进情况"),
        (
            "逾期不缴费",
            "（六）其他处理 · 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        ),
    ],
)
def test_finds(form: FormDef, words: str, first: str, tmp_path: Path) -> None:
    assert found(form, words, tmp_path)[0] == first


def test_nothing_typed_finds_nothing(form: FormDef, tmp_path: Path) -> None:
    assert found(form, " 　", tmp_path) == []
    assert found(form, "没有这样的词", tmp_path) == []


def test_what_the_county_wrote_is_found(tmp_path: Path) -> None:
    book = write(tmp_path, ROW + 'counts = "网上办事大厅"\n')
    assert [topic.title for topic in book.search("办事大厅")] == ["（一）予以公开"]


def test_every_topic_leads_to_a_cell_or_a_text_of_its_own(form: FormDef, tmp_path: Path) -> None:
    book = Handbook(form, tmp_path)
    for topic in book.topics:
        assert topic in book.of_key(topic.key)
    assert book.of_key("unit.kind") == ()
    assert book.of_key("nothing.at.all") == ()
    assert len(book.topics) == 6 + 5 + 25 + 7 + 3 + 5 + 4


def test_another_form_has_its_own_topics_and_its_own_county_file(tmp_path: Path) -> None:
    form = formfile.load(invented.ID, invented.build(tmp_path))
    book = Handbook(form, tmp_path)
    assert book.file.name == "说明-2099.toml"
    assert [topic.title for topic in book.search("全部公开")] == ["（一）全部公开"]
    assert [topic.key for topic in book.search("合伙企业")] == ["applications.new_received.partnership"]
