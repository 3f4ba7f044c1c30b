"""Engines that answer questions over the columnar copy, and where its files lie."""
