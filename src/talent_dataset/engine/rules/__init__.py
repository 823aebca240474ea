"""What the descriptor asks of the data, as checks: constraints, patterns, keys, rules in SQL."""
