"""What stations say to central over HTTP: ``docs/sync.md``."""
