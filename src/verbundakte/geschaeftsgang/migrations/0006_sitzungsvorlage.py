"""What is handed over to a Gremium, under which number."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):

    dependencies = [
        ('geschaeftsgang', '0005_beschluss'),
        ('organisation', '0014_vertretung_arten'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sitzungsvorlage',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('person_name', models.CharField(max_length=300)),
                ('stelle', models.CharField(blank=True, max_length=300)),
                ('eigenschaft', models.CharField(blank=True, max_length=200)),
                ('vertretung_name', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('nummer', models.CharField(max_length=40, verbose_name='Vorlagennummer')),
                ('is_oeffentlich', models.BooleanField(default=True, verbose_name='Öffentlich')),
                ('fassungen', models.JSONField(default=list)),
                ('person', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('schritt', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sitzungsvorlagen', to='geschaeftsgang.schritt')),
                ('vertretung_fuer', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'schritt', 'at'], name='sitzungsvorlage_schritt'), models.Index(fields=['tenant', 'nummer'], name='sitzungsvorlage_nummer')],
            },
        ),
        SecureTable("Sitzungsvorlage"),
    ]
