"""Many trainings beside one another: trials in parallel processes, and what they came to."""
