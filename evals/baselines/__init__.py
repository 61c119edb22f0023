"""What others would write with the same libraries, run as whole processes by `evals.bench` to be measured beside."""
