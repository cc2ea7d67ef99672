"""The dossier of a matter: what is in it, checked, numbered, kept, searched, and taken out as one package.

Everything here is derived from the record. `docs/dossier.md` describes the package for whoever opens
it in thirty years.
"""
