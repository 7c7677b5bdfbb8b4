"""Verfügungen with their steps, what became of these, and the evidence."""

import django.contrib.postgres.fields
import django.db.models.constraints
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
            name='Schritt',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('position', models.PositiveIntegerField(verbose_name='Nummer')),
                ('stufe', models.PositiveIntegerField(verbose_name='Stufe')),
                ('art', models.CharField(choices=[('kenntnis', 'Kenntnisnahme'), ('bearbeitung', 'Bearbeitung'), ('stellungnahme', 'Stellungnahme'), ('einvernehmen', 'Einvernehmen'), ('benehmen', 'Benehmen'), ('mitzeichnung', 'Mitzeichnung'), ('schlusszeichnung', 'Schlusszeichnung'), ('versand', 'Versand'), ('wiedervorlage', 'Wiedervorlage'), ('zda', 'z. d. A.'), ('vermerk', 'Vermerk')], max_length=16, verbose_name='Art')),
                ('aussen', models.CharField(blank=True, max_length=300, verbose_name='Andere Behörde')),
                ('rolle', models.CharField(blank=True, max_length=40, verbose_name='Rolle')),
                ('text', models.CharField(blank=True, max_length=1000, verbose_name='Text')),
                ('frist_on', models.DateField(blank=True, null=True, verbose_name='Frist')),
                ('frist_tage', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Frist in Tagen')),
                ('is_eilig', models.BooleanField(default=False, verbose_name='Eilt')),
                ('added_at', models.DateTimeField(editable=False)),
                ('added_by', models.UUIDField(editable=False, null=True)),
                ('begun_at', models.DateTimeField(editable=False, null=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('platz', models.UUIDField(editable=False, null=True)),
                ('rang', models.IntegerField(default=0, editable=False)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('dokument', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='akten.dokument', verbose_name='Dokument')),
                ('einheit', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisationseinheit', verbose_name='Einheit')),
                ('person', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person', verbose_name='Person')),
                ('stelle', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.stelle', verbose_name='Stelle')),
                ('vorgaenger', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nachfolger', to='geschaeftsgang.schritt')),
            ],
        ),
        migrations.CreateModel(
            name='Erledigung',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('person_name', models.CharField(max_length=300)),
                ('stelle', models.CharField(blank=True, max_length=300)),
                ('eigenschaft', models.CharField(blank=True, max_length=200)),
                ('vertretung_name', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('ergebnis', models.CharField(choices=[('erledigt', 'erledigt'), ('kenntnis', 'zur Kenntnis genommen'), ('zugestimmt', 'zugestimmt'), ('bemerkung', 'zugestimmt mit Bemerkung'), ('abgelehnt', 'nicht mitgezeichnet'), ('hergestellt', 'hergestellt'), ('versagt', 'versagt')], max_length=12)),
                ('bemerkung', models.TextField(blank=True, verbose_name='Bemerkung')),
                ('is_papier', models.BooleanField(default=False)),
                ('gezeichnet_on', models.DateField(null=True)),
                ('erfasst_by', models.UUIDField(null=True)),
                ('erfasst_name', models.CharField(blank=True, max_length=300)),
                ('uebernommen_grund', models.CharField(blank=True, max_length=500)),
                ('fassung', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='akten.fassung')),
                ('person', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('vertretung_fuer', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('schritt', verbundakte.core.models.base.TenantOneToOneField(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='erledigung', to='geschaeftsgang.schritt')),
            ],
        ),
        migrations.CreateModel(
            name='Uebergehung',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('person_name', models.CharField(max_length=300)),
                ('stelle', models.CharField(blank=True, max_length=300)),
                ('eigenschaft', models.CharField(blank=True, max_length=200)),
                ('vertretung_name', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('grund', models.CharField(max_length=1000, verbose_name='Grund')),
                ('person', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('schritt', verbundakte.core.models.base.TenantOneToOneField(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='uebergehung', to='geschaeftsgang.schritt')),
                ('vertretung_fuer', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
            ],
        ),
        migrations.CreateModel(
            name='Verfuegung',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('betreff', models.CharField(blank=True, max_length=300, verbose_name='Betreff')),
                ('reihenfolge', models.CharField(choices=[('folge', 'nacheinander'), ('frei', 'in beliebiger Folge')], default='folge', max_length=6, verbose_name='Reihenfolge')),
                ('vorlage_key', models.UUIDField(editable=False, null=True)),
                ('vorlage_version', models.PositiveIntegerField(editable=False, null=True)),
                ('vorlage_name', models.CharField(blank=True, max_length=120, verbose_name='Vorlage')),
                ('spur', models.UUIDField(editable=False, null=True)),
                ('urheber_name', models.CharField(max_length=300, verbose_name='Verfügt von')),
                ('urheber_stelle', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('dokument', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='verfuegungen', to='akten.dokument')),
                ('urheber', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('vorgang', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='verfuegungen', to='akten.vorgang')),
            ],
        ),
        migrations.AddField(
            model_name='schritt',
            name='verfuegung',
            field=verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='schritte', to='geschaeftsgang.verfuegung'),
        ),
        migrations.CreateModel(
            name='Verfuegungsvorlage',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('key', models.UUIDField(editable=False)),
                ('version', models.PositiveIntegerField(editable=False)),
                ('bezeichnung', models.CharField(max_length=120, verbose_name='Bezeichnung')),
                ('valid_from', models.DateField(verbose_name='gilt ab')),
                ('valid_to', models.DateField(null=True, verbose_name='gilt nicht mehr ab')),
                ('beschreibung', models.CharField(blank=True, max_length=500, verbose_name='Wofür')),
                ('dokumenttypen', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                ('reihenfolge', models.CharField(choices=[('folge', 'nacheinander'), ('frei', 'in beliebiger Folge')], default='folge', max_length=6, verbose_name='Reihenfolge')),
                ('schritte', models.JSONField(default=list)),
                ('einheit', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisationseinheit', verbose_name='Einheit')),
            ],
        ),
        migrations.CreateModel(
            name='Vieraugenregel',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('key', models.UUIDField(editable=False)),
                ('version', models.PositiveIntegerField(editable=False)),
                ('bezeichnung', models.CharField(max_length=120, verbose_name='Bezeichnung')),
                ('valid_from', models.DateField(verbose_name='gilt ab')),
                ('valid_to', models.DateField(null=True, verbose_name='gilt nicht mehr ab')),
                ('dokumenttypen', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                ('gegen', models.CharField(max_length=12)),
                ('rechtsgrundlage', models.CharField(blank=True, max_length=300, verbose_name='Grundlage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key', 'version'), name='vieraugenregel_version')],
            },
        ),
        migrations.CreateModel(
            name='Zeichnung',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('is_schluss', models.BooleanField(default=False)),
                ('nummer', models.PositiveIntegerField()),
                ('dateien', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), size=None)),
                ('vorher', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('dokument', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='zeichnungen', to='akten.dokument')),
                ('erledigung', verbundakte.core.models.base.TenantOneToOneField(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='zeichnung', to='geschaeftsgang.erledigung')),
                ('fassung', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='zeichnungen', to='akten.fassung')),
            ],
        ),
        migrations.CreateModel(
            name='Hinfall',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('art', models.CharField(choices=[('fassung', 'neue Fassung'), ('einwand', 'Widerspruch gegen die redaktionelle Änderung')], max_length=8)),
                ('grund', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField(null=True)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by', models.UUIDField(null=True)),
                ('lifted_because', models.CharField(blank=True, max_length=500)),
                ('fassung', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='akten.fassung')),
                ('zeichnung', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='hinfaelle', to='geschaeftsgang.zeichnung')),
            ],
        ),
        migrations.CreateModel(
            name='Zurueckgabe',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('person_name', models.CharField(max_length=300)),
                ('stelle', models.CharField(blank=True, max_length=300)),
                ('eigenschaft', models.CharField(blank=True, max_length=200)),
                ('vertretung_name', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('grund', models.CharField(max_length=1000, verbose_name='Grund')),
                ('an', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geschaeftsgang.schritt')),
                ('erneut', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geschaeftsgang.schritt')),
                ('person', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('schritt', verbundakte.core.models.base.TenantOneToOneField(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='zurueckgabe', to='geschaeftsgang.schritt')),
                ('vertretung_fuer', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
            ],
        ),
        migrations.CreateModel(
            name='Redaktion',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('person_name', models.CharField(max_length=300)),
                ('stelle', models.CharField(blank=True, max_length=300)),
                ('eigenschaft', models.CharField(blank=True, max_length=200)),
                ('vertretung_name', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('grund', models.CharField(max_length=500, verbose_name='Was geändert wurde')),
                ('dokument', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='redaktionen', to='akten.dokument')),
                ('fassung', verbundakte.core.models.base.TenantOneToOneField(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='redaktion', to='akten.fassung')),
                ('person', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('vertretung_fuer', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'dokument'], name='redaktion_dokument')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'fassung'), name='redaktion_once')],
            },
        ),
        migrations.CreateModel(
            name='Rueckruf',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('person_name', models.CharField(max_length=300)),
                ('stelle', models.CharField(blank=True, max_length=300)),
                ('eigenschaft', models.CharField(blank=True, max_length=200)),
                ('vertretung_name', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('grund', models.CharField(blank=True, max_length=1000, verbose_name='Grund')),
                ('person', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('vertretung_fuer', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('schritt', verbundakte.core.models.base.TenantOneToOneField(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rueckruf', to='geschaeftsgang.schritt')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'schritt'), name='rueckruf_once')],
            },
        ),
        migrations.CreateModel(
            name='Leserecht',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('freigabe', models.UUIDField()),
                ('ends_on', models.DateField(null=True)),
                ('schritt', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='leserechte', to='geschaeftsgang.schritt')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ends_on', None), _negated=True), fields=['tenant', 'ends_on'], name='leserecht_ends')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'schritt', 'freigabe'), name='leserecht_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='erledigung',
            constraint=models.UniqueConstraint(fields=('tenant', 'schritt'), name='erledigung_once'),
        ),
        migrations.AddConstraint(
            model_name='erledigung',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ergebnis', 'abgelehnt'), _negated=True), models.Q(('bemerkung', ''), _negated=True), _connector='OR'), name='dissent_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='uebergehung',
            constraint=models.UniqueConstraint(fields=('tenant', 'schritt'), name='uebergehung_once'),
        ),
        migrations.AddIndex(
            model_name='verfuegung',
            index=models.Index(fields=['tenant', 'vorgang', 'created_at'], name='verfuegung_vorgang'),
        ),
        migrations.AddIndex(
            model_name='verfuegung',
            index=models.Index(condition=models.Q(('dokument', None), _negated=True), fields=['tenant', 'dokument'], name='verfuegung_dokument'),
        ),
        migrations.AddIndex(
            model_name='verfuegung',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['tenant', 'vorgang'], name='verfuegung_running'),
        ),
        migrations.AddIndex(
            model_name='schritt',
            index=models.Index(condition=models.Q(('ended_at', None), models.Q(('begun_at', None), _negated=True)), fields=['tenant', 'platz', 'rang', 'id'], name='schritt_waiting'),
        ),
        migrations.AddIndex(
            model_name='schritt',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['tenant', 'verfuegung'], name='schritt_not_over'),
        ),
        migrations.AddIndex(
            model_name='schritt',
            index=models.Index(condition=models.Q(('dokument', None), _negated=True), fields=['tenant', 'dokument'], name='schritt_dokument'),
        ),
        migrations.AddConstraint(
            model_name='schritt',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('tenant', 'verfuegung', 'position'), name='schritt_position'),
        ),
        migrations.AddConstraint(
            model_name='schritt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('aussen', ''), ('einheit', None), ('person__isnull', False), ('stelle', None)), models.Q(('aussen', ''), ('einheit', None), ('person', None), ('stelle__isnull', False)), models.Q(('aussen', ''), ('einheit__isnull', False), ('person', None), ('stelle', None)), models.Q(('einheit', None), ('person', None), ('stelle', None), models.Q(('aussen', ''), _negated=True)), models.Q(('aussen', ''), ('einheit', None), ('person', None), ('stelle', None), models.Q(('rolle', ''), _negated=True)), _connector='OR'), name='schritt_one_addressee'),
        ),
        migrations.AddConstraint(
            model_name='schritt',
            constraint=models.CheckConstraint(condition=models.Q(('aussen', ''), models.Q(('art__in', ('mitzeichnung', 'schlusszeichnung')), _negated=True), _connector='OR'), name='schritt_aussen_never_signs'),
        ),
        migrations.AddConstraint(
            model_name='schritt',
            constraint=models.CheckConstraint(condition=models.Q(('begun_at', None), ('platz__isnull', False), _connector='OR'), name='schritt_lies_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='verfuegungsvorlage',
            constraint=models.UniqueConstraint(fields=('tenant', 'key', 'version'), name='verfuegungsvorlage_version'),
        ),
        migrations.AddConstraint(
            model_name='zeichnung',
            constraint=models.UniqueConstraint(fields=('tenant', 'erledigung'), name='zeichnung_once'),
        ),
        migrations.AddConstraint(
            model_name='zeichnung',
            constraint=models.UniqueConstraint(fields=('tenant', 'dokument', 'nummer'), name='zeichnung_nummer'),
        ),
        migrations.AddConstraint(
            model_name='hinfall',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('tenant', 'zeichnung'), name='hinfall_once'),
        ),
        migrations.AddConstraint(
            model_name='zurueckgabe',
            constraint=models.UniqueConstraint(fields=('tenant', 'schritt'), name='zurueckgabe_once'),
        ),
        SecureTable("Verfuegung"),
        SecureTable("Schritt"),
        SecureTable("Erledigung"),
        SecureTable("Zurueckgabe"),
        SecureTable("Uebergehung"),
        SecureTable("Rueckruf"),
        SecureTable("Leserecht"),
        SecureTable("Zeichnung", append_only=True),
        SecureTable("Hinfall"),
        SecureTable("Redaktion"),
        SecureTable("Verfuegungsvorlage"),
        SecureTable("Vieraugenregel"),
    ]
