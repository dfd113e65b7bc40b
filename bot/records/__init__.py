"""What is kept of a conversation whose resident said yes to it, and how it is made impossible to join to anyone.

A conversation's way: draft.py (redacted turn by turn, in memory) -> collection.py (consent, forgetting, ending) -> pool.py
(ended records, which no longer know their conversation) -> rare.py (what may be written) -> bot/storage/records.py, in
shuffled batches -> retention.py (deletes in time, and proves it). statistics.py is for what is told about many.
"""
