"""What is stored: the service directory and weekly counts in a database; conversations only ever in memory."""
