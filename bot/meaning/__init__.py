"""What decides a message's meaning: pure text and number code here, Rasa's wrapping of it in components/."""
