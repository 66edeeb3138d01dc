"""Typed facts of claims and studies."""
