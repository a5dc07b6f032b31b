"""Words that are ready: templates for each moment, and what their braces are filled with."""
