"""``rongcuo people``: units, people, posts and accounts, each an entry in the people stream."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from datetime import date
from uuid import UUID

from rongcuo.cli import CommandError, language


def parser() -> argparse.ArgumentParser:
    """The arguments of ``rongcuo people``."""
    top = argparse.ArgumentParser(prog="rongcuo people", description="单位、人员、职务、账号 / Who is who.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    verbs = top.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", parents=[common], help="列出 / list everything")
    unit = verbs.add_parser("unit", parents=[common], help="添加单位 / add a unit")
    unit.add_argument("name")
    unit.add_argument("--body", required=True, help="规则包中的机构 / the pack's body")
    unit.add_argument("--name-en", default="")
    person = verbs.add_parser("person", parents=[common], help="添加人员 / add a person")
    person.add_argument("name")
    person.add_argument("--name-en", default="")
    post = verbs.add_parser("post", parents=[common], help="添加职务 / add a post")
    post.add_argument("person", type=UUID)
    post.add_argument("unit", type=UUID)
    post.add_argument("title")
    post.add_argument("--head", action="store_true", help="单位负责人 / heads the unit")
    post.add_argument("--secretary", action="store_true", help="党组秘书 / records for the deciders")
    post.add_argument("--since", type=date.fromisoformat)
    end = verbs.add_parser("end-post", parents=[common], help="结束职务 / end a post")
    end.add_argument("post", type=UUID)
    end.add_argument("until", type=date.fromisoformat, help="最后一日 / the last day")
    account = verbs.add_parser("account", parents=[common], help="开通账号 / open an account")
    account.add_argument("username")
    account.add_argument("person", type=UUID)
    return top


def main(argv: list[str]) -> int:
    """Run the verb. The password of an account is asked for, or read from standard input."""
    options = parser().parse_args(argv)
    lang = language(options.lang)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    import django

    django.setup()
    from rongcuo.people import record as people
    from rongcuo.people.models import Account, Person, Post, Unit

    if options.verb == "list":
        for one in Unit.objects.all():
            print(f"unit    {one.pk}  {one.name}  [{one.body}]")
        for one in Person.objects.all():
            print(f"person  {one.pk}  {one.name}")
        for one in Post.objects.select_related("person", "unit"):
            marks = ("  head" if one.head else "") + ("  secretary" if one.secretary else "")
            print(f"post    {one.pk}  {one.person.name}  {one.unit.name}  {one.title}{marks}")
        return 0
    if options.verb == "unit":
        from rongcuo.matters.packs import current_pack

        bodies = current_pack().bodies
        if options.body not in bodies:
            known = ", ".join(bodies)
            raise CommandError(
                f"规则包里没有机构“{options.body}”。可用：{known}",
                f'The pack has no body "{options.body}". Known: {known}',
            )
        print(people.add_unit(actor=None, name=options.name, name_en=options.name_en, body=options.body))
    elif options.verb == "person":
        print(people.add_person(actor=None, name=options.name, name_en=options.name_en))
    elif options.verb == "post":
        _known(Person, options.person)
        _known(Unit, options.unit)
        print(
            people.add_post(
                actor=None, person=options.person, unit=options.unit, title=options.title,
                head=options.head, secretary=options.secretary, since=options.since,
            )
        )
    elif options.verb == "end-post":
        _known(Post, options.post)
        people.end_post(actor=None, post=options.post, until=options.until)
    else:
        _account(options, _known(Person, options.person), lang, Account)
    return 0


def _known(model, pk: UUID):
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise CommandError(
            f"没有标识为 {pk} 的记录。用 rongcuo people list 查看。",
            f"There is nothing with the identifier {pk}. See rongcuo people list.",
        )
    return found


def _account(options, person, lang: str, accounts) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils.translation import override

    if accounts.objects.filter(username=options.username).exists():
        raise CommandError("这个账号已存在。", "This account exists already.")
    if accounts.objects.filter(person=person).exists():
        raise CommandError("此人已有账号。", "This person has an account already.")
    prompt = "Password: " if lang == "en" else "密码："
    password = getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        with override("en" if lang == "en" else "zh-hans"):
            validate_password(password)
    except ValidationError as error:
        text = " ".join(error.messages)
        raise CommandError(text, text) from None
    accounts.objects.create(options.username, person, password)
