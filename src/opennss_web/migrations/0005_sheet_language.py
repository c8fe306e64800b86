from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("opennss_web", "0004_hidden_reason")]
    operations = [
        migrations.AddField("sheet", "language", models.CharField(blank=True, max_length=5)),
    ]
