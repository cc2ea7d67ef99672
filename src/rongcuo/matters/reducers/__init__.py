"""What each kind of entry changes in the tables. Pure: everything needed is in the entry.

One reducer a kind. `common` does what every action on a matter does: the timeline's line, the
papers, the states. Text fields come back as text: identifiers and dates are strings here.
"""

from rongcuo.ledger.reduce import register_tables
from rongcuo.matters.reducers import (  # noqa: F401  (each registers its own)
    acts,
    application,
    determination,
    later,
    paper,
    safeguards,
    settings,
    verification,
)

register_tables(
    "matters.Counter", "matters.Act", "matters.ActSubject", "matters.Matter", "matters.Subject",
    "matters.Part", "matters.Interest", "matters.Step", "matters.Item", "matters.Point",
    "matters.Evidence", "matters.Finding", "matters.Adoption", "matters.CalendarYear",
    "matters.PaperRecord", "matters.Undertaking", "matters.ClassChange", "matters.Concern",
    "matters.Sample", "matters.Sampled",
)
