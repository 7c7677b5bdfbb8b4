"""Messages from EGVP, beBPo and FIT-Connect, as their receiving products lay them into a folder."""
