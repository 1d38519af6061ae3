"""How a station reaches central, and what central stands on at scale: PostgreSQL and S3."""
