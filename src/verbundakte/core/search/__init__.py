"""Full-text search: German analysis, a query language and one tantivy index per tenant."""
