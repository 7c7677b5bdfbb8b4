"""As an e-mail: one message for each recipient."""

from verbundakte.schriftverkehr.mail.nachricht import NotSendable, checked_address, checked_line
from verbundakte.schriftverkehr.versandwege.weg import Versandweg, Ziel


def _by_mail(ziel: Ziel) -> str:
    try:
        checked_address(ziel.adresse)
        checked_line(ziel.betreff, "Der Betreff")
    except NotSendable as problem:
        return problem.message
    return ""


EMAIL = Versandweg(_by_mail, is_sent_by_us=True)
