"""Key-encryption keys by epoch. Data keys of the first edition are refused before this runs: see `config/server.py`."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="KeyFile",
            fields=[
                ("name", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("epoch", models.PositiveIntegerField(null=True)),
                ("generation", models.PositiveIntegerField()),
                ("mark", models.BinaryField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="datakey",
            name="under",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="data_keys",
                to="vault.keyfile",
            ),
        ),
    ]
