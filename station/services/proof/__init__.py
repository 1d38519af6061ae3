"""Prove what happened to strangers: packs of evidence, and their check."""
