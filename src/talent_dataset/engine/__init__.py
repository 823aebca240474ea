"""The engine: any Data Package to a report.

It knows no table of this dataset, no books, and nothing that stands above it, so that it can be cut out as it is.
"""
