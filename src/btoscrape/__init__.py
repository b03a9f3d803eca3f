"""An archive of what provincial newspapers write about emulation blocs (khối, cụm thi đua)."""

__version__ = "0.1.0"
