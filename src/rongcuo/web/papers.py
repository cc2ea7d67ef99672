"""Papers as they are printed. They are Chinese, whatever the language of the page."""

from __future__ import annotations

from django.utils import translation

from rongcuo.policy import Pack
from rongcuo.policy.prose import citation
from rongcuo.web.applying import Applying
from rongcuo.web.templatetags.ui import full_day, official, size

YES_NO = {True: "是", False: "否", None: "不清楚"}


def addressee(pack: Pack) -> str:
    """The body that handles applications, as the pack names it."""
    return next((b.name.zh for b in pack.bodies.values() if "handler" in b.capacities), "")


def application_paper(state: Applying) -> dict:
    """The statutory application (A08-1) of a draft, for components/paper.html."""
    with translation.override("zh-hans"):
        return _application(state)


def _application(state: Applying) -> dict:
    pack, target, act, form = state.pack, state.target, state.target.act, state.form
    unit = pack.procedure.move("submit_application").cites[0]
    kind = pack.acts.get(act.kind)
    ground = pack.procedure.behalf.get(target.behalf_ground)
    behalf = [
        ("代为申请", f"{target.unit.name}，因本人{ground.name.zh if ground else ''}（{target.behalf_basis}）"),
        ("授权依据", form.get("authorisation") or ""),
    ] if state.made_for else []
    before = [
        ("此前申请", f"{state.asks_new.matter.number}，{full_day(state.asks_new.submitted_on)}提出"),
        ("新的事实或者证据", form.get("new") or ""),
    ] if state.asks_new else []
    nearest = [("与最接近情形的比较", _nearest(state))] if state.compares else []
    rows = [
        ("申请人", target.name), *behalf, *before,
        ("所在单位", target.unit.name),
        ("问责程序", f"{kind.name.zh if kind else act.kind} {act.document_number}（{act.issued_by}）"),
        ("启动日期", full_day(act.started_on)),
        ("获知日期", full_day(target.told_on)),
        ("申请期限", _window(state)),
        ("主张情形", _situations(state)), *nearest,
        ("事实经过", form.get("account") or ""),
        ("对照条件说明", _claims(state)),
        ("申请理由", "\n".join(f"{n}. {text}" for n, text in enumerate(form.get("points") or [], 1))),
        ("补救措施", form.get("remedy") or ""),
        ("证据材料", _files(state)),
    ]
    if state.head_conflict:
        rows.append(("提交方式", "因所在单位负责人不宜转报，直接提交。"))
    if state.timeliness == "late":
        rows.append(("逾期说明", form.get("late_reason") or ""))
    truth = "以上内容据我所知属实，记不准的地方已经写明。"
    rows.append(("真实性声明", truth if form.get("integrity") else ""))
    if target.person_id and not state.head_conflict:
        rows.append(("单位意见", "本单位代为申请。" if state.made_for else "\n\n"))
    return {
        "title": "容错申请书", "to": addressee(pack), "draft": "草稿 未提交",
        "paragraphs": [
            f"根据《{official(pack.title.zh)}》{citation(pack, unit)}，现就下列事项提出书面申请。"
        ],
        "fields": [{"label": label, "value": value or "（未填写）"} for label, value in rows],
        "sign": f"代为申请单位：{target.unit.name}" if state.made_for else f"申请人：{target.name}", "date": "　　　　年　　月　　日",
    }


def _window(state: Applying) -> str:
    text = f"至{full_day(state.spans['by_start'].due)}24时"
    if state.spans["by_notice"]:
        text += f"；自获知之日起计，至{full_day(state.spans['by_notice'].due)}24时"
    return text + ("（暂定）" if state.last.provisional else "")


def _situations(state: Applying) -> str:
    first = [state.main] if state.main else []
    lines = []
    for one in first + [s for s in state.situations if s != state.main]:
        rule = state.pack.rules[one]
        mark = "（主要）" if one == state.main and len(state.situations) > 1 else ""
        lines.append(f"{citation(state.pack, rule.cites[0])}{mark} {rule.name.zh}")
    return "\n".join(lines)


def _nearest(state: Applying) -> str:
    rules = [state.pack.rules[k] for k in state.nearest]
    named = [f"{citation(state.pack, r.cites[0])} {r.name.zh}" for r in rules]
    return "\n".join([*named, state.form.get("comparison") or ""])


def _claims(state: Applying) -> str:
    claims, words, lines = state.claims(), state.words(), []
    for one in state.asked:
        fact = one.fact
        if fact.id not in claims and fact.id not in words:
            continue
        said = []
        if fact.id in claims:
            value = claims[fact.id]
            if value in fact.values:
                said.append(fact.values[value].zh)
            elif value is None or isinstance(value, bool):
                said.append(YES_NO[value])
            else:
                said.append(f"{value}{fact.unit.zh if fact.unit else ''}")
        if fact.id in words:
            said.append(words[fact.id])
        lines.append(f"{fact.question.zh}{'；'.join(said)}")
    return "\n".join(lines)


def _files(state: Applying) -> str:
    return "\n".join(
        f"{n}. {f.title}（{f.name}，{size(f.size)}）" for n, f in enumerate(state.files, 1)
    )
