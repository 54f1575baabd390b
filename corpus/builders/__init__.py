"""Builders of the labelled dossiers: what the papers say and what is true about them, side by side."""
