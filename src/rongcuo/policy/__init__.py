"""Policy packs: measures as data, and what they say about facts. Pure; a library on its own.

    from rongcuo.policy import load, assess
    pack = load("policies/gansu-anjian-2018/1.0.0")
    assess(pack, {"private_gain": False}).document()
"""

from rongcuo.policy.assessment import Assessment, assess
from rongcuo.policy.findings import NOT_APPLICABLE, from_findings, read_value
from rongcuo.policy.loader import load
from rongcuo.policy.model import Pack
from rongcuo.policy.problems import FactError, PackError, Problem
from rongcuo.policy.settings import Settings

__all__ = [
    "NOT_APPLICABLE", "Assessment", "FactError", "Pack", "PackError", "Problem", "Settings", "assess",
    "from_findings", "load", "read_value",
]
