"""`make bench`: Lotsen beside the bot that `rasa init` makes, under the same load, in one run on one machine."""
