"""What a label is: encode, activate, decide, score; and which activation and loss fit which task."""
