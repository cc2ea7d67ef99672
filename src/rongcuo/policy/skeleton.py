"""A pack to start from: small, whole, and sound: it loads, nothing can be proved against it, and its
scenarios notice every change of its rules."""

from __future__ import annotations

from pathlib import Path

from rongcuo.policy.checks.text import text_digest
from rongcuo.policy.editing import modeline, write_editor_schemas

_TEXT = [
    {"id": "A01", "article": 1, "zh": "第一条 本办法适用于本单位工作人员。", "en": "Article 1. These measures apply to the staff of this body."},
    {"id": "A02", "article": 2, "zh": "第二条 勤勉尽责、未谋取私利的，可以容错。", "en": "Article 2. Where one was diligent and sought no private gain, tolerance is possible."},
    {"id": "A03", "article": 3, "zh": "第三条 本办法自印发之日起施行。", "en": "Article 3. These measures take effect on the date of issue."},
]

_PACK = """\
# Replace the words below with those of the measures. `rongcuo policy check` says what is wrong and where;
# docs/policy-pack.md goes through every section.
pack:
  format: 1
  id: {id}
  version: {version}
  title: {{zh: 示例办法, en: Sample Measures}}
  issuer: {{zh: 示例单位, en: Sample Body}}
  issued_on: {day}
  valid_from: {day}
  valid_to: null
  validity: unconfirmed
  validity_note: {{zh: 效力尚未核实, en: Validity not confirmed}}
  text_digest: {digest}          # of the Chinese text below; check gives the new value when it changes

capacities:
  - {{id: handler, name: {{zh: 承办人, en: Handler}}}}
  - {{id: verifier, name: {{zh: 核实人, en: Verifier}}}}

determinations:
  - {{id: waived, positive: true, cites: A02, name: {{zh: 免责, en: waived}}}}
  - {{id: refused, positive: false, cites: A02, name: {{zh: 不予认定, en: refused}}}}

# In this order: the first that is met is given. The last takes the rest.
outcomes:
  - {{id: out_of_scope, name: {{zh: 不适用, en: out of scope}}, cites: A01, when: {{not: {{rule: A01}}}}, admits: [refused]}}
  - {{id: waiver_open, name: {{zh: 可以研究免责, en: waiver open}}, cites: A02, when: {{rule: A02}}, admits: [waived, refused]}}
  - {{id: not_tolerated, name: {{zh: 不予容错, en: not tolerated}}, cites: A02, when: {{not: {{rule: A02}}}}, admits: [refused]}}
  - {{id: undetermined, name: {{zh: 尚不能确定, en: undetermined}}, undetermined: true, admits: []}}
"""

_ARTICLES = """\
text:
  - {{id: A01, article: 1, item: null, zh: "{zh1}", en: "{en1}"}}
  - {{id: A02, article: 2, item: null, zh: "{zh2}", en: "{en2}"}}
  - {{id: A03, article: 3, item: null, zh: "{zh3}", en: "{en3}", no_rule: {{zh: 只说明施行日期, en: the date of entry into force only}}}}

rules:
  - {{id: A01, kind: scope, name: {{zh: 适用范围, en: Scope}}, cites: A01, when: {{fact: staff, quote: 本单位工作人员}}}}
  - id: A02
    kind: condition
    name: {{zh: 容错的条件, en: Conditions}}
    cites: A02
    when: {{all: [{{fact: diligent, quote: 勤勉尽责}}, {{not: {{fact: private_gain, quote: 谋取私利}}}}]}}

facts:
  - {{id: staff, cites: A01, type: yes_no, question: {{zh: 是否本单位工作人员？, en: On the staff of this body?}},
     settled_by: [handler], nature: record, changeable: false}}
  - {{id: diligent, cites: A02, type: yes_no, question: {{zh: 是否勤勉尽责？, en: Diligent?}},
     settled_by: [verifier], nature: judgement, changeable: false}}
  - {{id: private_gain, cites: A02, type: yes_no, question: {{zh: 是否谋取私利？, en: Was private gain sought?}},
     settled_by: [verifier], nature: judgement, changeable: false}}
"""

_SCENARIOS = """\
- id: diligent
  title: {zh: 勤勉尽责，没有私利, en: Diligent and without gain}
  findings: {staff: yes, diligent: yes, private_gain: no}
  expect: {outcome: waiver_open, admissible: [waived, refused], met: [A01, A02], questions: []}

- id: private-gain
  title: {zh: 谋取了私利, en: Private gain was sought}
  findings: {staff: yes, diligent: yes, private_gain: yes}
  expect: {outcome: not_tolerated, not_met: [A02], decisive: [A02]}

- id: not-diligent
  title: {zh: 没有勤勉尽责, en: Not diligent}
  findings: {staff: yes, diligent: no, private_gain: no}
  expect: {outcome: not_tolerated, not_met: [A02]}

- id: not-on-the-staff
  title: {zh: 不是本单位工作人员, en: Not on the staff}
  findings: {staff: no}
  expect: {outcome: out_of_scope, not_met: [A01]}

- id: gain-unknown
  title: {zh: 是否有私利没有查清, en: Whether there was gain is not settled}
  findings: {staff: yes, diligent: yes}
  expect: {outcome: undetermined, open: [A02], settled: null, questions: [private_gain]}
"""


def write_skeleton(folder: Path, pack_id: str, version: str, day: str, packs: Path | None = None) -> list[Path]:
    """Write the files of a new pack into `folder` (which must not exist) and return their paths.

    `day` is the date of issue, 2020-01-01. `packs` is the folder of the packs, some levels above: the
    schemas for editors are put there, and each file's first line leads to them.
    Raises FileExistsError; OSError where it cannot write.
    """
    folder.mkdir(parents=True, exist_ok=False)
    (folder / "scenarios").mkdir()
    names = {f"{lang}{i}": one[lang] for i, one in enumerate(_TEXT, 1) for lang in ("zh", "en")}
    files = {
        folder / "pack.yaml": _PACK.format(
            id=pack_id, version=version, day=day, digest=text_digest(_TEXT)
        ),
        folder / "articles.yaml": _ARTICLES.format(**names),
        folder / "scenarios" / "first.yaml": _SCENARIOS,
    }
    depth = len(folder.resolve().relative_to(packs.resolve()).parts) if packs else 0
    for path, text in files.items():
        scenario = path.parent != folder
        first = modeline(depth + scenario, scenario) if packs else ""
        path.write_text(first + text, "utf-8")
    if packs:
        write_editor_schemas(packs)
    return list(files)
