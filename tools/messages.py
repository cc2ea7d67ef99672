"""Translations without the gettext programs: ``python -m tools.messages update|check|compile``.

Message texts are English and stand in the code and the templates; the Chinese stands in the
catalogue. ``update`` brings the catalogue to what the code says, ``check`` fails when the two differ
or a text is not translated, and ``compile`` writes the .mo files Django reads.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "rongcuo"
CATALOGUE = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def template_source(text: str, origin: str) -> str:
    """A Django template as a line of calls a Python reader understands (everything else blanked)."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    from django.utils.translation.template import templatize

    return "\n".join(line.lstrip() for line in templatize(text, origin=origin).splitlines())


def messages():
    """Every message of code and templates: (file, message id or ids, context)."""
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.*")]):
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = template_source(source, str(path))
        found = extract("python", BytesIO(source.encode()), KEYWORDS, ["Translators:"])
        for _line, message, _comments, context in found:
            yield path.relative_to(PACKAGE.parent).as_posix(), message, context


def template() -> Catalog:
    """What the code says, as an empty catalogue."""
    catalog = Catalog(domain="django", fuzzy=False)
    for path, message, context in messages():
        catalog.add(message, locations=[(path, 0)], context=context)
    return catalog


def stored() -> Catalog:
    """The Chinese catalogue as it lies in the repository."""
    if not CATALOGUE.exists():
        return Catalog(locale="zh_Hans", domain="django", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="django", abort_invalid=True)


def _key(message):
    return message.id if isinstance(message.id, str) else message.id[0], message.context or ""


def _write(catalog: Catalog) -> None:
    # No line numbers and no dates: the file changes only when a text does.
    header = [(n, v) for n, v in catalog.mime_headers if n in {"Language", "Plural-Forms"}]
    lines = ['msgid ""', 'msgstr ""']
    lines += [f'"{n}: {v}\\n"' for n, v in header]
    lines += ['"Content-Type: text/plain; charset=utf-8\\n"', ""]
    body = BytesIO()
    write_po(body, catalog, width=100, omit_header=True, sort_output=True, ignore_obsolete=True,
             include_lineno=False)  # fmt: skip
    text = "\n".join(lines) + "\n" + body.getvalue().decode().strip() + "\n"
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(text, encoding="utf-8")


def update() -> int:
    """Add new texts untranslated, drop those no longer in the code, keep every translation."""
    catalog = stored()
    catalog.update(template(), no_fuzzy_matching=True)
    _write(catalog)
    waiting = sum(1 for m in catalog if m.id and not _translated(m))
    print(f"{CATALOGUE.name}: {len(catalog)} texts, {waiting} to translate.")
    return 0


def _translated(message) -> bool:
    texts = [message.string] if isinstance(message.string, str) else list(message.string or [])
    return bool(texts) and all(texts)


def problems() -> list[str]:
    """Every difference between code and catalogue, and everything not translated."""
    catalog, wanted = stored(), template()
    have = {_key(m): m for m in catalog if m.id}
    want = {_key(m): m for m in wanted if m.id}
    found = []
    for key in sorted(want.keys() - have.keys()):
        where = ", ".join(path for path, _ in want[key].locations)
        found.append(f"missing: {key[0]!r} ({where})")
    found += [f"no longer in the code: {key[0]!r}" for key in sorted(have.keys() - want.keys())]
    found += [f"obsolete: {m.id!r}" for m in catalog.obsolete.values()]
    for key in sorted(have.keys() & want.keys()):
        message = have[key]
        if message.pluralizable != want[key].pluralizable:
            found.append(f"plural differs from the code: {key[0]!r}")
        elif message.fuzzy:
            found.append(f"fuzzy: {key[0]!r}")
        elif not _translated(message):
            found.append(f"not translated: {key[0]!r}")
        # The flags say which placeholders must match; they come from the code, not from the file.
        message.flags |= want[key].flags
        found += [f"{error}: {key[0]!r}" for error in message.check(catalog)]
    return found


def check() -> int:
    """Print every problem; 1 where there is one."""
    found = problems()
    for problem in found:
        print(f"{CATALOGUE.name}: {problem}", file=sys.stderr)
    if found:
        print("Run “make messages”, then translate what is empty.", file=sys.stderr)
        return 1
    print("Every text is translated.")
    return 0


def compile_catalogs() -> int:
    """Write the .mo file where it is missing or older than the catalogue."""
    if not CATALOGUE.exists():
        return 0
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime_ns < CATALOGUE.stat().st_mtime_ns:
        content = BytesIO()
        write_mo(content, stored())
        # Renamed into place: a reader sees the old file or the new one, never half of one.
        fresh = compiled.with_suffix(".mo.new")
        fresh.write_bytes(content.getvalue())
        fresh.replace(compiled)
    return 0


if __name__ == "__main__":
    verbs = {"update": update, "check": check, "compile": compile_catalogs}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        sys.exit(f"usage: python -m tools.messages {'|'.join(verbs)}")
    sys.exit(verbs[sys.argv[1]]())
