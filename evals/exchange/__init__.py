"""Exchange with other evaluation tools: one file a format."""
