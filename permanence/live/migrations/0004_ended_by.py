"""Who ended it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0003_guests"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="ended_by",
            field=models.CharField(
                blank=True,
                choices=[("", "Nobody"), ("officer", "Officer"), ("visitor", "Visitor")],
                default="",
                max_length=7,
            ),
        ),
    ]
