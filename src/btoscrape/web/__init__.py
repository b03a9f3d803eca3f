"""Floor 3. The Datasette side."""
