"""statusgen: incident Markdown in, a live status page out."""

__version__ = "0.1.0"
