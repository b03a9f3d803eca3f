"""Floor 2; pure: Article and catalog in, Facts out; standard library only."""
