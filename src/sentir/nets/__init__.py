"""The networks of a model file in NumPy, forward and backward."""
