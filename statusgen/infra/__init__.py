"""What the places look like that the page is published to: settings in, templates out."""
