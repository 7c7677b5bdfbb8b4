"""One file after the other through the product's own actions and jobs (needs Django set up)."""
