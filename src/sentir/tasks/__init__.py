"""What a label is: encode, activate, decide, score; which activation and loss fit which task."""
