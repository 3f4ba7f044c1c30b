"""Rapport: a self-hosted home for a developer community."""
