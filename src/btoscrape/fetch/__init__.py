"""Floor 2; only owner of httpx and protego."""
