"""What arrives, where it goes, and that its rights are those of its Dokument."""

import django.db.models.deletion
import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from django.db import migrations, models

from verbundakte.core.db.operations import SecureTable


# What is decided about the access of a Dokument, wherever and by whom, holds for its Eingang too.
FOLLOW = """
CREATE FUNCTION posteingang_follow_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE posteingang_eingang SET zone_id = NEW.zone_id
  WHERE tenant = NEW.tenant AND dokument_id = NEW.id AND zone_id <> NEW.zone_id;
  RETURN NULL;
END $$;
CREATE TRIGGER eingang_zone AFTER UPDATE OF zone_id ON akten_dokument
  FOR EACH ROW WHEN (OLD.zone_id IS DISTINCT FROM NEW.zone_id)
  EXECUTE FUNCTION posteingang_follow_zone();
"""
BACK = "DROP TRIGGER eingang_zone ON akten_dokument; DROP FUNCTION posteingang_follow_zone();"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('akten', '0038_entwurf_index'),
        ('core', '0022_initial_password'),
        ('organisation', '0013_fachverfahren'),
    ]

    operations = [
        migrations.CreateModel(
            name='Eingangskanal',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('art', models.CharField(choices=[('scan', 'Scan'), ('email', 'E-Mail'), ('upload', 'Hochgeladen'), ('schnittstelle', 'Schnittstelle'), ('ordner', 'Übergabeordner'), ('papier', 'Papier'), ('behoerdenpost', 'Behördenpostfach'), ('antrag', 'Online-Antrag')], max_length=20, verbose_name='Art')),
                ('bezeichnung', models.CharField(max_length=100, verbose_name='Bezeichnung')),
                ('einstellungen', models.JSONField(default=dict, editable=False)),
                ('geheimnis', models.TextField(blank=True, default='', editable=False)),
                ('is_active', models.BooleanField(default=True, verbose_name='In Betrieb')),
                ('last_success_at', models.DateTimeField(editable=False, null=True)),
                ('failing_since', models.DateTimeField(editable=False, null=True)),
                ('failure', models.CharField(blank=True, default='', editable=False, max_length=400)),
                ('next_try_at', models.DateTimeField(editable=False, null=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(editable=False)),
                ('einheit', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisationseinheit', verbose_name='Geht an')),
            ],
        ),
        migrations.CreateModel(
            name='Eingang',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('jahr', models.PositiveSmallIntegerField(editable=False)),
                ('nummer', models.PositiveIntegerField(editable=False)),
                ('kennung', models.CharField(editable=False, max_length=200)),
                ('eingegangen_at', models.DateTimeField(verbose_name='Eingegangen')),
                ('erfasst_at', models.DateTimeField(db_column='created_at', editable=False, verbose_name='Erfasst')),
                ('erfasst_by', models.UUIDField(editable=False, null=True)),
                ('absender', models.CharField(blank=True, max_length=300, verbose_name='Absender')),
                ('betreff', models.CharField(blank=True, max_length=500, verbose_name='Betreff')),
                ('verschluss', models.CharField(choices=[('offen', 'offen'), ('persoenlich', 'persönlich'), ('vertraulich', 'vertraulich'), ('personalrat', 'Personalrat'), ('wahl', 'Wahlbrief'), ('vergabe', 'Vergabe')], default='offen', max_length=12, verbose_name='Verschluss')),
                ('oeffnen_ab', models.DateTimeField(blank=True, null=True, verbose_name='Öffnen ab')),
                ('geoeffnet_at', models.DateTimeField(editable=False, null=True)),
                ('weg', models.CharField(blank=True, choices=[('post', 'Post'), ('fristenbriefkasten', 'Fristenbriefkasten'), ('bote', 'Bote'), ('schalter', 'Abgabe am Schalter mit Empfangsbestätigung'), ('elektronisch', 'elektronisch')], max_length=20, verbose_name='Weg')),
                ('standort', models.CharField(blank=True, max_length=200, verbose_name='Ort')),
                ('behaelter', models.CharField(blank=True, max_length=100, verbose_name='Behälter')),
                ('seiten', models.PositiveIntegerField(editable=False, null=True)),
                ('angaben', models.JSONField(default=dict, editable=False)),
                ('spur', models.UUIDField(editable=False)),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('dokument', verbundakte.core.models.base.TenantOneToOneField(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='eingang', to='akten.dokument')),
                ('einheit', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisationseinheit', verbose_name='Einheit')),
                ('kontakt', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='akten.kontakt', verbose_name='Kontakt')),
                ('person', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person', verbose_name='Person')),
                ('zone', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.zone')),
                ('kanal', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='eingaenge', to='posteingang.eingangskanal')),
            ],
        ),
        migrations.CreateModel(
            name='Eingangsreferenz',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('fremde_kennung', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('eingang', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='referenzen', to='posteingang.eingang')),
                ('kanal', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posteingang.eingangskanal')),
            ],
        ),
        migrations.CreateModel(
            name='Medienbruch',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('spur', models.UUIDField()),
                ('art', models.CharField(choices=[('papier_ein', 'kam auf Papier'), ('gescannt', 'unterwegs gescannt'), ('ausgedruckt', 'ausgedruckt'), ('abgetippt', 'abgetippt'), ('papier_aus', 'ging auf Papier hinaus')], max_length=12, verbose_name='Art')),
                ('bemerkung', models.CharField(blank=True, max_length=300, verbose_name='Bemerkung')),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField(null=True)),
                ('eingang', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='medienbrueche', to='posteingang.eingang')),
                ('einheit', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisationseinheit')),
                ('vorgang', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='akten.vorgang')),
            ],
        ),
        migrations.CreateModel(
            name='Pruefprotokoll',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('art', models.CharField(max_length=40)),
                ('ergebnis', models.CharField(max_length=300)),
                ('angaben', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('blob', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.blob')),
                ('eingang', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='pruefprotokolle', to='posteingang.eingang')),
            ],
        ),
        migrations.CreateModel(
            name='Zuleitung',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('art', models.CharField(choices=[('erfasst', 'erfasst'), ('zugeleitet', 'zugeleitet'), ('weitergeleitet', 'weitergeleitet'), ('zurueckgegeben', 'zurückgegeben'), ('vertretung', 'an die Vertretung gegeben'), ('irrlaeufer', 'verschlossen weitergegeben')], max_length=16)),
                ('grund', models.CharField(blank=True, max_length=500, verbose_name='Grund')),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('accepted_by', models.UUIDField(null=True)),
                ('eingang', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='zuleitungen', to='posteingang.eingang')),
                ('einheit', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisationseinheit')),
                ('person', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
            ],
        ),
        migrations.CreateModel(
            name='Ablage',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.UUIDField(null=True)),
                ('vorgang', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ablagen', to='akten.vorgang')),
                ('eingang', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ablagen', to='posteingang.eingang')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'vorgang', 'at'], name='ablage_vorgang'), models.Index(fields=['tenant', 'eingang', 'at'], name='ablage_eingang')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('tenant', 'eingang'), name='ablage_once')],
            },
        ),
        migrations.AddIndex(
            model_name='eingangskanal',
            index=models.Index(fields=['tenant', 'art'], name='eingangskanal_art'),
        ),
        migrations.AddConstraint(
            model_name='eingangskanal',
            constraint=models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('tenant', 'art', 'bezeichnung'), name='eingangskanal_name'),
        ),
        migrations.AddIndex(
            model_name='eingang',
            index=models.Index(fields=['tenant', '-erfasst_at', '-id'], name='eingang_new'),
        ),
        migrations.AddIndex(
            model_name='eingang',
            index=models.Index(fields=['tenant', 'zone', '-erfasst_at', '-id'], name='eingang_zone_new'),
        ),
        migrations.AddIndex(
            model_name='eingang',
            index=models.Index(fields=['tenant', 'spur'], name='eingang_spur'),
        ),
        migrations.AddIndex(
            model_name='eingang',
            index=models.Index(fields=['tenant', 'kanal', '-erfasst_at'], name='eingang_kanal'),
        ),
        migrations.AddIndex(
            model_name='eingang',
            index=models.Index(condition=models.Q(('kontakt', None), _negated=True), fields=['tenant', 'kontakt', '-erfasst_at'], name='eingang_kontakt'),
        ),
        migrations.AddIndex(
            model_name='eingang',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['tenant', 'einheit', 'eingegangen_at'], name='eingang_waiting'),
        ),
        migrations.AddIndex(
            model_name='eingang',
            index=models.Index(condition=models.Q(('done_at', None), models.Q(('person', None), _negated=True)), fields=['tenant', 'person', 'eingegangen_at'], name='eingang_waiting_person'),
        ),
        migrations.AddConstraint(
            model_name='eingang',
            constraint=models.UniqueConstraint(fields=('tenant', 'kennung'), name='eingang_kennung'),
        ),
        migrations.AddConstraint(
            model_name='eingang',
            constraint=models.UniqueConstraint(fields=('tenant', 'jahr', 'nummer'), name='eingang_nummer'),
        ),
        migrations.AddConstraint(
            model_name='eingang',
            constraint=models.UniqueConstraint(fields=('tenant', 'dokument'), name='eingang_dokument'),
        ),
        migrations.AddConstraint(
            model_name='eingangsreferenz',
            constraint=models.UniqueConstraint(fields=('tenant', 'eingang', 'kanal', 'fremde_kennung'), name='eingangsreferenz_once'),
        ),
        migrations.AddIndex(
            model_name='medienbruch',
            index=models.Index(fields=['tenant', 'spur', 'at'], name='medienbruch_spur'),
        ),
        migrations.AddIndex(
            model_name='medienbruch',
            index=models.Index(fields=['tenant', 'einheit', 'at'], name='medienbruch_einheit'),
        ),
        migrations.AddIndex(
            model_name='medienbruch',
            index=models.Index(condition=models.Q(('vorgang', None), _negated=True), fields=['tenant', 'vorgang'], name='medienbruch_vorgang'),
        ),
        migrations.AddIndex(
            model_name='pruefprotokoll',
            index=models.Index(fields=['tenant', 'eingang'], name='pruefprotokoll_eingang'),
        ),
        migrations.AddIndex(
            model_name='zuleitung',
            index=models.Index(fields=['tenant', 'eingang', '-at'], name='zuleitung_eingang'),
        ),
        SecureTable("Eingangskanal"),
        SecureTable("Eingang"),
        SecureTable("Eingangsreferenz"),
        SecureTable("Medienbruch"),
        SecureTable("Pruefprotokoll"),
        SecureTable("Zuleitung"),
        SecureTable("Ablage"),
        migrations.RunSQL(FOLLOW, BACK),
    ]
