"""Everything that parses foreign bytes, in child processes without network. See README.md."""
