"""What the assistant may know: sources, their editions, and the texts at hand."""
