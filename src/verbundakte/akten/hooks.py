"""Moments in the room `akten` at which upper rooms may refuse."""

from verbundakte.core.hooks import Hook

vorgang_closing = Hook("vorgang_closing", "Ein Vorgang soll zu den Akten verfügt werden")
dokument_erasing = Hook("dokument_erasing", "Ein Dokument soll endgültig geleert werden")
dokument_assigned = Hook("dokument_assigned", "Ein Dokument ohne Vorgang wurde in einen gelegt")
fassung_changed = Hook("fassung_changed", "Ein Dokument hat eine neue Fassung, oder eine andere gilt")
datei_read = Hook("datei_read", "Eine Datei wurde eingelesen: Art und Hinweise sind bekannt")
dokument_answered = Hook("dokument_answered", "Die Antwort auf ein Dokument ist versandt")
fassung_changing = Hook("fassung_changing", "Eine Fassung soll dazukommen oder zurückgezogen werden")
