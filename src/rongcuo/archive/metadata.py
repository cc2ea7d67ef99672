"""文件目录.XML and 元数据.xml: the list of a dossier, and the four entities of DA/T 46-2009 for each 件.

文件实体 (the 件 and its files), 机构人员实体 (who), 业务实体 (what was done, when, on which basis), 实体关系.
Element names are the standard's Chinese ones, as in the annex of the 2012 rules on handing over.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as Xml

from rongcuo.archive.retention import words

FORMAT = "1"


def _add(parent: Xml.Element, name: str, text: object = "", **attributes: str) -> Xml.Element:
    child = Xml.SubElement(parent, name, attributes)
    child.text = _clean(str(text))
    return child


def _clean(text: str) -> str:
    """Text as XML 1.0 can hold it."""
    return "".join(c for c in text if c in "\t\n\r" or c >= " " and c not in "\ufffe\uffff")


def _bytes(root: Xml.Element) -> bytes:
    Xml.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="utf-8") + b"\n"


def listing(rows: Iterable[dict]) -> bytes:
    """文件目录.XML: one row for each 件."""
    root = Xml.Element("文件目录", {"版本": FORMAT})
    for row in rows:
        one = Xml.SubElement(root, "文件")
        for name, text in (
            ("顺序号", row["n"]), ("档号", row["number"]), ("责任者", row["responsible"]), ("题名", row["title"]),
            ("日期", row["date"].replace("-", "")), ("密级", row.get("secrecy", "")),
            ("保管期限", words(row["keep"]).zh), ("电子档案名称", row["folder"]), ("备注", ""),
        ):
            _add(one, name, text)
    return _bytes(root)


def of_piece(row: dict, dossier: dict, steps: list[dict], people: dict[str, dict]) -> bytes:
    """元数据.xml of one 件. `steps`: the entries its papers come from; `people`: who took them, by id."""
    root = Xml.Element("电子文件元数据", {"版本": FORMAT})
    record = Xml.SubElement(root, "文件实体")
    _add(record, "聚合层次", "件")
    source = Xml.SubElement(record, "来源")
    _add(source, "全宗号", dossier["fonds"])
    _add(source, "立档单位名称", dossier["organisation"])
    _add(record, "档号", row["number"])
    for name, text in (
        ("年度", row["year"]), ("保管期限", words(row["keep"]).zh), ("保管至", row["until"] or "永久"), ("件号", row["n"]),
        ("类别", row["name"]["zh"]), ("题名", row["title"]), ("责任者", row["responsible"]), ("日期", row["date"]),
        ("文件编号", row.get("document_number", "")), ("密级", row.get("secrecy", "")),
        ("事项编号", dossier["number"]), ("事项名称", dossier["title"]),
    ):
        _add(record, name, text)
    files = Xml.SubElement(record, "电子属性")
    for kind, one in [*(("正本" if n == 0 else "附件", p) for n, p in enumerate(row["papers"])),
                      *(("附件", e) for e in row["evidence"])]:  # fmt: skip
        file = Xml.SubElement(files, "计算机文件", {"稿本": kind})
        for name, text in (
            ("题名", one["title"]), ("路径", one["path"]), ("格式", one["media_type"]), ("大小", one["size"]),
            ("SHA-256", one["sha256"]),
        ):
            _add(file, name, text)
    _add(files, "形成系统", dossier["engine"])
    agents = Xml.SubElement(root, "机构人员实体集")
    _agent(agents, "机构", dossier["organisation"], "立档单位", "")
    for actor in dict.fromkeys(s["actor"] for s in steps if s["actor"]):
        known = people.get(actor, {})
        _agent(agents, "个人", known.get("name", ""), known.get("post", ""), actor)
    business = Xml.SubElement(root, "业务实体集")
    for step in steps:
        one = Xml.SubElement(business, "业务实体")
        for name, text in (
            ("业务标识", step["position"]), ("业务行为", step["name"]), ("行为代码", step["kind"]),
            ("行为时间", step["done_on"]), ("登记时间", step["recorded_at"]), ("行为依据", step["basis"]),
            ("行为人", step["actor"] or ""), ("记录摘要", step["digest"]),
        ):
            _add(one, name, text)
    relations = Xml.SubElement(root, "实体关系集")
    for step in steps:
        _relation(relations, f"业务:{step['position']}", "形成", f"文件:{row['number']}")
        if step["actor"]:
            _relation(relations, f"人员:{step['actor']}", "办理", f"业务:{step['position']}")
    for paper in row["papers"]:
        for other in paper["refers"]:
            _relation(relations, f"件内文件:{paper['item']}", "涉及", f"件内文件:{other}")
    return _bytes(root)


def _agent(parent: Xml.Element, kind: str, name: str, role: str, key: str) -> None:
    one = Xml.SubElement(parent, "机构人员实体")
    for label, text in (("类型", kind), ("名称", name), ("职务", role), ("标识", key)):
        _add(one, label, text)


def _relation(parent: Xml.Element, one: str, what: str, other: str) -> None:
    relation = Xml.SubElement(parent, "关系")
    for label, text in (("主体", one), ("关系类型", what), ("客体", other)):
        _add(relation, label, text)
