"""Who comes in, and how: tries, second factors, the locked screen, and being asked again for weighty acts."""
