"""Every figure that raw files can tell, worked out again by plain Python that shares no code with the product."""
