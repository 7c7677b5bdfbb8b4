"""What leaves the room as a file: lists, packages of originals, complete PDFs, covers of paper files."""
