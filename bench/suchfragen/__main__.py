"""Make the published set anew: `cd bench && PYTHONPATH=../src python -m suchfragen > suchfragen/fragen.tsv`."""

import sys

from suchfragen import demo_texts, questions_over, written

sys.stdout.write(written(questions_over(demo_texts())))
