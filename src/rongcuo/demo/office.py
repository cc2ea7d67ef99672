"""What the sample bureau's office did last: a warning issued as a paper, and a matter closed."""

from __future__ import annotations

from datetime import timedelta

from rongcuo import clock, ids
from rongcuo.demo.bureau import Bureau
from rongcuo.documents import issuing
from rongcuo.documents.models import Dispatch
from rongcuo.insight.models import Caution
from rongcuo.ledger.record import head
from rongcuo.matters import closing
from rongcuo.matters.models import Matter


def build(bureau: Bureau) -> None:
    """To be told in the present of the demo, last of all."""
    warning = Caution.objects.filter(form="warning").order_by("number").first()
    if warning is not None:
        _issued(bureau, warning)
    matter = Matter.objects.order_by("opened_on", "number").first()
    closing.close(
        matter.pk, actor=bureau["officer"], at=matter.position, key=str(ids.new_id()),
        note="各项义务已经履行，材料齐全，结案归档。",
    )


def _issued(bureau: Bureau, warning: Caution) -> None:
    """Drafted and reviewed on its day, signed and numbered on the next."""
    entry = issuing.draft_paper(
        None, actor=bureau["drafter"], at=0, key=str(ids.new_id()), source="caution", record_id=warning.pk,
        template="caution", reviewer=bureau["registrar"].pk, signer=bureau["officer"].pk, done_on=warning.issued_on,
    )
    paper = Dispatch.objects.get(pk=entry.stream)
    later = min(warning.issued_on + timedelta(days=1), clock.today())
    for who, action, day, more in (
        ("registrar", issuing.review_paper, warning.issued_on, {}), ("officer", issuing.sign_paper, later, {}),
        ("drafter", issuing.issue_paper, later, {"number": f"机党发〔{later.year}〕5号"}),
    ):
        action(None, paper.pk, actor=bureau[who], at=head(paper.pk), key=str(ids.new_id()), done_on=day, **more)
