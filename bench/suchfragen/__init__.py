"""The published judgement set of the search: questions, what is true of the texts, measures.

`fragen.tsv` holds 300 questions over the demo world of SEED in nine classes: class, question, truth
and damage. It was made by `python -m suchfragen` (in `bench/`, with `src/` on the path) from a world
of a seed the search was not tuned on (its letters are of the same kinds; the laws of `--texts` are
others). A truth says which texts are relevant, in terms of the undamaged texts and without any
analyser of ours, so other engines can be judged by the same file:

    Hund|Hundes & Lindenallee   a whole word of each group stands in title, text or numbers
    *genehmigung*               these letters stand there, as a part of a word
    ^Bauantrag                  the word stands in the title
    0012~                       as a number: not inside a longer one

A damage (`Wort>W0rt`) is done to the indexed texts, as a scanner or a line end would; the titles
stay. `beugung.txt` holds forms of one word, `teile.txt` compounds with parts people ask for; both
were written by hand for this set and are not part of the product.
"""

from suchfragen.erzeugen import CLASSES, questions_over
from suchfragen.messen import Measure, measured
from suchfragen.texte import SEED, TODAY, Text, demo_texts, law_texts
from suchfragen.wahrheit import Question, damaged, read_questions, relevant, written

__all__ = [
    "CLASSES",
    "SEED",
    "TODAY",
    "Measure",
    "Question",
    "Text",
    "damaged",
    "demo_texts",
    "law_texts",
    "measured",
    "questions_over",
    "read_questions",
    "relevant",
    "written",
]
