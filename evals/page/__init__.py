"""A run as one web page that needs nothing else."""
