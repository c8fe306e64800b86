"""The history cannot be changed or shortened, not even by a program with a fault: the database refuses."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER event_kept_{verb} BEFORE {verb} ON opennss_web_event
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
"""
POSTGRESQL = """
CREATE FUNCTION event_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the history is append-only'; END $$;
CREATE TRIGGER event_kept BEFORE UPDATE OR DELETE ON opennss_web_event
FOR EACH ROW EXECUTE FUNCTION event_kept();
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(SQLITE.format(verb=verb))


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER event_kept ON opennss_web_event; DROP FUNCTION event_kept();")
    else:
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER event_kept_{verb}")


class Migration(migrations.Migration):
    dependencies = [("opennss_web", "0001_start")]
    operations = [migrations.RunPython(guard, lift)]
