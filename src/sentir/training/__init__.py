"""The loop, the update step and what a checkpoint holds."""
