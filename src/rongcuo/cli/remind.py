"""``rongcuo remind``: record what is due and not reminded of yet, and count half-years that are over. Run it daily; twice does no harm."""

from __future__ import annotations

import json
import os

from rongcuo.cli import language
from rongcuo.cli.parser import Parser


def main(argv: list[str]) -> int:
    """Prints numbers only, never what a plan says: an operator has no access to matters."""
    parser = Parser(prog="rongcuo remind", description="到期提醒 / Remind of what is due.")
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    options = parser.parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    import django

    django.setup()
    from rongcuo.corrections.reminding import remind
    from rongcuo.exemptions.reminding import remind as remind_of_slips
    from rongcuo.insight.publication import publish

    done = remind() | {"slips": remind_of_slips(), "published": publish()}
    if options.json:
        print(json.dumps(done))
    elif language(options.lang) == "en":
        print(f"{done['plans']} open plans, {done['reminders']} new reminders, {done['recounted']} with days counted anew, {done['slips']} reminders of slips, {done['published']} half-years counted.")
    else:
        print(f"未销号纠错 {done['plans']} 件，新发提醒 {done['reminders']} 条，重新计算期限 {done['recounted']} 件，回执提醒 {done['slips']} 条，新统计半年 {done['published']} 个。")
    return 0
