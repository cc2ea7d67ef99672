"""A target or deadline that cannot be kept: no steps lead to it, or no calendar counts its days.

The witness: the state that no move enters, or the years that the calendar knows.
"""

from __future__ import annotations

from collections.abc import Iterator

from rongcuo.policy.proofs.proof import Finding, Proof

CODE = "target-without-steps"


def entered(proof: Proof) -> set[str]:
    """States some move leads to, and the first of each track, where everything begins."""
    procedure = proof.pack.procedure
    found = {next(iter(track)) for track in (procedure.matter_states, procedure.subject_states)
             if track}
    for move in procedure.moves:
        found |= {track.to for track in (move.matter, move.subject) if track and track.to}
    return found


def findings(proof: Proof) -> Iterator[Finding]:
    pack = proof.pack
    if pack.targets and pack.procedure is None:
        for target in pack.targets.values():
            yield _finding(target.id, (target.from_, target.to), "没有程序步骤", "there are no steps")
    elif pack.procedure is not None:
        states = entered(proof)
        for target in pack.targets.values():
            never = tuple(one for one in (target.from_, target.to) if one not in states)
            if never:
                shown = ", ".join(never)
                yield _finding(
                    target.id, never, f"没有任何步骤进入状态 {shown}", f"no move enters {shown}"
                )
    if proof.calendar_years is not None:
        counted = [*pack.targets, *pack.deadlines]
        first = pack.valid_from.year if pack.valid_from else None
        last = pack.valid_to.year if pack.valid_to else 9999
        years = [y for y in proof.calendar_years if (first or 0) <= y <= last]
        if counted and not years:
            yield _finding(
                counted[0], (), "有效期内没有任何一年的工作日历",
                "the calendar knows no year in which the measures are in force",
            )


def _finding(about: str, beside: tuple[str, ...], zh: str, en: str) -> Finding:
    return Finding(
        CODE, about, beside, {}, {},
        f"期限“{about}”无从计算：{zh}。请补上步骤或者日历。",
        f'The target "{about}" cannot be counted: {en}. Add the steps or the calendar.',
    )


def confirm(proof: Proof, finding: Finding) -> bool:
    if not finding.beside:
        first = proof.pack.valid_from.year if proof.pack.valid_from else 0
        return not any(year >= first for year in proof.calendar_years or ()) or (
            proof.pack.valid_to is not None
        )
    return proof.pack.procedure is None or not set(finding.beside) & entered(proof)
