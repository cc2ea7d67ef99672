"""`rongcuo policy ask FACTS.yaml`: which facts can still matter, the most telling first."""

from __future__ import annotations

from rongcuo.cli.reasoning import run


def main(argv: list[str]) -> int:
    """Print the questions of every subject in the file."""
    from rongcuo.policy.reasoning import ask, words

    return run(
        argv, "ask", "还有哪些事实可能影响结论，先问哪一项 / Which facts can still matter, best first.",
        lambda asked, said: words.asked_document(asked),
        lambda asked, said, lang: words.ask_lines(asked, said.pack, lang),
        lambda said, arguments: ask(said),
    )
