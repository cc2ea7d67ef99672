"""The people of the sample bureau. Everybody and every unit is invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rongcuo.people.models import Account, Person, Unit
from rongcuo.people.record import add_person, add_post, add_unit

SINCE = date(2024, 1, 2)

#: key: (name, English name, the pack's body)
UNITS = {
    "leading_group": ("局党组", "Party Group", "leading_group"),
    "committee": ("局机关党委（纪委）", "Headquarters Party committee", "party_committee"),
    "personnel": ("人事处", "Personnel Division", "personnel_division"),
    "discipline": ("纪检监督岗", "Discipline officer", "discipline_officer"),
    "chemicals": ("危险化学品监管处", "Hazardous Chemicals Division", "division"),
    "mines": ("矿山监管处", "Mines Division", "division"),
    "emergency": ("应急救援处", "Emergency Rescue Division", "division"),
    "licensing": ("行政许可处", "Licensing Division", "division"),
    "training": ("示例安全培训中心", "Sample Safety Training Centre", "affiliated_unit"),
}

#: key: (name, English name, unit, title, English title, head, secretary)
PEOPLE = {
    "inspector": ("示例甲", "Sample A", "chemicals", "一级主任科员", "Inspector", False, False),
    "chemicals_head": ("示例乙", "Sample B", "chemicals", "处长", "Head of division", True, False),
    "mines_inspector": ("示例丙", "Sample C", "mines", "四级调研员", "Senior inspector", False, False),
    "mines_head": ("示例丁", "Sample D", "mines", "处长", "Head of division", True, False),
    "rescuer": ("示例戊", "Sample E", "emergency", "三级主任科员", "Officer", False, False),
    "emergency_head": ("示例己", "Sample F", "emergency", "处长", "Head of division", True, False),
    "licensor": ("示例庚", "Sample G", "licensing", "二级主任科员", "Licensing officer", False, False),
    "licensing_head": ("示例辛", "Sample H", "licensing", "处长", "Head of division", True, False),
    "trainer": ("示例壬", "Sample I", "training", "讲师", "Lecturer", False, False),
    "training_head": ("示例癸", "Sample J", "training", "主任", "Director", True, False),
    "officer": ("范例一", "Example One", "committee", "专职副书记", "Deputy secretary", False, False),
    "drafter": ("范例二", "Example Two", "committee", "组织员", "Organiser", False, False),
    "registrar": ("范例三", "Example Three", "committee", "纪委干事", "Discipline clerk", False, False),
    "personnel": ("范例四", "Example Four", "personnel", "副处长", "Deputy head", False, False),
    "supervisor": ("范例五", "Example Five", "discipline", "监督员", "Supervisor", False, False),
    "secretary": ("范例六", "Example Six", "leading_group", "党组秘书", "Secretary", False, True),
    "leader_1": ("示范子", "Model One", "leading_group", "党组书记", "Party secretary", True, False),
    "leader_2": ("示范丑", "Model Two", "leading_group", "党组成员", "Member", False, False),
    "leader_3": ("示范寅", "Model Three", "leading_group", "党组成员", "Member", False, False),
    "leader_4": ("示范卯", "Model Four", "leading_group", "党组成员", "Member", False, False),
    "leader_5": ("示范辰", "Model Five", "leading_group", "党组成员", "Member", False, False),
    "verifier_1": ("样例一", "Specimen One", "mines", "二级调研员", "Senior officer", False, False),
    "verifier_2": ("样例二", "Specimen Two", "licensing", "一级主任科员", "Officer", False, False),
    "verifier_3": ("样例三", "Specimen Three", "emergency", "一级主任科员", "Officer", False, False),
}

LEADERS = ("leader_1", "leader_2", "leader_3", "leader_4", "leader_5")
GROUP = ("verifier_1", "verifier_2", "verifier_3")


@dataclass
class Bureau:
    """The sample bureau's people and units by key."""

    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Person:
        return self.people[key]

    @property
    def leaders(self) -> list[str]:
        return [self.people[k].name for k in LEADERS]


def build(*, accounts: bool = True, password: str | None = None) -> Bureau:
    """Record the bureau and, where wanted, give everybody an account named after the key."""
    bureau = Bureau()
    for key, (name, name_en, body) in UNITS.items():
        pk = add_unit(actor=None, name=name, name_en=name_en, body=body)
        bureau.units[key] = Unit.objects.get(pk=pk)
    for key, (name, name_en, unit, title, title_en, head, secretary) in PEOPLE.items():
        pk = add_person(actor=None, name=name, name_en=name_en)
        add_post(
            actor=None, person=pk, unit=bureau.units[unit].pk, title=title, title_en=title_en,
            head=head, secretary=secretary, since=SINCE,
        )
        bureau.people[key] = Person.objects.get(pk=pk)
        if accounts:
            Account.objects.create(username=key, person=bureau.people[key], password=password)
    return bureau


def existing() -> Bureau:
    """The bureau of a database in which it was built before."""
    people = {p.name: p for p in Person.objects.all()}
    units = {u.name: u for u in Unit.objects.all()}
    return Bureau(
        {key: people[row[0]] for key, row in PEOPLE.items()},
        {key: units[row[0]] for key, row in UNITS.items()},
    )
