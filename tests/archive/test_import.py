"""A dossier of another installation is verified first, and opens read-only."""

from __future__ import annotations

import zipfile

import pytest

from rongcuo import ids
from rongcuo.archive import access, importing
from rongcuo.archive.models import Imported
from rongcuo.ledger.models import Entry
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters import files
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import Incomplete, NotPermitted
from rongcuo.matters.models import Matter
from tests.archive.forging import Package, flipped
from tests.matters.world import refused


def bring(bureau, path, who="officer", **more):
    return importing.import_package(path, actor=bureau[who], key=str(ids.new_id()), **more)


def stored() -> int:
    from django.conf import settings

    return sum(1 for p in settings.FILES.rglob("*") if p.is_file()) if settings.FILES.exists() else 0


def test_it_is_verified_kept_and_opened(bureau, sealed):
    matters = Matter.objects.count()
    bring(bureau, sealed.path, against=sealed.against, expect=sealed.made.digest)
    one = Imported.objects.get()
    assert (one.number, one.title, one.compared) == (sealed.matter.number, sealed.matter.title, True)
    assert one.sealed_on == sealed.matter.sealed_on
    assert Matter.objects.count() == matters  # it is nobody's matter here
    assert len(one.pieces) == sealed.made.pieces
    for piece in one.pieces:
        for file in piece["files"]:
            found, size = importing.opened(one, file["path"])
            with found:
                assert len(found.read()) == size
    assert importing.read_json(one, "其他/dossier.json")["number"] == one.number
    assert importing.opened(one, "index.html") is not None
    for path in ("../../etc/passwd", "nothing", "", "verify.py"):
        assert importing.opened(one, path) is None
    assert verify().ok
    assert replay() == []


def test_the_bytes_kept_are_the_bytes_that_came(bureau, sealed):
    bring(bureau, sealed.path)
    one = Imported.objects.get()
    assert files.path_of(one.file).read_bytes() == sealed.path.read_bytes()
    assert not one.compared  # no copy of the checkpoints was given


@pytest.mark.parametrize("part", ["正本.", "过程/记录", "index.html", "文件目录"])
def test_what_does_not_verify_is_not_taken_and_everything_wrong_is_named(bureau, sealed, tmp_path, part):
    package = Package(sealed.path)
    name = package.one(part)
    package.files[name] = flipped(package.files[name])
    with refused(Incomplete, "package") as caught:
        bring(bureau, package.write(tmp_path / "p.zip"))
    assert name in caught.value.message
    assert stored() == 0


def test_another_package_than_the_listed_one_is_not_taken(bureau, sealed):
    with refused(Incomplete, "package"):
        bring(bureau, sealed.path, expect="0" * 64)


@pytest.mark.parametrize("how", ["text", "empty", "compressed", "foreign"])
def test_what_is_no_package_is_refused_with_words(bureau, sealed, tmp_path, how):
    path = tmp_path / "x.zip"
    if how == "text":
        path.write_text("这不是卷宗包")
    elif how == "empty":
        zipfile.ZipFile(path, "w").close()
    elif how == "compressed":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
            box.writestr("x/data/bomb", b"\0" * 10_000_000)
    else:
        with zipfile.ZipFile(path, "w") as box:
            box.writestr("a.txt", "x")
    with refused(Incomplete, "package"):
        bring(bureau, path)
    assert stored() == 0


def test_the_same_package_is_taken_once(bureau, sealed):
    bring(bureau, sealed.path)
    with refused(Incomplete, "package"):
        bring(bureau, sealed.path)
    assert Entry.objects.filter(kind="dossier.imported").count() == 1


def test_only_those_who_keep_the_archive_import_and_see(bureau, sealed):
    for who in ("inspector", "secretary", "supervisor", "personnel", "verifier_1"):
        with refused(NotPermitted):
            bring(bureau, sealed.path, who)
    bring(bureau, sealed.path)
    seeing = {w for w in bureau.people if access.visible_imports(viewer_of(bureau[w])).exists()}
    assert seeing == {"officer", "drafter", "registrar"}


def test_what_changed_on_disk_is_not_shown(bureau, sealed):
    bring(bureau, sealed.path)
    one = Imported.objects.get()
    name = one.pieces[0]["files"][0]["path"]
    found, size = importing.opened(one, name)
    with found:
        content = found.read()
    path = files.path_of(one.file)
    data = path.read_bytes()
    path.write_bytes(data.replace(content, flipped(content)))
    assert importing.opened(one, name) is None
    assert importing.opened(one, one.pieces[1]["files"][0]["path"]) is not None
