"""One measure a file. Each takes predictions and returns rates with counts and 95 % intervals, or numbers."""
