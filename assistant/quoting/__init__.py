"""What of a section is quoted: whole where it must be, short where it may be."""
