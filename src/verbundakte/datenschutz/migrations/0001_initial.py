"""How long reads are kept, and Auswertungen of them."""

import verbundakte.core.ids
import verbundakte.core.tenancy.context
from django.db import migrations, models

from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [("core", "0009_lesevermerke")]

    operations = [
        migrations.CreateModel(
            name='Leseauswertung',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('anlass', models.TextField(verbose_name='Anlass')),
                ('person_id', models.UUIDField(null=True)),
                ('aktenzeichen', models.CharField(blank=True, max_length=120, verbose_name='Aktenzeichen')),
                ('from_on', models.DateField(verbose_name='von')),
                ('to_on', models.DateField(verbose_name='bis')),
                ('requested_at', models.DateTimeField()),
                ('requested_by', models.UUIDField()),
                ('released_at', models.DateTimeField(null=True)),
                ('released_by', models.UUIDField(null=True)),
                ('visible_until', models.DateTimeField(null=True)),
                ('declined_at', models.DateTimeField(null=True)),
                ('declined_by', models.UUIDField(null=True)),
                ('decline_reason', models.CharField(blank=True, max_length=300, verbose_name='Grund der Ablehnung')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', '-requested_at'], name='leseauswertung_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('released_by', None), models.Q(('released_by', models.F('requested_by')), _negated=True), _connector='OR'), name='leseauswertung_two_persons'), models.CheckConstraint(condition=models.Q(('person_id', None), ('aktenzeichen', ''), _connector='XOR'), name='leseauswertung_one_scope')],
            },
        ),
        migrations.CreateModel(
            name='Speicherdauer',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('days', models.PositiveSmallIntegerField(verbose_name='Tage')),
                ('reason', models.CharField(max_length=300, verbose_name='Dienstvereinbarung oder Grund')),
                ('set_at', models.DateTimeField()),
                ('set_by', models.UUIDField()),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', '-set_at'], name='speicherdauer_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 30), ('days__lte', 365)), name='speicherdauer_days')],
            },
        ),
        SecureTable("Speicherdauer"),
        SecureTable("Leseauswertung"),
    ]
