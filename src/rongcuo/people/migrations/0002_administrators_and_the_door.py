import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rongcuo.ids


def give_each_its_own(apps, schema_editor):
    """Existing accounts get an identifier each; administrators until now looked after the system."""
    accounts = apps.get_model("people", "Account")
    for account in accounts.objects.all():
        account.uid = rongcuo.ids.new_id()
        account.duty = "system" if account.administrator and account.person_id is None else ""
        account.save(update_fields=["uid", "duty"])


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField("account", "uid", models.UUIDField(null=True, editable=False)),
        migrations.AddField(
            "account", "duty",
            models.CharField(blank=True, default="", help_text="Which administrator; empty for persons.", max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            "account", "must_change",
            models.BooleanField(default=False, help_text="The password was handed over, to be used once."),
        ),
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
        migrations.AlterField(
            "account", "uid", models.UUIDField(default=rongcuo.ids.new_id, editable=False, unique=True)
        ),
        migrations.AddConstraint(
            "account",
            models.CheckConstraint(
                condition=models.Q(("duty", ""), models.Q(("administrator", True), ("person", None)), _connector="OR"),
                name="administrators_have_no_person",
            ),
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=24)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("at", models.DateTimeField(db_index=True)),
                ("account", models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sign_ins",
                    to=settings.AUTH_USER_MODEL,
                )),
            ],
            options={"ordering": ["-at", "-pk"]},
        ),
    ]
