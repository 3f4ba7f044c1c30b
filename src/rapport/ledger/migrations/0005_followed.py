from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_asks")]

    operations = [
        migrations.AddField("copy", "versions", models.JSONField(default=dict, db_default={})),
        migrations.AddField("copy", "followed", models.BigIntegerField(null=True)),
    ]
