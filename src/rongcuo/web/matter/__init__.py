"""The page of a matter, put together from what the gates let through."""
