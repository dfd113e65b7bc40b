"""Proves what the assistant understands: a labelled set through the trained model, measures with counts and intervals."""
