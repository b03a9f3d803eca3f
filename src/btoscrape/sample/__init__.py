"""Floor 4. The sample newspaper: invented articles in OneCMS markup, served on loopback; for the demo and the tests."""

from .content import SampleArticle, articles
from .server import SampleServer, paper

__all__ = ["SampleArticle", "SampleServer", "articles", "paper"]
