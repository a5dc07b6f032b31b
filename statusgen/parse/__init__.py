"""Source files to values: what the content says, and every mistake in it with its place."""
