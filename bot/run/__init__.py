"""Starts Lotsen: `python -m bot.run` prepares and supervises the processes whose entry points stand beside it."""
