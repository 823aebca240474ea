"""What stands in a release: one module a format, each from the package and its tables to bytes or text."""
