"""Advice to those who write: what is due, and what reads badly. Never a reason not to publish."""
