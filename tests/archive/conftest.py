"""A closed matter and its package, made once for all tests that only look at it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from rongcuo.archive.export import export
from rongcuo.ledger import checkpoints
from rongcuo.matters import closing, verification
from rongcuo.matters.files import store
from tests.documents.office import Office, confirm
from tests.matters.conftest import build_bureau, bureau, case, committed, own_folders  # noqa: F401
from tests.matters.test_files import PDF
from tests.matters.world import Case


def closed(bureau, **plot) -> Case:  # noqa: F811
    """A matter told to its end, with an applicant's and the group's evidence, closed and supplemented."""
    told = Case(bureau, **plot).until("noticed")
    confirm(told, "accept.enabled")
    told.until_from("submitted", "accepted")
    if not plot:
        Office(told, "acceptance").through("机党受〔2026〕3号")
    told.until_from("appointed", "declared")
    upload = SimpleUploadedFile("现场照片说明.pdf", PDF)
    told.act_on(verification.add_evidence, "verifier_1", stored=store(upload).as_payload(), title="现场记录")
    told.until_from("heard", "filed")
    told.corrected()
    told.act_on(closing.close, "officer", note="材料齐全。", ground="precedent", ground_reason="可供以后参照。")
    told.act_on(closing.supplement, "officer", title="补交回执", text="归档后收到。")
    return told


@pytest.fixture(scope="module")
def sealed(django_db_setup, django_db_blocker, tmp_path_factory):
    """The package of a closed matter: path, digest of the whole, and the checkpoints kept elsewhere."""
    from django.conf import settings

    home = tmp_path_factory.mktemp("sealed")
    before = settings.FILES, settings.CHECKPOINTS
    settings.FILES, settings.CHECKPOINTS = home / "files", home / "checkpoints"
    try:
        outer = transaction.atomic()
        outer._from_testcase = True  # a checkpoint asks for a transaction of its own
        with django_db_blocker.unblock(), outer:
            told = closed(build_bureau())
            with told.at():
                made = export(told.standing("officer"), home / "out")
            copy = home / "elsewhere.jsonl"
            copy.write_bytes(checkpoints.path().read_bytes())
            yield SimpleNamespace(
                path=made.path, made=made, against=copy, matter=told.matter, home=home, case=told
            )
            transaction.set_rollback(True)
    finally:
        settings.FILES, settings.CHECKPOINTS = before
