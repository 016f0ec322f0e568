"""The list of conversations, the newest first, is read from an index however many there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0004_ended_by"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(fields=["-created_at"], name="conversations_by_age"),
        ),
    ]
