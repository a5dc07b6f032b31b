"""Publishing: a whole site to each target, so that no reader ever sees half of it."""
