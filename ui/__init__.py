"""The ways in: the terminal and the web page."""
