"""What the figures of RESULTS.md are measured with: `python -m bench NAME`."""
