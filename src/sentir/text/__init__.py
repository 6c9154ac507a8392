"""Tokens, vocabulary and flat sequences of word ids."""
