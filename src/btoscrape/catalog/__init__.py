"""Floor 1. What is data and not code: papers, layouts, awards, phrases, organisations, each a TOML file with a loader."""
