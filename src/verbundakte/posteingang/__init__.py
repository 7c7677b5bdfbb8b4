"""Everything that arrives: one record, one place, one trace."""
