"""How much each direct comparison contributes to a network estimate: evidence flow split into paths.

The network estimate of a pair sends one unit of evidence from one treatment to the other; the flow on an edge
is its conductance times the difference of potentials. Flows have no cycles, so they decompose into paths.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trueeffect.stats.network.blocks import Block, incidence
from trueeffect.stats.problem import Array

TINY = 1e-10


def laplacian(blocks: Sequence[Block], treatments: int, tau2: float) -> Array:
    """Return the Laplacian of the network at the weights of the model."""
    out = np.zeros((treatments, treatments))
    for block in blocks:
        x = incidence(block, treatments)
        out += np.einsum("nit,niu->tu", x, block.weights(tau2) @ x)
    return out


def edge_flows(weights: Array, potential: Array) -> Array:
    """Return the flow on every edge (t, t), positive in the direction of the flow, zero against it."""
    flow = weights * (potential[:, None] - potential[None, :])
    return np.maximum(flow, 0.0) * (flow > TINY)


def random_walk(flow: Array, source: int, target: int) -> Array:
    """Return contributions of edges: the share of walks of each length through it, divided by that length.

    A walker leaves a treatment along its outgoing edges in proportion to their flows (doi:10.1002/sim.9346).
    """
    t = len(flow)
    out = flow.sum(axis=1)
    step = np.divide(flow, out[:, None], out=np.zeros_like(flow), where=out[:, None] > TINY)
    step[target] = 0.0
    forward, backward = np.zeros((t, t)), np.zeros((t, t))
    forward[0, source], backward[0, target] = 1.0, 1.0
    for length in range(1, t):
        forward[length] = forward[length - 1] @ step
        backward[length] = step @ backward[length - 1]
    share = np.zeros_like(flow)
    for before in range(t - 1):
        for after in range(t - 1 - before):
            share += np.outer(forward[before], backward[after]) * step / (before + 1 + after)
    return share


def shortest_path(flow: Array, source: int, target: int) -> Array:
    """Return contributions by taking out the shortest path with its smallest flow, until nothing flows.

    doi:10.12688/f1000research.14770.3
    """
    rest, share = flow.copy(), np.zeros_like(flow)
    for _ in range(flow.size):
        path = _shortest(rest, source, target)
        if path is None:
            break
        amount = min(rest[a, b] for a, b in path)
        for a, b in path:
            rest[a, b] = 0.0 if rest[a, b] - amount < TINY else rest[a, b] - amount
            share[a, b] += amount / len(path)
    return share


def _shortest(flow: Array, source: int, target: int) -> list[tuple[int, int]] | None:
    """Return the edges of the path with the fewest edges; among these the first that is found."""
    before: dict[int, int] = {source: source}
    queue = [source]
    for node in queue:
        for other in np.flatnonzero(flow[node] > TINY).tolist():
            if other not in before:
                before[other] = node
                queue.append(other)
    if target not in before:
        return None
    path, node = [], target
    while node != source:
        path.append((before[node], node))
        node = before[node]
    return path[::-1]


def contributions(
    blocks: Sequence[Block], treatments: int, tau2: float, pairs: Sequence[tuple[int, int]], method: str
) -> tuple[list[tuple[int, int]], Array]:
    """Return the edges (i < j) and the contribution of each to each pair, (pairs, edges); rows sum to 1."""
    full = laplacian(blocks, treatments, tau2)
    weights = -full
    np.fill_diagonal(weights, 0.0)
    inverse = np.linalg.pinv(full, hermitian=True)
    compared = np.zeros((treatments, treatments), dtype=bool)
    for block in blocks:
        for i in range(block.m):
            for j in range(i + 1, block.m):
                compared[block.arms[:, i], block.arms[:, j]] = True
    edges = [(int(i), int(j)) for i, j in zip(*np.nonzero(compared))]
    split = random_walk if method == "random walk" else shortest_path
    out = np.zeros((len(pairs), len(edges)))
    for n, (a, b) in enumerate(pairs):
        share = split(edge_flows(weights, inverse[:, a] - inverse[:, b]), a, b)
        both = share + share.T
        out[n] = [both[edge] for edge in edges]
    return edges, out
