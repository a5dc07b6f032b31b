"""(Content, now) → SiteState: the only place that decides a status."""
