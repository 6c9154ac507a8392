"""The same nets learning in PyTorch, for machines with a GPU: the one room that imports torch."""
