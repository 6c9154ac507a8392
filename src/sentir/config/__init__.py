"""The settings of a run and how they are loaded."""
