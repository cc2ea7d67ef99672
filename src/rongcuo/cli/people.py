"""``rongcuo people``: units, people, posts and accounts, each an entry in the people stream."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from datetime import date
from pathlib import Path
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
    admin = verbs.add_parser("admin", parents=[common], help="任命管理员 / appoint an administrator")
    admin.add_argument("username")
    admin.add_argument("--duty", required=True, choices=("system", "security", "audit"), help="系统、安全、审计 / which")
    password = verbs.add_parser("password", parents=[common], help="重置管理员密码 / an administrator's password anew")
    password.add_argument("username")
    table = verbs.add_parser("import", parents=[common], help="由表格导入 / read a table (xlsx, CSV)")
    table.add_argument("file")
    table.add_argument("--dry-run", action="store_true", help="只检查 / check only")
    template = verbs.add_parser("template", parents=[common], help="生成导入模板 / write the template of the table")
    template.add_argument("file", help="*.xlsx, *.csv")
    rename = verbs.add_parser("rename-unit", parents=[common], help="单位更名 / rename a unit")
    rename.add_argument("unit", type=UUID)
    rename.add_argument("name")
    rename.add_argument("--name-en", default="")
    merge = verbs.add_parser("merge-units", parents=[common], help="单位并入 / merge a unit into another")
    merge.add_argument("unit", type=UUID)
    merge.add_argument("into", type=UUID)
    merge.add_argument("on", type=date.fromisoformat, help="原单位的最后一日 / its last day")
    move = verbs.add_parser("transfer", parents=[common], help="调动 / transfer a person")
    move.add_argument("post", type=UUID)
    move.add_argument("unit", type=UUID)
    move.add_argument("title")
    move.add_argument("on", type=date.fromisoformat, help="到任日 / first day there")
    move.add_argument("--head", action="store_true", help="单位负责人 / heads the unit")
    deputy = verbs.add_parser("stand-in", parents=[common], help="代行职务 / let somebody stand in")
    deputy.add_argument("post", type=UUID)
    deputy.add_argument("person", type=UUID)
    deputy.add_argument("since", type=date.fromisoformat)
    deputy.add_argument("until", type=date.fromisoformat)
    return top


def main(argv: list[str]) -> int:
    """Run the verb. The password of an account is asked for, or read from standard input."""
    options = parser().parse_args(argv)
    lang = language(options.lang)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    import django

    django.setup()
    from rongcuo.people import accounts, changes, importing
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
        _told(lambda: changes.end_post(options.post, until=options.until, by=None))
    elif options.verb == "admin":
        _told(lambda: accounts.open_account(options.username, by=None, duty=options.duty, password=_password(lang, options.username)))
    elif options.verb == "password":
        row = Account.objects.filter(username=options.username).first()
        if row is None:
            raise CommandError("没有这个账号。", "There is no such account.")
        row.set_password(_password(lang, options.username))
        row.save()
    elif options.verb == "template":
        content = importing.template_csv() if options.file.lower().endswith(".csv") else importing.template_xlsx()
        Path(options.file).write_bytes(content)
    elif options.verb == "import":
        return _import(options, lang)
    elif options.verb == "rename-unit":
        _told(lambda: changes.rename_unit(options.unit, name=options.name, name_en=options.name_en, by=None))
    elif options.verb == "merge-units":
        _told(lambda: changes.merge_units(options.unit, into=options.into, on=options.on, by=None))
    elif options.verb == "transfer":
        _told(lambda: changes.transfer(
            options.post, unit=options.unit, title=options.title, on=options.on, head=options.head, by=None,
        ))  # fmt: skip
    elif options.verb == "stand-in":
        _told(lambda: changes.stand_in(
            options.post, person=options.person, since=options.since, until=options.until, by=None,
        ))  # fmt: skip
    else:
        _account(options, _known(Person, options.person), lang, Account)
    return 0


def _told(do):
    """Do it, or say in both languages why not."""
    from django.utils.translation import override

    from rongcuo.people.errors import Refused

    try:
        return do()
    except Refused:
        pass
    words = {}
    for code in ("zh-hans", "en"):
        with override(code):
            try:
                do()
            except Refused as error:
                words[code] = error.text
    raise CommandError(words["zh-hans"], words["en"]) from None


def _import(options, lang: str) -> int:
    from django.utils.translation import override

    from rongcuo.matters.packs import body_names, current_pack
    from rongcuo.people import importing
    from rongcuo.people.errors import Refused

    path = Path(options.file)
    if not path.is_file():
        raise CommandError(f"没有文件 {path}。", f"There is no file {path}.")
    with override("en" if lang == "en" else "zh-hans"):
        try:
            found = importing.plan(importing.read(path.read_bytes(), path.name), body_names(current_pack()))
        except Refused as error:
            raise CommandError(error.text, error.text) from None
        for n, words in found.errors:
            print(f"{n}: {words}", file=sys.stderr)
        counts = {what: found.count(what) for what in ("new", "changed", "same")}
        zh = "新增 {new}，变更 {changed}，不变 {same}，错误 {wrong}".format(**counts, wrong=len(found.errors))
        en = "{new} new, {changed} changed, {same} the same, {wrong} wrong".format(**counts, wrong=len(found.errors))
        print(en if lang == "en" else zh)
        if found.errors:
            return 1
        if not options.dry_run:
            importing.carry_out(found, by=None)
    return 0


def _password(lang: str, username: str) -> str:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils.translation import override

    prompt = "Password: " if lang == "en" else "密码："
    password = getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        with override("en" if lang == "en" else "zh-hans"):
            from rongcuo.people.models import Account

            validate_password(password, Account(username=username))
    except ValidationError as error:
        text = " ".join(error.messages)
        raise CommandError(text, text) from None
    return password


def _known(model, pk: UUID):
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise CommandError(
            f"没有标识为 {pk} 的记录。用 rongcuo people list 查看。",
            f"There is nothing with the identifier {pk}. See rongcuo people list.",
        )
    return found


def _account(options, person, lang: str, accounts) -> None:
    from rongcuo.people.accounts import open_account

    if accounts.objects.filter(username=options.username).exists():
        raise CommandError("这个账号已存在。", "This account exists already.")
    if accounts.objects.filter(person=person).exists():
        raise CommandError("此人已有账号。", "This person has an account already.")
    password = _password(lang, options.username)
    _told(lambda: open_account(options.username, by=None, person=person.pk, password=password))
