"""Intervals, paired comparisons and corrections: pure functions on numbers."""
