"""Article 10: what tolerance exempts from, for whom and until when, and who was told or asked.

Over `matters`, which knows nothing of it. `periods` is pure and needs no Django.
"""
