"""Adapt the embedding to a corpus; never imported when answering."""
