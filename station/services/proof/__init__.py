"""Prove what happened: the check of a whole record, its keys, and evidence packs for strangers."""
