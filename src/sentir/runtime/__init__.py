"""From a model file to predictions."""
