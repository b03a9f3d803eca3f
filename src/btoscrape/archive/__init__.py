"""Floor 2; only owner of sqlite-utils and warcio."""
