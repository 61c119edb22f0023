"""How good the answers are: cases, runs, scores and the report."""
