"""What decides which services are shown: the register, the directory in memory, and `select`."""
