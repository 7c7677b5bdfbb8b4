"""Words that stand only on a scanned page, each with the sentence that carries it."""

SEARCH_WORDS = (
    ("Storchenhorstplattform", "Auf dem Dachfirst steht eine Storchenhorstplattform."),
    ("Quellwasserpumpe", "Im Hof befindet sich eine Quellwasserpumpe aus Gusseisen."),
    ("Kastenschlossschlüssel", "Der Kastenschlossschlüssel ist bei der Nachbarin hinterlegt."),
    ("Eiskellergewölbe", "Unter dem Grundstück liegt ein altes Eiskellergewölbe."),
    ("Wünschelrutengänger", "Ein Wünschelrutengänger hat mich auf die Stelle aufmerksam gemacht."),
    ("Glockenturmuhr", "Die Glockenturmuhr ist von dort aus nicht mehr zu sehen."),
    ("Rosskastanienminiermotte", "Schuld ist vermutlich die Rosskastanienminiermotte."),
    ("Backhausgemeinschaft", "Betroffen ist auch die Backhausgemeinschaft."),
    ("Trockenmauereidechsen", "Zwischen den Steinen leben Trockenmauereidechsen."),
    ("Milchkannenrampe", "Die Milchkannenrampe an der Straße soll erhalten bleiben."),
    ("Kopfweidenreihe", "Entlang des Grabens wächst eine Kopfweidenreihe."),
    ("Brieftaubenschlag", "Mein Brieftaubenschlag steht nur wenige Schritte entfernt."),
    ("Feldsteinbrunnen", "Der Feldsteinbrunnen im Garten führt seither trübes Wasser."),
    ("Wäscheplatzordnung", "Es gilt dort noch immer die Wäscheplatzordnung der Siedlung."),
    ("Kutschenremise", "Die Kutschenremise wird von drei Familien genutzt."),
    ("Hufschmiedeanhänger", "Davor parkt regelmäßig ein Hufschmiedeanhänger."),
    ("Bienenwanderwagen", "Seit dem Frühjahr steht daneben ein Bienenwanderwagen."),
    ("Handschwengelpumpe", "Die Handschwengelpumpe am Weg ist ebenfalls betroffen."),
)
