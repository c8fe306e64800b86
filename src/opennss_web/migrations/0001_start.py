"""Accounts, rounds, invitations, answers, comments, proposals and the history."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("role", models.CharField(max_length=20)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("title", models.JSONField(default=dict)),
                ("opens", models.DateField()),
                ("closes", models.DateField()),
                ("answered", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=60, unique=True)),
                ("influence", models.PositiveSmallIntegerField()),
                ("interest", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=80)),
                ("verb", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=200)),
                ("told", models.JSONField(default=dict)),
                ("before", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                ("version", models.CharField(max_length=20)),
                ("public", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(db_index=True, default=uuid.uuid4)),
                ("source", models.CharField(default="page", max_length=20)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("named", models.BooleanField(default=False)),
                ("member", models.CharField(blank=True, max_length=20)),
                ("line", models.CharField(blank=True, max_length=40)),
                ("clause", models.CharField(blank=True, max_length=120)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("type", models.CharField(max_length=2)),
                ("comment", models.TextField()),
                ("change", models.TextField(blank=True)),
                ("receipt", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("partly", "Partly"),
                            ("noted", "Noted"),
                            ("refused", "Refused"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("observation", models.JSONField(default=dict)),
                ("decided", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=80)),
                (
                    "answered_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="shares",
                        to="opennss_web.comment",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="opennss_web.consultation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scope",
                    models.CharField(choices=[("judge", "Judge"), ("draft", "Draft"), ("sign", "Sign")], max_length=10),
                ),
                ("organisation", models.CharField(blank=True, max_length=60)),
                ("kind", models.CharField(blank=True, max_length=120)),
                ("category", models.CharField(max_length=2)),
                ("person", models.CharField(blank=True, max_length=120)),
                ("mail", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="en", max_length=5)),
                ("sent", models.DateTimeField(blank=True, null=True)),
                ("reminded", models.DateTimeField(blank=True, null=True)),
                ("begun", models.BooleanField(default=False)),
                ("answered", models.BooleanField(default=False)),
                (
                    "followed",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="opennss_web.invitation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", models.CharField(max_length=64, unique=True)),
                ("expires", models.DateTimeField(blank=True, null=True)),
                ("revoked", models.DateTimeField(blank=True, null=True)),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="opennss_web.invitation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.CharField(max_length=120)),
                ("key", models.JSONField(default=list)),
                ("column", models.CharField(blank=True, max_length=60)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("stale", "Stale"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("proposer", models.CharField(max_length=80)),
                ("decided", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=80)),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="opennss_web.comment",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="consultation",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="consultations", to="opennss_web.release"
            ),
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                (
                    "instrument",
                    models.CharField(choices=[("judgement", "Judgement"), ("position", "Position")], max_length=10),
                ),
                ("title", models.JSONField(default=dict)),
                ("intro", models.JSONField(default=dict)),
                ("notice", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("open", "Open"), ("closing", "Closing"), ("closed", "Closed")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("share", models.PositiveSmallIntegerField(default=70)),
                ("drift", models.PositiveSmallIntegerField(default=10)),
                ("closes", models.DateTimeField(blank=True, null=True)),
                ("opened", models.DateTimeField(blank=True, null=True)),
                ("closed", models.DateTimeField(blank=True, null=True)),
                ("illustrative", models.BooleanField(default=False)),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="opennss_web.round",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rate", "Rate"),
                            ("points", "Points"),
                            ("swing", "Swing"),
                            ("pairs", "Pairs"),
                            ("best-worst", "Best Worst"),
                            ("text", "Text"),
                            ("request", "Request"),
                        ],
                        max_length=12,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=20)),
                ("text", models.JSONField(default=dict)),
                ("items", models.JSONField(default=list)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="opennss_web.round"
                    ),
                ),
            ],
            options={
                "ordering": ["place", "id"],
            },
        ),
        migrations.AddField(
            model_name="invitation",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="opennss_web.round"
            ),
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64, unique=True)),
                ("category", models.CharField(max_length=2)),
                ("kind", models.CharField(blank=True, max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("sent", "Sent"), ("withdrawn", "Withdrawn")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("receipt", models.CharField(blank=True, db_index=True, max_length=64)),
                ("consent", models.CharField(blank=True, max_length=64)),
                ("organisation", models.CharField(blank=True, db_index=True, max_length=60)),
                ("on_record", models.BooleanField(default=False)),
                ("channel", models.CharField(default="questionnaire", max_length=20)),
                ("number", models.CharField(blank=True, max_length=120)),
                ("date", models.DateField(blank=True, null=True)),
                ("signatory", models.CharField(blank=True, max_length=120)),
                ("function", models.CharField(blank=True, max_length=120)),
                ("signed", models.DateTimeField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("participants", models.JSONField(default=dict)),
                ("minutes", models.TextField(blank=True)),
                ("scan", models.FileField(blank=True, upload_to="scans")),
                ("recorder", models.CharField(blank=True, max_length=80)),
                ("confirmed", models.DateTimeField(blank=True, null=True)),
                (
                    "former",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="opennss_web.sheet",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheets", to="opennss_web.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(blank=True, max_length=60)),
                ("against", models.CharField(blank=True, max_length=60)),
                ("value", models.CharField(blank=True, max_length=60)),
                ("reason", models.TextField(blank=True)),
                ("details", models.JSONField(default=dict)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="opennss_web.question"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="opennss_web.sheet"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("round", "slug"), name="question_once"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("sheet", "question", "item", "against"), name="answer_once"),
        ),
    ]
