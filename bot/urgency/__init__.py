"""What decides urgency: signals people wrote down, a trained score, and `decide`, which gives its reasons."""
