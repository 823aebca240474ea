"""From a package, a table or frames to a report."""
