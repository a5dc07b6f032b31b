"""What serves the fallback page: configurations of servers and CDNs, as values."""
