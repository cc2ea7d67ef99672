"""Shows law at the time: every version's derivation, the one that governs, and what overrides it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

_WORDS = {
    "zh": {
        "conduct": "行为日", "start": "启动日", "decision": "决定日", "without": "没有有效的版本",
        "governs": "适用", "none": "未选定", "by": "依据 {pack} {version} 的过渡规定（{cites}）",
        "version": "── 版本 {version}（{bases}）：{outcome}", "left_out": "该版本没有的事实或设定：{names}",
        "prevails": "优先", "yields": "不优先", "met": "符合", "not_met": "不符合", "open": "未定",
        "superior": "上位规定：{title}{article}“{words}”（{cites}，{standing}）",
        "override": "  规则“{rule}”：本办法{measures}，上位规定{gives}",
        "same": "  与本办法一致，没有改变。", "ignored": "  已记录为不优先，没有改变。",
        "outcome": "结论：本办法 {measures}；计入优先的上位规定 {prevailing}", "sep": "、",
    },
    "en": {
        "conduct": "conduct", "start": "start", "decision": "decision", "without": "no version in force",
        "governs": "governs", "none": "nothing chosen",
        "by": "By the transition of {pack} {version} ({cites})",
        "version": "── version {version} ({bases}): {outcome}",
        "left_out": "facts or readings this version does not have: {names}",
        "prevails": "prevails", "yields": "does not prevail", "met": "met", "not_met": "not met", "open": "open",
        "superior": 'Superior rule: {title} {article} "{words}" ({cites}, {standing})',
        "override": '  rule "{rule}": {measures} by the measures, {gives} by the superior rule',
        "same": "  It says the same as the measures; nothing changes.",
        "ignored": "  Recorded as not prevailing; nothing changes.",
        "outcome": "Outcome: {measures} by the measures; {prevailing} with the superior rules that prevail",
        "sep": ", ",
    },
}


def show(written, folder: Path, dates: dict, arguments, lang: str) -> int:
    """Every subject under every version in force on the dates; prints prose or JSON."""
    from rongcuo.cli.assess import heading, subject
    from rongcuo.policy.at_time import at_time
    from rongcuo.policy.loader import load
    from rongcuo.policy.superior import under_superiors

    chosen = load(folder, scenarios=False)
    packs = [
        load(one.parent, scenarios=False) for one in sorted(folder.parent.glob("*/pack.yaml"))
    ]
    packs = [one for one in packs if one.id == chosen.id] or [chosen]
    packs.sort(key=lambda one: tuple(map(int, one.version.split("."))), reverse=True)
    results = []
    for one in written.subjects(*packs):
        timed = at_time(
            packs, one.facts, dates, choice=arguments.choose, settings=written.settings,
            evidence=one.evidence,
        )
        over = None
        if written.superiors and timed.governing:
            over = under_superiors(timed.governing.assessment, written.superiors)
        results.append((one.name, timed, over))
    if arguments.json:
        documents = {
            name: timed.document() | ({"superior": over.document()} if over else {})
            for name, timed, over in results
        }
        alone = documents.get(None)
        print(json.dumps(alone or {"subjects": documents}, ensure_ascii=False, indent=2))
        return 0
    lines = [*heading(chosen, lang)]
    for name, timed, over in results:
        lines += [*subject(name, lang), *_timed(timed, lang), *(overridden(over, lang) if over else ())]
    print("\n".join(lines))
    return 0


def _timed(timed, lang: str) -> Iterator[str]:
    from rongcuo.policy.prose import citation, render

    words = _WORDS[lang]
    for basis, day in timed.dates.items():
        lacking = f" {words['without']}" if basis in timed.without else ""
        yield f"{words[basis]} {day}{lacking}"
    if timed.by:
        cites = words["sep"].join(citation(timed.by, one, lang) for one in timed.by.transition.cites)
        yield words["by"].format(pack=timed.by.id, version=timed.by.version, cites=cites)
    yield f"{words['governs'] if timed.governing else words['none']}: {timed.why.get(lang)}"
    for one in timed.derivations:
        mark = f" ◀ {words['governs']}" if one is timed.governing else ""
        outcome = one.pack.outcomes[one.assessment.outcome].name.get(lang)
        bases = words["sep"].join(words[basis] for basis in one.bases)
        yield ""
        yield words["version"].format(version=one.pack.version, bases=bases, outcome=outcome) + mark
        if one.left_out:
            yield words["left_out"].format(names=words["sep"].join(one.left_out))
        yield from render(one.assessment.document(), one.pack, lang)


def overridden(over, lang: str) -> Iterator[str]:
    """Each superior rule and where it overrides; then the derivation that counts."""
    from rongcuo.policy.prose import citation, render

    words, pack = _WORDS[lang], over.measures.pack
    for one in over.superiors:
        yield words["superior"].format(
            title=one.title, article=one.article, words=one.words,
            cites=citation(pack, one.cites, lang),
            standing=words["prevails" if one.prevails else "yields"],
        )
        if over.overrides(one):
            yield words["override"].format(
                rule=pack.rules[one.rule].name.get(lang), gives=words[one.gives],
                measures=words[over.measures.verdict(one.rule)],
            )
        else:
            yield words["same" if one.prevails else "ignored"]
    yield words["outcome"].format(
        measures=pack.outcomes[over.measures.outcome].name.get(lang),
        prevailing=pack.outcomes[over.prevailing.outcome].name.get(lang),
    )
    yield from render(over.prevailing.document(), over.prevailing.pack, lang)
