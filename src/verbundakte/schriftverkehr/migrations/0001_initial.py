"""What is written, from what, to whom; each letter asks its Dokument who may see it."""

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
        ('organisation', '0013_fachverfahren'),
    ]

    operations = [
        migrations.CreateModel(
            name='Briefkopf',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('key', models.UUIDField(editable=False)),
                ('version', models.PositiveIntegerField(editable=False)),
                ('kuerzel', models.CharField(max_length=40, verbose_name='Kürzel')),
                ('bezeichnung', models.CharField(max_length=120, verbose_name='Bezeichnung')),
                ('inhalt', models.JSONField()),
                ('valid_from', models.DateField(verbose_name='gilt ab')),
                ('valid_to', models.DateField(null=True, verbose_name='gilt nicht mehr ab')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['tenant', 'kuerzel'], name='briefkopf_kuerzel')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key', 'version'), name='briefkopf_version')],
            },
        ),
        migrations.CreateModel(
            name='Briefvorlage',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('key', models.UUIDField(editable=False)),
                ('version', models.PositiveIntegerField(editable=False)),
                ('kuerzel', models.CharField(max_length=40, verbose_name='Kürzel')),
                ('bezeichnung', models.CharField(max_length=120, verbose_name='Bezeichnung')),
                ('inhalt', models.JSONField()),
                ('valid_from', models.DateField(verbose_name='gilt ab')),
                ('valid_to', models.DateField(null=True, verbose_name='gilt nicht mehr ab')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['tenant', 'kuerzel'], name='briefvorlage_kuerzel')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key', 'version'), name='briefvorlage_version')],
            },
        ),
        migrations.CreateModel(
            name='Briefserie',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('betreff', models.CharField(max_length=500, verbose_name='Betreff')),
                ('quelle', models.CharField(blank=True, max_length=255, verbose_name='Aus')),
                ('angaben', models.JSONField(default=dict, editable=False)),
                ('inhalt', models.JSONField(default=list, editable=False)),
                ('total', models.PositiveIntegerField(default=0, editable=False)),
                ('job_id', models.UUIDField(editable=False, null=True)),
                ('created_at', models.DateTimeField(editable=False)),
                ('created_by', models.UUIDField(editable=False, null=True)),
                ('stopped_at', models.DateTimeField(editable=False, null=True)),
                ('vorgang', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='briefserien', to='akten.vorgang')),
                ('vorlage', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='serien', to='schriftverkehr.briefvorlage')),
            ],
        ),
        migrations.CreateModel(
            name='Empfaenger',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('art', models.CharField(choices=[('original', 'Original'), ('ausfertigung', 'Ausfertigung'), ('durchschrift', 'Durchschrift'), ('nachrichtlich', 'nachrichtlich')], default='original', max_length=16, verbose_name='Art')),
                ('name', models.CharField(max_length=300, verbose_name='Name')),
                ('anschrift', models.TextField(blank=True, verbose_name='Anschrift')),
                ('adresse', models.CharField(blank=True, max_length=200, verbose_name='Elektronische Adresse')),
                ('anrede', models.CharField(blank=True, max_length=200, verbose_name='Anrede')),
                ('weg', models.CharField(choices=[('post', 'Post'), ('uebergabe', 'Übergabe'), ('hauspost', 'Hauspost'), ('email', 'E-Mail'), ('fax', 'Fax'), ('portal', 'Bürgerportal'), ('bebpo', 'Behördenpostfach')], default='post', max_length=12, verbose_name='Weg')),
                ('zustellart', models.CharField(blank=True, choices=[('', 'keine förmliche Zustellung'), ('pzu', 'Postzustellungsurkunde'), ('uebergabe_einschreiben', 'Übergabe-Einschreiben'), ('rueckschein', 'Einschreiben mit Rückschein'), ('empfangsbekenntnis', 'Empfangsbekenntnis'), ('bote', 'Zustellung durch die Behörde'), ('oeffentlich', 'öffentliche Zustellung')], max_length=24, verbose_name='Zustellung')),
                ('kontakt', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='akten.kontakt', verbose_name='Kontakt')),
            ],
        ),
        migrations.CreateModel(
            name='Beilage',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('papier', models.CharField(blank=True, max_length=200, verbose_name='Papier beigefügt')),
                ('dokument', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='akten.dokument', verbose_name='Dokument')),
                ('empfaenger', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='beilagen', to='schriftverkehr.empfaenger')),
            ],
        ),
        migrations.CreateModel(
            name='Schreiben',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('form', models.CharField(choices=[('brief', 'hier im Browser'), ('datei', 'in Writer oder Word')], default='brief', editable=False, max_length=8)),
                ('angaben', models.JSONField(default=dict, editable=False, verbose_name='Angaben')),
                ('inhalt', models.JSONField(default=list, editable=False, verbose_name='Text')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(editable=False)),
                ('created_by', models.UUIDField(editable=False, null=True)),
                ('bezug', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='antworten', to='akten.dokument', verbose_name='Antwort auf')),
                ('briefkopf', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schriftverkehr.briefkopf', verbose_name='Briefkopf')),
                ('dokument', verbundakte.core.models.base.TenantOneToOneField(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='schreiben', to='akten.dokument')),
                ('person', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person', verbose_name='Unterzeichnet von')),
                ('serie', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='schreiben', to='schriftverkehr.briefserie')),
                ('stelle', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.stelle', verbose_name='Stelle')),
                ('vorlage', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='schreiben', to='schriftverkehr.briefvorlage', verbose_name='Vorlage')),
            ],
        ),
        migrations.CreateModel(
            name='Reinschrift',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('sha256', models.CharField(max_length=64)),
                ('zeichnung', models.CharField(blank=True, max_length=40)),
                ('gezeichnet', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.UUIDField(null=True)),
                ('fassung', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='akten.fassung')),
                ('schreiben', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reinschriften', to='schriftverkehr.schreiben')),
            ],
        ),
        migrations.AddField(
            model_name='empfaenger',
            name='schreiben',
            field=verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='empfaenger', to='schriftverkehr.schreiben'),
        ),
        migrations.CreateModel(
            name='Serienposten',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('position', models.PositiveIntegerField()),
                ('werte', models.JSONField(default=dict)),
                ('problem', models.CharField(blank=True, max_length=400)),
                ('done_at', models.DateTimeField(null=True)),
                ('dokument', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='akten.dokument')),
                ('kontakt', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='akten.kontakt')),
                ('serie', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='posten', to='schriftverkehr.briefserie')),
            ],
        ),
        migrations.CreateModel(
            name='Textbaustein',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('key', models.UUIDField(editable=False)),
                ('version', models.PositiveIntegerField(editable=False)),
                ('kuerzel', models.CharField(max_length=40, verbose_name='Kürzel')),
                ('bezeichnung', models.CharField(max_length=120, verbose_name='Bezeichnung')),
                ('inhalt', models.JSONField()),
                ('valid_from', models.DateField(verbose_name='gilt ab')),
                ('valid_to', models.DateField(null=True, verbose_name='gilt nicht mehr ab')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['tenant', 'kuerzel'], name='textbaustein_kuerzel')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key', 'version'), name='textbaustein_version')],
            },
        ),
        migrations.CreateModel(
            name='Zeichnungsbefugnis',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('key', models.UUIDField(editable=False)),
                ('version', models.PositiveIntegerField(editable=False)),
                ('kuerzel', models.CharField(max_length=40, verbose_name='Kürzel')),
                ('bezeichnung', models.CharField(max_length=120, verbose_name='Bezeichnung')),
                ('inhalt', models.JSONField()),
                ('valid_from', models.DateField(verbose_name='gilt ab')),
                ('valid_to', models.DateField(null=True, verbose_name='gilt nicht mehr ab')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['tenant', 'kuerzel'], name='zeichnungsbefugnis_kuerzel')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key', 'version'), name='zeichnungsbefugnis_version')],
            },
        ),
        migrations.AddIndex(
            model_name='briefserie',
            index=models.Index(fields=['tenant', 'vorgang', '-created_at'], name='briefserie_vorgang'),
        ),
        migrations.AddIndex(
            model_name='beilage',
            index=models.Index(condition=models.Q(('dokument', None), _negated=True), fields=['tenant', 'dokument'], name='beilage_dokument'),
        ),
        migrations.AddConstraint(
            model_name='beilage',
            constraint=models.UniqueConstraint(fields=('tenant', 'empfaenger', 'position'), name='beilage_position'),
        ),
        migrations.AddConstraint(
            model_name='beilage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dokument', None), models.Q(('papier', ''), _negated=True)), models.Q(('dokument__isnull', False), ('papier', '')), _connector='OR'), name='beilage_one_thing'),
        ),
        migrations.AddIndex(
            model_name='schreiben',
            index=models.Index(condition=models.Q(('serie', None), _negated=True), fields=['tenant', 'serie'], name='schreiben_serie'),
        ),
        migrations.AddIndex(
            model_name='schreiben',
            index=models.Index(condition=models.Q(('bezug', None), _negated=True), fields=['tenant', 'bezug'], name='schreiben_bezug'),
        ),
        migrations.AddConstraint(
            model_name='schreiben',
            constraint=models.UniqueConstraint(fields=('tenant', 'dokument'), name='schreiben_dokument'),
        ),
        migrations.AddConstraint(
            model_name='reinschrift',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('tenant', 'schreiben'), name='reinschrift_once'),
        ),
        migrations.AddIndex(
            model_name='empfaenger',
            index=models.Index(condition=models.Q(('kontakt', None), _negated=True), fields=['tenant', 'kontakt'], name='empfaenger_kontakt'),
        ),
        migrations.AddConstraint(
            model_name='empfaenger',
            constraint=models.UniqueConstraint(fields=('tenant', 'schreiben', 'position'), name='empfaenger_position'),
        ),
        migrations.AddIndex(
            model_name='serienposten',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['tenant', 'serie', 'position'], name='serienposten_waiting'),
        ),
        migrations.AddIndex(
            model_name='serienposten',
            index=models.Index(condition=models.Q(('problem', ''), _negated=True), fields=['tenant', 'serie', 'position'], name='serienposten_problem'),
        ),
        migrations.AddIndex(
            model_name='serienposten',
            index=models.Index(condition=models.Q(('dokument', None), _negated=True), fields=['tenant', 'dokument'], name='serienposten_dokument'),
        ),
        migrations.AddConstraint(
            model_name='serienposten',
            constraint=models.UniqueConstraint(fields=('tenant', 'serie', 'position'), name='serienposten_position'),
        ),
        SecureTable("Briefkopf"),
        SecureTable("Briefvorlage"),
        SecureTable("Textbaustein"),
        SecureTable("Zeichnungsbefugnis"),
        SecureTable("Briefserie"),
        SecureTable("Serienposten"),
        SecureTable("Schreiben"),
        SecureTable("Empfaenger"),
        SecureTable("Beilage"),
        SecureTable("Reinschrift"),
    ]
