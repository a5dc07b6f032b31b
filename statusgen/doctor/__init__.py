"""Whether the page would be there when everything else is not: checks, each with its reason."""
