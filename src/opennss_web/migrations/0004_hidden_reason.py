from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("opennss_web", "0003_consultation")]
    operations = [
        migrations.CreateModel(
            name="HiddenReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.CharField(max_length=60)),
                ("question", models.CharField(max_length=60)),
                ("item", models.CharField(blank=True, max_length=60)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "question", "item", "digest"), name="hidden_once")
                ]
            },
        ),
    ]
