"""How the page looks: on a screen, on a small one, on paper. Without it the page still reads in order."""

SHEET = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#1b1b1b;font:1rem/1.8 "Microsoft YaHei","PingFang SC","Source Han Sans SC","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
main{max-width:62rem;margin:0 auto;padding:2rem 1rem 3rem}
h1{font-size:clamp(1.3rem,4.5vw,2rem);line-height:1.4;text-align:center;text-wrap:balance;margin:.5rem 0 1.5rem}
h2,h3,h4{font-size:1.06rem;line-height:1.5;margin:1.2rem 0 .4rem}
section>h2{font-size:1.25rem;margin:2.2rem 0 .8rem;padding-bottom:.3rem;border-bottom:2px solid #1f3a5f}
h4{font-size:1rem}
p{margin:.4rem 0;text-indent:2em}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{border:1px solid #555;padding:.3rem .35rem;text-align:center;vertical-align:middle;line-height:1.4;font-weight:400}
.form{width:100%;font-size:.9rem}
td{overflow-wrap:break-word}
.whole{white-space:nowrap}
.wide .form{min-width:56rem}
.wide th,.wide td{padding:.3rem .15rem}
.wide .left{padding-left:.35rem}
.form caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.caption,.left{text-align:left}
.caption,.heading{background:#eef2f7}
.sum{background:#e9ecf0;font-weight:700}
.vertical span{writing-mode:vertical-rl;text-orientation:upright;letter-spacing:.3em;display:inline-block}
.scroll{position:relative;overflow-x:auto}
.scroll:focus-visible{outline:3px solid #1f5fbf;outline-offset:2px}
figure{display:flex;flex-wrap:wrap;gap:.8rem 2rem;align-items:flex-start;margin:1.2rem 0}
figcaption{flex-basis:100%;font-weight:700}
figure svg{flex:0 1 24rem;min-width:0;height:auto;max-width:100%}
figure text{fill:#1b1b1b}
.figures{font-size:.9rem}
.figures th[scope=row]{text-align:left}
.figures thead th{background:#eef2f7;white-space:nowrap}
.note{flex-basis:100%;margin:0;text-indent:0;font-size:.9rem}
@media (max-width:56rem){.wide::before{content:"表格较宽，可以左右移动";position:sticky;left:0;display:inline-block;font-size:.8rem;color:#4a4a4a}}
@media (max-width:30rem){main{padding:1rem .7rem 2rem}.form{font-size:.8rem}.wide .form{min-width:36rem}}
@page{size:A4;margin:18mm 16mm 20mm;@bottom-center{content:"— " counter(page) " —";font-size:10.5pt}}
@media print{
main{max-width:none;padding:0 1px}
body{font:12pt/1.75 FangSong,"仿宋","仿宋_GB2312",STFangsong,SimSun,"Noto Serif CJK SC",serif}
h1,section>h2{font-family:SimHei,"黑体","Noto Sans CJK SC",sans-serif}
h1{font-size:20pt}
section>h2{font-size:14pt;margin:14pt 0 6pt;border-bottom-width:1pt}
h1,h2,h3,h4{break-after:avoid}
p{orphans:2;widows:2}
section.table,figure{break-inside:avoid}
.scroll{overflow:visible}
.wide::before{content:none}
.wide .form{min-width:0}
.form{font-size:9pt}
.wide .form{font-size:8pt}
.figures,.note{font-size:9pt}
.figures th,.figures td{padding:.9mm 1.5mm}
figure{gap:1mm 6mm;margin:3mm 0}
figure svg{flex-basis:62mm}
th,td{padding:.9mm .6mm;border-color:#000;line-height:1.25}
thead{display:table-header-group}
tr{break-inside:avoid}
.caption,.heading,.sum,.figures thead th,svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""  # noqa: E501 - one rule, one line
