"""What differs between two packs: versions of one, or the measures of two bodies.

    from rongcuo.policy.comparing import compare
    compare(one, other).differences
"""

from rongcuo.policy.comparing.compare import (
    Admitted,
    Comparison,
    Difference,
    RuleDifference,
    compare,
)
from rongcuo.policy.comparing.mapping import Mapping, read_mapping, same_names
from rongcuo.policy.comparing.touched import Touched, touched

__all__ = [
    "Admitted", "Comparison", "Difference", "Mapping", "RuleDifference", "Touched", "compare",
    "read_mapping", "same_names", "touched",
]
