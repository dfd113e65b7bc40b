"""A module for each part of the desk; a handler takes a visit and gives a reply."""
