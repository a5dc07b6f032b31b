"""Editing the Markdown that people also edit: what does not change stays, byte for byte."""
