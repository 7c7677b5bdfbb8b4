"""Verifications of signatures, certificates of the town, what was signed, and the rules about it."""

import django.db.models.deletion
import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from django.db import migrations, models

from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('akten', '0039_stempel'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisationszertifikat',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('bezeichnung', models.CharField(max_length=120, verbose_name='Bezeichnung')),
                ('art', models.CharField(choices=[('signatur', 'Signatur'), ('siegel', 'Siegel')], max_length=10, verbose_name='Wofür')),
                ('inhaber', models.CharField(max_length=300, verbose_name='Ausgestellt auf')),
                ('aussteller', models.CharField(max_length=300, verbose_name='Ausgestellt von')),
                ('seriennummer', models.CharField(max_length=80, verbose_name='Seriennummer')),
                ('sha256', models.CharField(max_length=64)),
                ('kette', models.TextField(editable=False)),
                ('geheimnis', models.TextField(editable=False)),
                ('gilt_from_at', models.DateTimeField(verbose_name='Gilt ab')),
                ('gilt_to_at', models.DateTimeField(verbose_name='Gilt bis')),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(editable=False)),
                ('created_by', models.UUIDField(editable=False, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('tenant', 'sha256'), name='zertifikat_once')],
            },
        ),
        migrations.CreateModel(
            name='Signaturauftrag',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('sha256', models.CharField(max_length=64)),
                ('grund', models.CharField(blank=True, max_length=200, verbose_name='Grund')),
                ('has_stamp', models.BooleanField(default=False, verbose_name='Sichtbarer Vermerk')),
                ('person', models.UUIDField()),
                ('name', models.CharField(max_length=200)),
                ('on_behalf_of', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField()),
                ('tried_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=400)),
                ('done_at', models.DateTimeField(null=True)),
                ('refused', models.CharField(blank=True, max_length=400)),
                ('dokument', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signaturauftraege', to='akten.dokument')),
                ('fassung', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='akten.fassung')),
                ('zertifikat', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='auftraege', to='signaturen.organisationszertifikat')),
            ],
        ),
        migrations.CreateModel(
            name='Signatur',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('form', models.CharField(choices=[('keine', 'keine besondere Form'), ('namenswiedergabe', 'Namenswiedergabe'), ('einfache_signatur', 'einfache Signatur'), ('handschriftlich', 'handschriftliche Unterschrift'), ('fortgeschrittene_signatur', 'fortgeschrittene Signatur'), ('qualifizierte_signatur', 'qualifizierte Signatur'), ('fortgeschrittenes_siegel', 'fortgeschrittenes Siegel'), ('qualifiziertes_siegel', 'qualifiziertes Siegel')], max_length=30, verbose_name='Form')),
                ('stufe', models.CharField(max_length=10, verbose_name='Stufe')),
                ('inhaber', models.CharField(max_length=300, verbose_name='Ausgestellt auf')),
                ('sha256_before', models.CharField(max_length=64)),
                ('sha256', models.CharField(max_length=64)),
                ('zeitstempel_at', models.DateTimeField(null=True)),
                ('zeitstempeldienst', models.CharField(blank=True, max_length=120)),
                ('person', models.UUIDField()),
                ('name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('dokument', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signaturen', to='akten.dokument')),
                ('fassung', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signaturen', to='akten.fassung')),
                ('quelle', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='akten.fassung')),
                ('zertifikat', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signaturen', to='signaturen.organisationszertifikat')),
                ('auftrag', verbundakte.core.models.base.TenantOneToOneField(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signatur', to='signaturen.signaturauftrag')),
            ],
        ),
        migrations.CreateModel(
            name='Signaturkonzept',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('key', models.UUIDField(editable=False)),
                ('version', models.PositiveIntegerField(editable=False)),
                ('bezeichnung', models.CharField(max_length=120, verbose_name='Bezeichnung')),
                ('valid_from', models.DateField(verbose_name='gilt ab')),
                ('valid_to', models.DateField(null=True, verbose_name='gilt nicht mehr ab')),
                ('dokumenttyp', models.CharField(max_length=30, verbose_name='Art')),
                ('form', models.CharField(choices=[('keine', 'keine besondere Form'), ('namenswiedergabe', 'Namenswiedergabe'), ('einfache_signatur', 'einfache Signatur'), ('handschriftlich', 'handschriftliche Unterschrift'), ('fortgeschrittene_signatur', 'fortgeschrittene Signatur'), ('qualifizierte_signatur', 'qualifizierte Signatur'), ('fortgeschrittenes_siegel', 'fortgeschrittenes Siegel'), ('qualifiziertes_siegel', 'qualifiziertes Siegel')], max_length=30, verbose_name='Form')),
                ('regel', models.CharField(blank=True, max_length=300, verbose_name='Vorschrift')),
                ('wer', models.CharField(blank=True, max_length=200, verbose_name='Wer unterschreibt')),
                ('anzahl', models.PositiveSmallIntegerField(default=1, verbose_name='Wie viele')),
                ('schritt', models.CharField(choices=[('schlusszeichnung', 'vor der Schlusszeichnung'), ('versand', 'vor dem Versand')], max_length=20, verbose_name='Verlangt')),
                ('takes_seal', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'dokumenttyp'], name='signaturkonzept_typ')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key', 'version'), name='signaturkonzept_version')],
            },
        ),
        migrations.CreateModel(
            name='Signaturpruefung',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('sha256', models.CharField(max_length=64)),
                ('format', models.CharField(choices=[('pades', 'PDF mit Signatur (PAdES)'), ('cades', 'Signaturdatei (CAdES)'), ('xades', 'XML mit Signatur (XAdES)'), ('asic_s', 'Signaturcontainer (ASiC-S)'), ('asic_e', 'Signaturcontainer (ASiC-E)'), ('unbekannt', 'unbekannt')], max_length=10, verbose_name='Format')),
                ('urteil', models.CharField(choices=[('gueltig', 'gültig'), ('ungueltig', 'ungültig'), ('nicht_pruefbar', 'nicht prüfbar')], max_length=15, verbose_name='Urteil')),
                ('grund', models.CharField(blank=True, max_length=400, verbose_name='Grund')),
                ('signaturen', models.JSONField(default=list)),
                ('anker', models.CharField(blank=True, max_length=64)),
                ('tool', models.CharField(max_length=120, verbose_name='Geprüft mit')),
                ('created_at', models.DateTimeField()),
                ('created_by', models.UUIDField(null=True)),
                ('datei', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signaturpruefungen', to='akten.datei')),
                ('dokument', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signaturpruefungen', to='akten.dokument')),
            ],
        ),
        migrations.CreateModel(
            name='Zeitstempeldienst',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('key', models.UUIDField(editable=False)),
                ('version', models.PositiveIntegerField(editable=False)),
                ('bezeichnung', models.CharField(max_length=120, verbose_name='Bezeichnung')),
                ('valid_from', models.DateField(verbose_name='gilt ab')),
                ('valid_to', models.DateField(null=True, verbose_name='gilt nicht mehr ab')),
                ('adresse', models.CharField(max_length=300, verbose_name='Adresse')),
                ('position', models.IntegerField(default=100, verbose_name='Reihenfolge')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key', 'version'), name='zeitstempeldienst_version')],
            },
        ),
        migrations.AddIndex(
            model_name='signaturauftrag',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['tenant', 'created_at'], name='signaturauftrag_open'),
        ),
        migrations.AddIndex(
            model_name='signaturauftrag',
            index=models.Index(fields=['tenant', 'dokument'], name='signaturauftrag_dokument'),
        ),
        migrations.AddConstraint(
            model_name='signaturauftrag',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('tenant', 'fassung', 'zertifikat'), name='signaturauftrag_once'),
        ),
        migrations.AddIndex(
            model_name='signatur',
            index=models.Index(fields=['tenant', 'dokument'], name='signatur_dokument'),
        ),
        migrations.AddIndex(
            model_name='signatur',
            index=models.Index(fields=['tenant', 'fassung'], name='signatur_fassung'),
        ),
        migrations.AddIndex(
            model_name='signaturpruefung',
            index=models.Index(fields=['tenant', 'datei', '-created_at', '-id'], name='sigpruefung_datei'),
        ),
        migrations.AddIndex(
            model_name='signaturpruefung',
            index=models.Index(fields=['tenant', 'dokument'], name='sigpruefung_dokument'),
        ),
        SecureTable("Signaturkonzept"),
        SecureTable("Zeitstempeldienst"),
        SecureTable("Signaturpruefung"),
        SecureTable("Organisationszertifikat"),
        SecureTable("Signaturauftrag"),
        SecureTable("Signatur"),
    ]
