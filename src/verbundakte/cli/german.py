"""argparse in German. It looks its sentences up by `_` (gettext); no catalogue comes with Python."""

import argparse

SENTENCES = {
    "usage: ": "Aufruf: ",
    "positional arguments": "Angaben",
    "options": "Optionen",
    "show this help message and exit": "diese Hilfe zeigen",
    "the following arguments are required: %s": "es fehlt: %s",
    "unrecognized arguments: %s": "unbekannte Angabe: %s",
    "expected one argument": "hier fehlt ein Wert",
    "expected at least one argument": "hier fehlt mindestens ein Wert",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s ist mehrdeutig: %(matches)s"
    ),
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "invalid %(type)s value: %(value)r": "%(value)r ist hier nicht erlaubt (%(type)s)",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "%(value)r gibt es nicht; möglich ist: %(choices)s"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "den Befehl %(parser_name)r gibt es nicht; möglich ist: %(choices)s"
    ),
    "not allowed with argument %s": "nicht zusammen mit %s",
    "one of the arguments %s is required": "eines davon ist nötig: %s",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s.\n",
}


def speak_german() -> None:
    """Let argparse speak German in this process."""
    argparse._ = lambda sentence: SENTENCES.get(sentence, sentence)
