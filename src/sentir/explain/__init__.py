"""Why this answer: words taken away, gradients, words counted in training, nearest rows."""
