"""From a question to an answer whose every statement is proven by a quote."""
