"""`rongcuo policy flip FACTS.yaml`: the fewest changes of facts that settle another outcome."""

from __future__ import annotations

from rongcuo.cli import CommandError
from rongcuo.cli.reasoning import run


def main(argv: list[str]) -> int:
    """Print the flips of every subject in the file."""
    from rongcuo.policy.reasoning import flip, words

    def work(said, arguments):
        try:
            return flip(said, arguments.to)
        except KeyError:
            names = ", ".join(one.id for one in said.pack.outcomes.values() if one.when is not None)
            raise CommandError(
                f"没有名为“{arguments.to}”的结论。现有：{names}。",
                f'There is no outcome "{arguments.to}". There are: {names}.',
            ) from None

    return run(
        argv, "flip",
        "哪些最小的事实改动会使另一结论确定 / The fewest changes of facts that settle another outcome.",
        lambda flips, said: words.flips_document(flips),
        lambda flips, said, lang: words.flip_lines(flips, said.pack, lang),
        work,
        lambda parser: parser.add_argument(
            "--to", metavar="OUTCOME", help="只看这一结论 / this outcome only"
        ),
    )
