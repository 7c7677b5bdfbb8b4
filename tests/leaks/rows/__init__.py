"""One module for each group of doors; `ROWS` of all of them make up the matrix."""
