"""Answers get keys by chance: numbers in the order of writing would tell who answered first."""

import secrets

from django.db import migrations, models

import opennss_web.models


def renumber(apps, schema_editor):
    answers = apps.get_model("opennss_web", "Answer").objects
    before = list(answers.values_list("pk", flat=True))
    secrets.SystemRandom().shuffle(before)  # written anew, rows lie in this order
    for key in before:
        answers.filter(pk=key).update(id=opennss_web.models.by_chance())


class Migration(migrations.Migration):
    dependencies = [("opennss_web", "0006_comment_stakeholder")]
    operations = [
        migrations.AlterField(
            "answer",
            "id",
            models.BigAutoField(default=opennss_web.models.by_chance, primary_key=True, serialize=False),
        ),
        migrations.RunPython(renumber, migrations.RunPython.noop),
    ]
