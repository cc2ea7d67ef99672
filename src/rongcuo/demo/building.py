"""Build the demo's database: the bureau, its matters, a checkpoint. The same twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from rongcuo import clock, ids
from rongcuo.corrections.reminding import remind as remind_of_corrections
from rongcuo.demo import bureau as sample_bureau
from rongcuo.demo import office, prevention, protecting
from rongcuo.demo.correcting import CORRECTION
from rongcuo.demo.matters import SAMPLES, Sample
from rongcuo.demo.story import STEPS, Story
from rongcuo.exemptions.reminding import remind as remind_of_slips
from rongcuo.ledger.checkpoints import checkpoint

SEED = "rongcuo-demo"
#: How often the sample bureau runs the reminder job.
WEEK = timedelta(days=7)
#: The demo's present: Thursday 17 September 2026, nine in the morning.
NOW = "2026-09-17T09:00:00+08:00"


def build(progress: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Record everything. Steps of all matters happen in the order of their days."""
    with ids.seeded(SEED):
        with clock.frozen("2026-01-05T09:00:00+08:00"):
            bureau = sample_bureau.build()
        stories = [Story(bureau, sample.plot, sample.start) for sample in SAMPLES]
        left = [_steps(sample) for sample in SAMPLES]
        total = sum(map(len, left))
        done, reminded = 0, SAMPLES[0].start
        protected = protecting.Protecting(bureau, stories).events()
        while any(left):
            # The ledger grows in the order of the days, whichever matter they belong to.
            n = min((k for k in range(len(left)) if left[k]), key=lambda k: (stories[k].day_of(left[k][0]), k))
            day = stories[n].day_of(left[n][0])
            while protected and protected[0].day < day:
                _happen(protected.pop(0))
            if day - reminded >= WEEK:
                reminded = day
                with stories[n].at_day(day):
                    _remind()
            stories[n].take(left[n].pop(0))
            done += 1
            progress(done, total)
        for event in protected:
            _happen(event)
        prevention.build(bureau)
        with clock.frozen(NOW):
            _remind()
            office.build(bureau)
            checkpoint()


def _remind() -> None:
    remind_of_corrections()
    remind_of_slips()


def _happen(event: protecting.Event) -> None:
    with protecting.on(event.day):
        event.do()


def _steps(sample: Sample) -> list[str]:
    """The steps of a sample matter, and of its correction, in order."""
    course = list(CORRECTION)
    correction = course[: course.index(sample.corrected) + 1] if sample.corrected else []
    return [*STEPS[: STEPS.index(sample.until) + 1], *correction]
