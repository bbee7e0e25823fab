"""The tests: a sentence each, with its data beside it."""
