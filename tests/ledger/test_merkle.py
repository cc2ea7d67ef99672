"""The tree hash against the known answers of the Certificate Transparency projects."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcuo.ledger import merkle

# The leaves and roots used by the reference implementations of RFC 6962.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(9))
def test_root_known_answers(size):
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size]


def test_a_leaf_is_never_taken_for_a_node():
    left, right = merkle.leaf_hash(b"a"), merkle.leaf_hash(b"b")
    assert merkle.root([b"a", b"b"]) != merkle.root([left + right])
    assert merkle.root([]) == sha256(b"").digest()


def test_proof_known_answer():
    """RFC 6962 section 2.1.3: in a tree of seven, the proof of d0 is [b, h, l]."""
    hashes = [merkle.leaf_hash(leaf) for leaf in LEAVES[:7]]
    g, h = merkle.node_hash(*hashes[0:2]), merkle.node_hash(*hashes[2:4])
    i, j = merkle.node_hash(*hashes[4:6]), hashes[6]
    k, tail = merkle.node_hash(g, h), merkle.node_hash(i, j)
    assert merkle.proof(0, LEAVES[:7]) == [hashes[1], h, tail]
    assert merkle.proof(3, LEAVES[:7]) == [hashes[2], g, tail]
    assert merkle.proof(4, LEAVES[:7]) == [hashes[5], j, k]
    assert merkle.proof(6, LEAVES[:7]) == [i, k]


@given(st.lists(st.binary(max_size=6), min_size=1, max_size=40, unique=True), st.data())
def test_every_leaf_is_proved_and_nothing_else(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    tree, path, size = merkle.root(leaves), merkle.proof(index, leaves), len(leaves)
    assert merkle.includes(tree, leaves[index], index, size, path)
    other = data.draw(st.binary(max_size=7).filter(lambda leaf: leaf != leaves[index]))
    assert not merkle.includes(tree, other, index, size, path)
    wrong = data.draw(st.integers(-1, size).filter(lambda i: i != index))
    assert not merkle.includes(tree, leaves[index], wrong, size, path)
    assert not merkle.includes(tree, leaves[index], index, size, [*path, tree])
    if path:
        assert not merkle.includes(tree, leaves[index], index, size, path[:-1])
