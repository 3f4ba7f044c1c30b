"""Connections read as they live: asked step by step, and told by the events that a platform sends."""
