"""From documents to ranked passages: reading, cutting, embedding, indexing, searching."""
