"""One mechanism for every list: columns, order, filters and pages, all carried by the address."""
