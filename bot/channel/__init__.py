"""Where a message enters and an answer leaves: the one public door (door.py), everything else pure or small."""
