"""`rongcuo policy why FACTS.yaml`: the smallest set of findings that carries the outcome."""

from __future__ import annotations

from rongcuo.cli.reasoning import run


def main(argv: list[str]) -> int:
    """Print the reason of every subject in the file, in one sentence."""
    from rongcuo.policy.reasoning import why, words

    return run(
        argv, "why", "凭哪几项认定就得出这一结论 / The fewest findings that carry the outcome.",
        lambda reason, said: words.reason_document(reason, said.facts),
        lambda reason, said, lang: [words.why_line(reason, said.pack, said.facts, lang)],
        lambda said, arguments: why(said),
    )
