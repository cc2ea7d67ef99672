"""The gates: who may see what. Every page, list, count, file and export goes through here.

Two kinds of ground: a *capacity* by post (handler, decider …), and a *relation* to one matter
(its subject, the head of a subject's unit, a member of its working group). A capacity is lost by
being a subject or by a confirmed recusal; a relation as a subject is never lost.
Outside one's scope things do not exist (404); the gates return querysets, never exceptions.
"""

from rongcuo.matters.access.items import (
    EVIDENCE,
    FINDINGS,
    ITEMS,
    SHARED,
    Readers,
    may_export,
    reads_of,
    sees_reasons,
    sees_scan,
    sees_what_if,
    visible_evidence,
    visible_findings,
    visible_interests,
    visible_items,
    visible_parts,
    visible_points,
    visible_subjects,
    what_if_findings,
)
from rongcuo.matters.access.reach import (
    act_subjects_to_apply_for,
    keeps_acts,
    keeps_file,
    own_act_subjects,
    own_drafts,
    own_recusals,
    visible_acts,
    visible_matters,
    visible_records,
)
from rongcuo.matters.access.standing import Standing, with_people
from rongcuo.matters.access.timeline import (
    OPEN_STEPS,
    OWN_STEPS,
    StepsSeen,
    steps_seen,
    visible_steps,
)
from rongcuo.matters.access.viewers import BY_POST, NOBODY, Viewer, viewer_of, viewers_of

__all__ = [
    "BY_POST", "EVIDENCE", "FINDINGS", "ITEMS", "NOBODY", "OPEN_STEPS", "OWN_STEPS", "Readers", "SHARED",
    "Standing", "StepsSeen", "Viewer", "act_subjects_to_apply_for", "keeps_acts", "keeps_file", "may_export", "own_act_subjects", "own_drafts",
    "own_recusals", "reads_of", "sees_reasons", "sees_scan", "sees_what_if", "steps_seen", "viewer_of",
    "viewers_of", "visible_acts", "visible_evidence", "visible_findings", "visible_interests",
    "visible_items", "visible_matters", "visible_parts", "visible_points", "visible_records",
    "visible_steps", "visible_subjects", "what_if_findings", "with_people",
]
