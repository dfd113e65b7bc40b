"""Couriers between Rasa and bot/: one file an action, named as the action."""
