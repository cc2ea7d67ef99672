"""The Merkle tree hash of RFC 6962 section 2.1 (unchanged in RFC 9162) with sha256. Pure.

Leaves are bytes; hashes are 32 bytes. Source of `includes`: RFC 9162 section 2.1.3.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree hash of the leaves; of none, the hash of nothing."""
    return _root([leaf_hash(leaf) for leaf in leaves]) if leaves else sha256().digest()


def _split(size: int) -> int:
    """The largest power of two smaller than size."""
    return 1 << ((size - 1).bit_length() - 1)


def _root(hashes: Sequence[bytes]) -> bytes:
    if len(hashes) == 1:
        return hashes[0]
    k = _split(len(hashes))
    return node_hash(_root(hashes[:k]), _root(hashes[k:]))


def proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The inclusion proof (audit path) of a leaf, from the leaf upwards. Raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    return _proof(index, [leaf_hash(leaf) for leaf in leaves])


def _proof(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    if len(hashes) == 1:
        return []
    k = _split(len(hashes))
    if index < k:
        return [*_proof(index, hashes[:k]), _root(hashes[k:])]
    return [*_proof(index - k, hashes[k:]), _root(hashes[:k])]


def includes(tree: bytes, leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of `size` leaves with this root has this leaf there."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf_hash(leaf)
    for step in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(step, found)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            found = node_hash(found, step)
        node >>= 1
        last >>= 1
    return last == 0 and found == tree
