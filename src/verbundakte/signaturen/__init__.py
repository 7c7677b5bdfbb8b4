"""Electronic signatures: foreign ones verified, own ones made, and which form a document needs."""
