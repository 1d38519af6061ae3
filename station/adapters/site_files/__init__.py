"""What a site knows beforehand, from four CSV files: products, expected returns, bins and people."""

from station.adapters.site_files.site import Site, read_site

__all__ = ["Site", "read_site"]
