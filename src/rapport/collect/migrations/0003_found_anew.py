from django.db import migrations


class Migration(migrations.Migration):
    """What imports found before links were told of is worked out anew."""

    dependencies = [
        ("collect", "0002_brought"),
    ]

    operations = [
        migrations.RunSQL("UPDATE collect_import SET found = NULL WHERE NOT found ? 'hosts'", migrations.RunSQL.noop),
    ]
