"""What translates between the suite and a validator in Python."""
