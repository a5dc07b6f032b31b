"""The preview: the site from memory, renewed as files are saved."""
