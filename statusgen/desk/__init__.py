"""The desk: a page on this machine on which a person writes incidents and publishes them."""
