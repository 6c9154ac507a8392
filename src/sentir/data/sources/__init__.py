"""One reader per form of data; all return the same table."""
