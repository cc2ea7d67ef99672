"""The sample bureau: invented people in every capacity, and a dozen matters at different stages.

Built with a fixed seed and clock, so that two builds give the same ledger head. The tests use the same
bureau and the same `Story`.
"""
