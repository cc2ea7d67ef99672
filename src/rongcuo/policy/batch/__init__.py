"""Many cases at once, from Arrow tables: outcome and situations, no explanation.

Needs numpy and pyarrow (the extra `batch`). The pack is compiled as for one case; see
`rongcuo.policy.batch.table`.
"""
