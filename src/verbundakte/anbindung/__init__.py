"""Other systems: who is told what happened in the files, and how that was delivered."""
