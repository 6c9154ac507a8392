"""RNN, LSTM and GRU in NumPy: steps to be read, sequences to be fast, proven equal."""
