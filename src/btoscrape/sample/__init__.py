"""Floor 4. The sample newspaper: invented articles in OneCMS markup, served on loopback; for the demo and the tests."""

from .server import SampleServer, paper

__all__ = ["SampleServer", "paper"]
