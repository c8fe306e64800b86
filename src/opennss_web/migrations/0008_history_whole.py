"""The history cannot be emptied at once on PostgreSQL either, nor a line be replaced on SQLite."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER event_kept_INSERT BEFORE INSERT ON opennss_web_event
WHEN EXISTS (SELECT 1 FROM opennss_web_event WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
"""
POSTGRESQL = """
CREATE TRIGGER event_kept_whole BEFORE TRUNCATE ON opennss_web_event
FOR EACH STATEMENT EXECUTE FUNCTION event_kept();
"""


def guard(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER event_kept_whole ON opennss_web_event")
    else:
        schema_editor.execute("DROP TRIGGER event_kept_INSERT")


class Migration(migrations.Migration):
    dependencies = [("opennss_web", "0007_answer_key")]
    operations = [migrations.RunPython(guard, lift)]
