"""The field types of the standard: one module a family, one class a type."""
