"""What axe finds on a page: what conformance asks for (WCAG 2.2 A and AA) and what it calls good practice."""

from __future__ import annotations

import json

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


def violations(page, *rules: str) -> list[str]:
    """One line for each rule that is broken: its name, how often, and where. Only these rules, where any are named."""
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    found = AXE.run(page, options={"runOnly": only, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']} ×{len(one['nodes'])}: {json.dumps([n['target'] for n in one['nodes'][:3]], ensure_ascii=False)}"
        for one in found
    ]
