"""What the words behind a cell say, held against the cell: a reader for each kind of field."""
