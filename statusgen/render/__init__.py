"""The state as files: pages, feeds, JSON, badges. Shows what was decided, decides nothing."""
