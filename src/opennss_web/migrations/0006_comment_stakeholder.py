from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("opennss_web", "0005_sheet_language")]
    operations = [
        migrations.AddField("comment", "stakeholder", models.CharField(blank=True, max_length=60)),
        migrations.AlterField(
            "proposal",
            "state",
            models.CharField(
                choices=[
                    ("open", "Open"),
                    ("accepting", "Accepting"),
                    ("accepted", "Accepted"),
                    ("refused", "Refused"),
                    ("stale", "Stale"),
                ],
                default="open",
                max_length=10,
            ),
        ),
    ]
