"""A trained model with a few sentences more and a few less, in seconds: the kernel's factor is kept and only bordered.

With K = UᵀU the kernel of the sentences kept, B their likeness to the new ones and C that of the new ones among
themselves, everything follows from P = K⁻¹B and the Schur complement S = C − BᵀP (Rasmussen & Williams, appendix A.3); a
sentence is taken away by conditioning its weight to nothing. The view (how rare a feature is, the axes of meaning) and the
calibration stay those of the last whole training.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import scipy.linalg
import scipy.sparse

from bot.nlu.likeness import Sentences, View
from bot.nlu.ridge import RidgeModel, slack

_SLICE = 512  # columns of the inverse that are worked out at once


@dataclass(frozen=True)
class Factor:
    """The kernel's Cholesky factor, packed (LAPACK's RFP: half the room), and the diagonal of the kernel's inverse."""

    packed: np.ndarray
    diagonal: np.ndarray

    @staticmethod
    def of(model: RidgeModel) -> "Factor":
        """Work out the factor of a model; takes half a minute for 15,000 sentences."""
        kept = _kept(model)
        kernel = kept.likeness(kept)
        kernel[np.diag_indices_from(kernel)] += slack(model.labels)
        upper = scipy.linalg.cholesky(kernel, overwrite_a=True, check_finite=False)
        (pack, invert) = scipy.linalg.get_lapack_funcs(("trttf", "trtri"), (upper,))
        packed, _ = pack(upper, transr="N", uplo="U")
        inverse, _ = invert(upper, lower=False, overwrite_c=True)
        return Factor(packed, np.einsum("ij,ij->i", inverse, inverse))

    def solve(self, columns: np.ndarray) -> np.ndarray:
        """Return kernel⁻¹ · columns."""
        (solve,) = scipy.linalg.get_lapack_funcs(("pftrs",), (self.packed,))
        found, failed = solve(len(self.diagonal), self.packed, columns, transr="N", uplo="U")
        if failed:
            raise scipy.linalg.LinAlgError("the factor is damaged")
        return np.asarray(found)

    def save(self, folder: Path) -> None:
        """Write both, the big one last."""
        np.save(folder / "diagonal.npy", self.diagonal)
        np.save(folder / "factor.npy", self.packed)

    @staticmethod
    def load(folder: Path) -> "Factor":
        """Open what `save` wrote; the big one stays in its file, 450 MB for 15,000 sentences. Raises OSError, ValueError."""
        diagonal = np.load(folder / "diagonal.npy", allow_pickle=False)
        packed = np.load(folder / "factor.npy", mmap_mode="r", allow_pickle=False)
        if len(packed) != len(diagonal) * (len(diagonal) + 1) // 2:
            raise ValueError("the factor is incomplete")
        return Factor(packed, diagonal)


@dataclass(frozen=True)
class Added:
    """New sentences: `rows` and meanings as `View.of` takes them, and the number of each one's intent."""

    counts: scipy.sparse.csr_matrix
    meanings: np.ndarray
    labels: np.ndarray


def grow(
    model: RidgeModel, factor: Factor, added: Added, gone: np.ndarray, renumbered: np.ndarray
) -> tuple[RidgeModel, np.ndarray]:
    """Return the model after learning `added` and forgetting the kept sentences `gone` (their places), and for each new
    sentence the probabilities that it would get if it had been left out.

    `renumbered`: for each intent of the new numbering its number in `model`, -1 for a new one.
    """
    view = _widened(model.view, added.counts)
    new = view.of(added.counts, added.meanings)
    old = _kept(model, added.counts.shape[1])
    known = renumbered >= 0
    dual = np.zeros((len(model.labels), len(renumbered)), dtype=np.float32)
    dual[:, known] = model.dual[:, renumbered[known]]
    bordered = _Bordered(factor, old.likeness(new), new.likeness(new), slack(added.labels))
    targets = np.eye(len(renumbered), dtype=np.float32)[added.labels]
    whole, diagonal = bordered.duals(dual, targets), bordered.diagonal
    if len(gone):
        columns = bordered.columns(gone)
        corner = scipy.linalg.cho_factor(columns[gone])
        whole -= columns @ scipy.linalg.cho_solve(corner, whole[gone])
        diagonal = diagonal - np.einsum("ij,ji->i", columns, scipy.linalg.cho_solve(corner, columns.T))
    numbers = np.zeros(model.dual.shape[1], dtype=np.int64)
    numbers[renumbered[known]] = np.nonzero(known)[0]
    labels = np.concatenate([numbers[model.labels], added.labels])
    stays = np.setdiff1d(np.arange(len(labels)), gone)
    rows = scipy.sparse.vstack([old.rows, new.rows]).tocsr()[stays]
    points = np.concatenate([old.points, new.points])[stays]
    grown = replace(
        model, view=view, seen=rows.T.tocsr(), points=points, dual=whole[stays], labels=labels[stays]
    )
    fresh = slice(len(model.labels), None)
    left_out = targets - whole[fresh] / diagonal[fresh, None]
    return grown, model.calibration.probabilities(left_out)


class _Bordered:
    """The kernel with new rows and columns around it."""

    def __init__(self, factor: Factor, across: np.ndarray, among: np.ndarray, slack: np.ndarray) -> None:
        self._factor = factor
        self._across = across
        self._through = factor.solve(across)  # P
        schur = among + np.diag(slack) - across.T @ self._through
        self._corner = scipy.linalg.inv((schur + schur.T) / 2).astype(np.float32)  # S⁻¹, small

    @property
    def diagonal(self) -> np.ndarray:
        """Return the diagonal of the inverse."""
        old = self._factor.diagonal + np.einsum("ij,ij->i", self._through @ self._corner, self._through)
        return np.concatenate([old, np.diag(self._corner)])

    def duals(self, old: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """Return the weights of all sentences, given those of the old ones before."""
        new = self._corner @ (targets - self._across.T @ old)
        return np.concatenate([old - self._through @ new, new])

    def columns(self, which: np.ndarray) -> np.ndarray:
        """Return these columns of the inverse; they are old sentences'."""
        parts = []
        for start in range(0, len(which), _SLICE):
            some = which[start : start + _SLICE]
            units = np.zeros((len(self._factor.diagonal), len(some)), dtype=np.float32)
            units[some, np.arange(len(some))] = 1
            across = self._corner @ self._through[some].T
            parts.append(np.concatenate([self._factor.solve(units) + self._through @ across, -across]))
        return np.concatenate(parts, axis=1)


def _kept(model: RidgeModel, width: int | None = None) -> Sentences:
    """Return the sentences that a model keeps, with columns for features that it doesn't know yet."""
    rows = model.seen.T.tocsr()
    if width is not None and width > rows.shape[1]:
        rows.resize((rows.shape[0], width))
    return Sentences(rows, model.points)


def _widened(view: View, counts: scipy.sparse.csr_matrix) -> View:
    """Return the view with how rare the new features are, which only the new sentences have."""
    new = counts.tocsc()[:, len(view.idf) :]
    having = np.asarray((new > 0).sum(axis=0)).ravel()
    rarity = (view.idf.max(initial=1.0) - np.log(1 + having)).astype(np.float32)
    return replace(view, idf=np.concatenate([view.idf, rarity]))
