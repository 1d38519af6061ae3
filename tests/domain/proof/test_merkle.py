"""The tree agrees with the vectors of Certificate Transparency and with a tree that is not ours."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from station.domain.proof import merkle
from station.domain.proof.merkle import EMPTY, Frontier, Node, grow, leaf_hash, whole_root

# The leaves and roots that Certificate Transparency's own tests are about.
CT_LEAVES = [
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
CT_ROOTS = [
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
# Leaf (from 1), size, proof.
CT_INCLUSIONS = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (3, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        2,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
# Old size, new size, proof.
CT_CONSISTENCIES = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
SIZES = sorted(
    {
        0,
        1,
        2,
        3,
        *(1 << n for n in range(2, 10)),
        *((1 << n) - 1 for n in range(2, 10)),
        *((1 << n) + 1 for n in range(2, 10)),
    }
)
MOST = 520


def entry(number: int) -> bytes:
    return f"entry {number}".encode()


LEAVES = [leaf_hash(entry(n)) for n in range(MOST)]


def subtree(level: int, index: int) -> bytes:
    return whole_root(LEAVES[index << level : index + 1 << level])


def ct_subtree(level: int, index: int) -> bytes:
    return whole_root([leaf_hash(leaf) for leaf in CT_LEAVES][index << level : index + 1 << level])


@pytest.fixture(scope="module")
def theirs() -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for n in range(MOST):
        tree.append_entry(entry(n))
    return tree


def unhex(proof: list[str]) -> tuple[bytes, ...]:
    return tuple(map(bytes.fromhex, proof))


def test_roots_are_those_of_certificate_transparency() -> None:
    tree = Frontier()
    roots = [tree.root.hex()]
    for leaf in CT_LEAVES:
        tree = grow(tree, [leaf_hash(leaf)])
        roots.append(tree.root.hex())
    assert roots == CT_ROOTS


@pytest.mark.parametrize(("leaf", "size", "proof"), CT_INCLUSIONS)
def test_inclusion_proofs_are_those_of_certificate_transparency(
    leaf: int, size: int, proof: list[str]
) -> None:
    path = merkle.inclusion(leaf - 1, size, ct_subtree)
    assert path == unhex(proof)
    root = bytes.fromhex(CT_ROOTS[size])
    assert merkle.included(leaf_hash(CT_LEAVES[leaf - 1]), leaf - 1, size, path, root)


@pytest.mark.parametrize(("old", "new", "proof"), CT_CONSISTENCIES)
def test_consistency_proofs_are_those_of_certificate_transparency(
    old: int, new: int, proof: list[str]
) -> None:
    path = merkle.consistency(old, new, ct_subtree)
    assert path == unhex(proof)
    assert merkle.consistent(old, new, *(bytes.fromhex(CT_ROOTS[n]) for n in (old, new)), path)


@pytest.mark.parametrize("size", SIZES)
def test_a_tree_that_is_not_ours_agrees(size: int, theirs: InmemoryTree) -> None:
    root = grow(Frontier(), LEAVES[:size]).root
    assert root == merkle.root_of(size, subtree) == (theirs.get_root(size) if size else EMPTY)
    for index in {0, 1, size // 2, size - 2, size - 1}:
        if 0 <= index < size:
            known = theirs.prove_inclusion(index + 1, size).path
            path = merkle.inclusion(index, size, subtree)
            assert merkle.included(LEAVES[index], index, size, path, root)
            assert list(path) == list(known)[1:]  # theirs begins with the leaf itself


@given(st.integers(1, MOST), st.integers(1, MOST), st.integers(0, MOST))
@settings(max_examples=150, deadline=None)
def test_any_two_sizes_are_consistent_and_no_other_root_is(one: int, two: int, flip: int) -> None:
    old, new = sorted((one, two))
    roots = [merkle.root_of(n, subtree) for n in (old, new)]
    path = merkle.consistency(old, new, subtree)
    assert merkle.consistent(old, new, *roots, path)
    other = hashlib.sha256(roots[flip % 2]).digest()
    assert not merkle.consistent(
        old, new, *(other if n == flip % 2 else r for n, r in enumerate(roots)), path
    )
    if old < new:
        assert not merkle.consistent(old, new, *roots, path[:-1])
        assert not merkle.consistent(old, new, *roots, (*path, other))


@given(st.integers(1, MOST), st.data())
@settings(max_examples=150, deadline=None)
def test_a_leaf_is_proved_at_its_place_and_at_no_other(size: int, data: st.DataObject) -> None:
    index, other = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    root = merkle.root_of(size, subtree)
    path = merkle.inclusion(index, size, subtree)
    assert merkle.included(LEAVES[index], index, size, path, root)
    assert merkle.included(LEAVES[index], other, size, path, root) is (other == index)
    assert merkle.included(LEAVES[other], index, size, path, root) is (other == index)
    assert not merkle.included(LEAVES[index], index, size, (*path, root), root)
    assert not path or not merkle.included(LEAVES[index], index, size, path[1:], root)


def test_a_consistency_proof_agrees_with_theirs(theirs: InmemoryTree) -> None:
    from pymerkle import verify_consistency

    for old, new in ((1, 2), (3, 7), (4, 8), (6, 8), (255, 257), (256, 512), (300, 519)):
        proof = theirs.prove_consistency(old, new)
        verify_consistency(theirs.get_root(old), theirs.get_root(new), proof)
        assert merkle.consistent(
            old, new, theirs.get_root(old), theirs.get_root(new), merkle.consistency(old, new, subtree)
        )


def test_a_subtree_of_every_eighth_level_is_kept_once_it_is_whole() -> None:
    kept: list[Node] = []
    tree = grow(Frontier(), LEAVES[:255], kept.append)
    assert kept == []
    grow(tree, LEAVES[255:513], kept.append)
    assert kept == [Node(8, 0, subtree(8, 0)), Node(8, 1, subtree(8, 1))]


@pytest.mark.parametrize(("index", "size"), [(-1, 1), (1, 1), (0, 0)])
def test_no_proof_of_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion(index, size, subtree)
    assert merkle.root_by_inclusion(EMPTY, index, size, ()) is None


def test_every_tree_begins_with_the_empty_one_and_none_with_a_larger() -> None:
    assert merkle.consistent(0, 5, EMPTY, subtree(0, 0), ())
    assert not merkle.consistent(0, 5, LEAVES[0], subtree(0, 0), ())
    assert not merkle.consistent(6, 5, LEAVES[0], LEAVES[0], ())
    with pytest.raises(ValueError, match="does not begin"):
        merkle.consistency(6, 5, subtree)
