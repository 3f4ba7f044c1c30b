"""The frozen values every room speaks. Nothing here does I/O or knows Django."""
