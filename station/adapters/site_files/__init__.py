"""What a site knows beforehand, from CSV and JSON: products, expected returns, bins, people and more."""

from station.adapters.site_files.incoming import read
from station.adapters.site_files.site import Site, read_site

__all__ = ["Site", "read", "read_site"]
