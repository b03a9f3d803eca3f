"""Floor 2; only owner of selectolax; pure: text in, values out."""
