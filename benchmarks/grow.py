"""A large sample database: the demo's matters copied many times over with new identifiers.

    python benchmarks/grow.py HOME 10000

Copies rows of the replayed tables, not the ledger: good for timing reads, for nothing else. One copy in
fifty is a running matter, the others are filed, as in a bureau that has worked for years.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))


def main(home: str, count: int) -> None:
    os.environ["RONGCUO_HOME"] = home
    os.environ["RONGCUO_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from rongcuo.demo.building import build

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    build()
    copy_matters(count)


def copy_matters(count: int) -> None:
    """Copy until there are `count` matters."""
    from rongcuo import ids
    from rongcuo.matters import models as m

    templates = [family(matter) for matter in m.Matter.objects.order_by("number")]
    done = [t for t in templates if t[m.Matter][0].state == "filed"]
    open_ = [t for t in templates if t not in done]
    batch: dict = {}
    with ids.seeded("grow"):
        crowd = more_people()
        for n in range(len(templates), count):
            source = open_[n // 50 % len(open_)] if n % 50 == 0 else done[n % len(done)]
            for model, rows in copied(source, n, crowd[n % len(crowd)]).items():
                batch.setdefault(model, []).extend(rows)
            if n % 500 == 0 or n == count - 1:
                for model, rows in batch.items():
                    model.objects.bulk_create(rows, batch_size=500)
                batch = {}
                print(f"\r{n + 1}/{count}", end="", flush=True)
    print()


def family(matter) -> dict:
    """A matter with everything that hangs on it, by model, in the order of their foreign keys."""
    from rongcuo.matters import models as m

    return {
        m.Act: [matter.act],
        m.ActSubject: list(matter.act.subjects.all()),
        m.Matter: [matter],
        m.Subject: list(matter.subjects.all()),
        **{
            model: list(model.objects.filter(matter=matter))
            for model in (m.Part, m.Interest, m.Step, m.Item, m.Evidence)
        },
        **{
            model: list(model.objects.filter(subject__matter=matter)) for model in (m.Point, m.Finding)
        },
    }


def more_people() -> list[dict]:
    """Forty further divisions with people of their own, so that nobody has ten thousand matters.

    Each is a mapping from the sample's ordinary people and units to others; the first is the sample.
    """
    from rongcuo import ids
    from rongcuo.demo.bureau import GROUP, PEOPLE, UNITS
    from rongcuo.people.models import Person, Unit

    people = {p.name: p for p in Person.objects.all()}
    units = {u.name: u for u in Unit.objects.all()}
    ordinary = [people[row[0]] for key, row in PEOPLE.items() if row[2] in ORDINARY or key in GROUP]
    crowd: list[dict] = [{}]
    for n in range(1, 41):
        instead = {}
        for key in ORDINARY:
            old = units[UNITS[key][0]]
            new = Unit(id=ids.new_id(), name=f"{old.name}{n}", body=old.body)
            instead[old.pk] = new
        for old in ordinary:
            instead[old.pk] = Person(id=ids.new_id(), name=f"{old.name}{n}")
        Unit.objects.bulk_create(v for v in instead.values() if isinstance(v, Unit))
        Person.objects.bulk_create(v for v in instead.values() if isinstance(v, Person))
        crowd.append({old: new.pk for old, new in instead.items()})
    return crowd


#: Units whose people apply and forward.
ORDINARY = ("chemicals", "mines", "emergency", "licensing", "training")


def copied(source: dict, n: int, instead: dict) -> dict:
    """The same rows under new identifiers, about other people; numbers get the copy's own."""
    from rongcuo import ids

    new = {row.pk: ids.new_id() for rows in source.values() for row in rows} | instead
    out = {}
    for model, rows in source.items():
        out[model] = []
        for row in rows:
            values = {
                f.attname: new.get(getattr(row, f.attname), getattr(row, f.attname))
                if f.is_relation or f.primary_key
                else getattr(row, f.attname)
                for f in model._meta.concrete_fields
            }
            if "number" in values:
                values["number"] = f"{values['number'][:3]}{n}号"
            out[model].append(model(**values))
    return out


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
