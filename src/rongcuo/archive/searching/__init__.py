"""Searching matters and papers: tokens (`grams`), the derived index (`index`), the gate and the hits (`find`)."""
