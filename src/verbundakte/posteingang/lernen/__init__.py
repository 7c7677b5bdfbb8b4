"""Learning from what a town has filed: features, memory, ranking, trust. Pure: no tables, no clock."""
