"""What is counted: one file a family of measures, and the list of them all."""
