"""Bytes to text batches and typed columns: whatever holds a package or a table, read as text first."""
