"""How alike sentences are: by what they share (cosine of tf-idf) and by what they mean (points of bot.nlu.meaning)."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse

_MANY = 0.05  # of all sentences
_MEANING_WEIGHT = 0.5  # 0.3 to 1 tried
_MEANING_SHARPNESS = 2.0  # 1 to 5 tried
_AXES = 192  # of 512; 96 lose a little, 192 nothing


@dataclass(frozen=True)
class Sentences:
    """`rows`: sentences x features, each row of length 1; `points`: sentences x axes, likewise."""

    rows: scipy.sparse.csr_matrix
    points: np.ndarray

    def take(self, which: np.ndarray) -> "Sentences":
        """Return the sentences with these numbers."""
        return Sentences(self.rows[which], self.points[which])

    def likeness(self, others: "Sentences") -> np.ndarray:
        """Return how alike each of these is to each of `others`."""
        found = _products(self.rows, others.rows)
        found += meant_alike(self.points, others.points)
        return found


@dataclass(frozen=True)
class View:
    """How training taught us to look at sentences: `idf` (features), `centre` (512) and `axes` (512 x axes) of meanings."""

    idf: np.ndarray
    centre: np.ndarray
    axes: np.ndarray

    @staticmethod
    def learn(counts: scipy.sparse.spmatrix, meanings: np.ndarray) -> "View":
        """Return the view in which these sentences differ most."""
        centre = meanings.mean(axis=0)
        apart = meanings - centre
        spread, directions = np.linalg.eigh(apart.T @ apart)  # ascending
        axes = directions[:, np.argsort(-spread)[:_AXES]]
        return View(_rarity(counts), centre.astype(np.float32), axes.astype(np.float32))

    def of(self, counts: scipy.sparse.spmatrix, meanings: np.ndarray) -> Sentences:
        """Return sentences as they are compared."""
        points = (meanings - self.centre) @ self.axes
        points /= np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-9)
        return Sentences(_weighted(counts, self.idf), points.astype(np.float32))


def meant_alike(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the part of the likeness that comes from meaning: a bell curve, since far is far however far."""
    closeness = points @ others.T
    closeness -= 1
    closeness *= _MEANING_SHARPNESS
    np.exp(closeness, out=closeness)
    closeness *= _MEANING_WEIGHT
    return closeness


def _products(rows: scipy.sparse.csr_matrix, others: scipy.sparse.csr_matrix) -> np.ndarray:
    """Return rows · othersᵀ. Columns that many rows have are multiplied densely: a sparse product is slow there."""
    many = np.asarray((others != 0).sum(axis=0)).ravel() > others.shape[0] * _MANY
    ours, theirs = rows.tocsc(), others.tocsc()
    sparse = (ours[:, ~many].tocsr() @ theirs[:, ~many].T.tocsr()).toarray()
    sparse += ours[:, many].toarray() @ theirs[:, many].toarray().T
    return sparse


def _rarity(counts: scipy.sparse.spmatrix) -> np.ndarray:
    """Return log((1 + sentences) / (1 + sentences with the feature)) + 1 for each feature."""
    sentences = counts.shape[0]
    with_feature = np.asarray((scipy.sparse.csr_matrix(counts) > 0).sum(axis=0)).ravel()
    return (np.log((1 + sentences) / (1 + with_feature)) + 1).astype(np.float32)


def _weighted(counts: scipy.sparse.spmatrix, idf: np.ndarray) -> scipy.sparse.csr_matrix:
    """Return (1 + log count) · idf with every sentence brought to length 1."""
    rows = scipy.sparse.csr_matrix(counts, dtype=np.float32, copy=True)
    rows.sum_duplicates()
    weights = (1 + np.log(rows.data)) * idf[rows.indices]
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    lengths = np.sqrt(np.bincount(row, weights**2, minlength=rows.shape[0]))
    rows.data = (weights / np.maximum(lengths, 1e-9)[row]).astype(np.float32)
    return rows
