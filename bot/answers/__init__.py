"""What is answered: which texts, cards and choices belong to what was understood. Pure; words stand in bot/texts/."""
