"""Evidence packs as files: the ZIP, its reading with limits, and the printed page."""
