"""From files to audited, split rows and batches."""
