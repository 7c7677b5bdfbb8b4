"""`rebuild renditions`: each town, what is outdated, with the reason for what stays."""

from verbundakte.akten.queries.erneuerung import Wanted
from verbundakte.cli import rebuild
from verbundakte.core.ids import uuid7


class Rows(list):
    """Keys as a queryset gives them."""

    def order_by(self, *fields):
        return self

    def values_list(self, *fields, flat):
        return self


def test_every_file_is_made_anew_and_what_stays_old_has_its_reason(
    musterstadt, monkeypatch, capsys
):
    keys, asked = Rows([uuid7(), uuid7()]), []
    reasons = dict(zip(keys, ("", "Die Datei ist beschädigt."), strict=True))
    monkeypatch.setattr(rebuild, "current_tools", lambda: ("neu",))

    def wanted(actor, wanted, tools):
        asked.append((wanted, tools))
        return keys

    monkeypatch.setattr(rebuild, "wanted_dateien", wanted)
    monkeypatch.setattr(rebuild, "renew", lambda actor, key, tools, **more: reasons[key])
    assert rebuild.rebuild_renditions(musterstadt.tenant, Wanted(("office",))) == 1
    told = capsys.readouterr().out
    assert asked == [(Wanted(("office",)), ("neu",))]
    assert f"{keys[1]}: Die Datei ist beschädigt." in told
    assert "1 Dateien neu hergestellt, 1 wie zuvor" in told
