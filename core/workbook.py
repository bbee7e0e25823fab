"""What the cells of our own workbooks are called: the writer gives the names, the reader looks for them.

Every figure's cell has the cell's key as its defined name, every text's cells ``text.<section>``; title,
unit, year and form have names too.
"""

from __future__ import annotations

TITLE = "report.title"
UNIT = "report.unit_name"
YEAR = "report.year"
FORM = "report.form"
FIELDS = {TITLE: "标题", UNIT: "单位", YEAR: "年度", FORM: "格式"}

# In the column beside the texts:
CONTINUED = "接上"  # this row goes on with the paragraph above
ELSEWHERE = "另表"  # here stands a table, which has a sheet of its own

GUIDE_SHEET = "填写说明"
WORDS_SHEET = "封面与文字"
BALANCES_SHEET = "核对"
