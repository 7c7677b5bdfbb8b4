"""Serial letters as the product writes them."""
