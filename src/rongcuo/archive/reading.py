"""What a person reads in a package: 说明文件.TXT and index.html, neither of which needs a script or this program."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from rongcuo.archive.retention import words

if TYPE_CHECKING:
    from rongcuo.archive.export import Contents
    from rongcuo.ledger.checkpoints import Line

_STYLE = """
body{margin:0 auto;max-width:60rem;padding:2rem 1.5rem 4rem;background:#fbfaf7;color:#1d1c1a;
font:16px/1.7 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:1.7rem;line-height:1.35;margin:.2rem 0}h2{font-size:1.15rem;margin:2.4rem 0 .6rem;border-bottom:1px solid #d8d4ca;padding-bottom:.3rem}
.muted{color:#6a665d}.no{border-left:3px solid #b0342b;padding:.2rem 0 .2rem .8rem}
table{border-collapse:collapse;width:100%;font-size:.94rem}th,td{text-align:left;vertical-align:top;padding:.45rem .8rem .45rem 0;border-bottom:1px solid #e4e0d6}
th{font-weight:600;color:#6a665d;white-space:nowrap}td.n,.d{font-variant-numeric:tabular-nums}ul{margin:.2rem 0;padding-left:1.2rem}
code,.d{font-family:"Noto Sans Mono","Consolas",monospace;font-size:.86em;overflow-wrap:anywhere}a{color:#8a2a22}
details{margin:.3rem 0}summary{cursor:pointer}@media print{body{background:#fff;max-width:none;padding:0}details{display:block}}
""".replace("\n", "")
_JOINED = {"all": "以下各项", "any": "以下任一项", "not": "不属于以下情形", "count": "以下若干项"}
_VERDICT = {"met": "符合", "not_met": "不符合", "open": "未定"}


def read_me(made: Contents) -> bytes:
    """说明文件.TXT: who, when, with what, in which formats, and how to check it."""
    d = made.dossier
    lines = [
        "说明文件", "",
        f"本包为容错纠错事项“{d['title']}”（{d['number']}）的完整卷宗。",
        f"立档单位：{d['organisation'] or '—'}　全宗号：{d['fonds'] or '未设'}",
        f"结案归档：{d['sealed_on'] or '尚未结案，本包为办理中的导出'}",
        f"导出时间（协调世界时）：{d['exported_at']}　形成系统：{d['engine']}　导出系统：{d['exported_by']}",
        f"适用办法：{d['policy']}（规则包摘要 {d['policy_digest']}）", "",
        "一、结构",
        "　本包为 BagIt（RFC 8493）包，data/ 以外为包的清单。",
        "　index.html　用浏览器打开，即可阅读全卷，不含脚本。",
        "　data/文件目录.XML　每件一行。",
        "　data/电子档案/年度/类别/件号/　正本、附件、处理单、数据（系统记录的原文）、元数据.xml（DA/T 46 四类实体）。",
        "　data/过程/　办理记录（逐条链接的账本）、业务日志、人员。",
        "　data/校验/　检查点与包含证明。　data/检测/　四性检测报告。",
        "　data/其他/　规则包、对办法的解释、工作日历、理由树、目录数据。", "",
        "二、格式",
        "　版式文件为 PDF/A，数据为 UTF-8 编码的 JSON 与 XML，清单为文本；附件保持提交时的格式。全包不压缩、不加密。", "",
        "三、核验",
        "　在本包所在目录运行：python3 verify.py（Python 3.8 以上，不需要安装任何程序，也不需要网络）。",
        "　核验内容：清单摘要、办理记录的链、检查点的包含证明、各件与记录是否一致。",
        "　有另处保存的检查点文件的，加 --against 文件；有移交清单所载总摘要的，加 --expect 摘要。",
        "　摘要算法：SHA-256（GB/T 32905 的 SM3 并列时见 manifest-sm3.txt）。树：RFC 6962。规范 JSON：RFC 8785。", "",
    ]
    return ("\r\n".join(lines)).encode()


def index_page(made: Contents, line: Line) -> bytes:
    """index.html: the dossier to be read, in any browser, without a script."""
    d = made.dossier
    parts = [
        f"<h1>{escape(d['title'])}</h1>",
        f"<p class=muted>{escape(d['number'])} · {escape(d['organisation'] or '')} · "
        f"{'结案归档于 ' + d['sealed_on'] if d['sealed_on'] else '尚未结案'}</p>",
    ]
    if not d["sealed_on"]:
        parts.append("<p class=no>本包导出时事项尚未结案归档：件的编号未定，正本只由清单保护，未载入办理记录。</p>")
    parts += ["<h2>卷内目录</h2>", _catalogue(made)]
    parts += ["<h2>办理过程</h2>", _timeline(made), "<h2>理由</h2>", _reasons(made)]
    parts += ["<h2>四性检测</h2>", _checked(made), "<h2>核验</h2>", _proof(made, line)]
    title = escape(f"{d['number']} {d['title']}")
    head = (
        "<!doctype html><html lang=zh-Hans><head><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width,initial-scale=1">'
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
    )
    return (head + "\n".join(parts) + "</body></html>\n").encode()


def _link(path: str, text: str) -> str:
    return f'<a href="{quote("data/" + path)}">{escape(text)}</a>'


def _catalogue(made: Contents) -> str:
    rows = []
    for row in made.rows:
        files = "".join(f"<li>{_link(p['path'], p['title'])}</li>" for p in row["papers"])
        files += "".join(
            f"<li>{_link(e['path'], '证据' + str(e['n']) + '　' + e['title']) if e['sha256'] else escape(e['title'] or '已销毁')}</li>"
            for e in row["evidence"]
        )
        kept = f"{words(row['keep']).zh}" + (f"，至 {row['until']}" if row["until"] else "")
        rows.append(
            f"<tr><td class=n>{row['n']}</td><td>{escape(row['title'])}<br><span class='d muted'>{escape(row['number'])}</span>"
            f"<ul>{files}</ul></td><td>{escape(row['responsible'])}</td><td class=n>{row['date']}</td><td>{kept}</td></tr>"
        )
    return (
        "<table><tr><th>序号<th>题名、档号与文件<th>责任者<th>日期<th>保管期限</tr>" + "".join(rows) + "</table>"
    )


def _timeline(made: Contents) -> str:
    rows = "".join(
        f"<tr><td class=n>{s['position']}</td><td class=n>{s['done_on']}</td><td>{escape(s['name'])}</td>"
        f"<td>{escape(made.who(s))}</td><td>{escape(s['basis'])}</td></tr>"
        for s in made.steps.values()
    )
    return f"<table><tr><th>序号<th>日期<th>办理<th>办理人<th>依据</tr>{rows}</table>"


def _reasons(made: Contents) -> str:
    names = {str(s.pk): s.name for s in made.subjects}
    parts = []
    for n, (subject, text) in enumerate(made.reasons(), 1):
        document = json.loads(text)
        body = "".join(_node(one, made) for one in document["rules"])
        parts.append(
            f"<p>{escape(names.get(subject, ''))}（{_link(f'其他/理由/{n:02d}.json', '全部数据')}）</p><ul>{body}</ul>"
        )
    return "".join(parts) or "<p class=muted>没有核实情况可供对照。</p>"


def _node(node: dict, made: Contents) -> str:
    """One element of a tree, its parts folded under it."""
    inner = node.get("node")
    named = made.pack.rules.get(node.get("rule") or (node["id"] if inner else ""))
    fact = made.pack.facts.get(node.get("fact", ""))
    said = named.name.zh if named and named.name else fact.question.zh if fact else _JOINED.get(node.get("op"), "")
    word = _VERDICT.get(node.get("verdict", ""), node.get("verdict", ""))
    line = f"{escape(word)}　{escape(said)}　<span class=muted>{escape('、'.join(node.get('cites') or ()))}</span>"
    below = "".join(_node(one, made) for one in node.get("children") or ())
    if inner:
        below += _node(inner, made)
    if not below:
        return f"<li>{line}</li>"
    return f"<li><details><summary>{line}</summary><ul>{below}</ul></details></li>"


def _checked(made: Contents) -> str:
    from rongcuo.archive.export import checked_text

    return f"<pre>{escape(checked_text(made.checked))}</pre><p>{_link('检测/四性检测报告.json', '检测数据')}</p>"


def _proof(made: Contents, line: Line) -> str:
    head = max(made.steps, default=0)
    return (
        f"<p>办理记录 {head} 条，末条摘要 <span class=d>{made.steps[head]['digest'] if head else ''}</span>。"
        f"检查点第 {line.number} 号，{line.instant}，根 <span class=d>{line.root}</span>。"
        f"{_link('校验/包含证明.json', '包含证明')}　{_link('过程/记录.jsonl', '办理记录')}</p>"
        "<p>核验：在本包所在目录运行 <code>python3 verify.py</code>。不需要安装任何程序，也不需要网络。</p>"
    )
