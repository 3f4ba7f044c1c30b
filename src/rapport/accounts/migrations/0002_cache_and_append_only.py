"""The cache's table, and the trigger that keeps the audit log append-only."""

from django.core.management import call_command
from django.db import migrations


def make_cache(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunPython(make_cache, migrations.RunPython.noop, elidable=False),
        migrations.RunSQL(
            """
            CREATE FUNCTION accounts_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'The audit log is append-only.';
            END $$;
            CREATE TRIGGER accounts_audit_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
                FOR EACH ROW EXECUTE FUNCTION accounts_audit_append_only();
            """,
            """
            DROP TRIGGER accounts_audit_append_only ON accounts_auditentry;
            DROP FUNCTION accounts_audit_append_only();
            """,
        ),
    ]
