from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collect", "0003_found_anew"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="simulated",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
