"""A simulated community, so that one can look around: nobody in it exists, and all that is true of it is known."""
