"""Floor 3. The sample newspaper: invented articles in OneCMS markup, served on loopback."""
