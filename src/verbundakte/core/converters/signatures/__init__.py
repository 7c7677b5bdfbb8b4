"""Foreign signatures verified in the sandbox: PAdES, CAdES, XAdES, ASiC (EN 319 102-1)."""
