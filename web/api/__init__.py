"""The API for other programs: JSON under /api/v1, described by itself at /api/openapi.json."""
