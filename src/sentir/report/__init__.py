"""Words, figures and the HTML report, from plain data."""
