"""What other programs read of a release, each a pure function from the descriptor and a few facts."""
