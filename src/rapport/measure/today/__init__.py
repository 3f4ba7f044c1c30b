"""Today: what one wants to know in the morning, the same on the page, from the command and over the API."""
