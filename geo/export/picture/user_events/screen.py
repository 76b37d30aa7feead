"""A picture's frame in pixels of the screen map, and the cells that events are counted in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from pyproj import Transformer

from geo.export.picture.plate import MERCATOR, Plate
from geo.profile import current


@cache
def _transformer() -> Transformer:
    return Transformer.from_crs(4326, MERCATOR, always_xy=True)


@dataclass(frozen=True)
class Cells:
    """A grid of cells: which one each event lies in."""

    column: np.ndarray
    """Column of each event's cell."""

    row: np.ndarray
    """Row of each event's cell, from the north down."""

    def codes(self) -> np.ndarray:
        """Return one number for each event's cell, growing row by row."""
        if not len(self.row):
            return np.empty(0, dtype=np.int64)
        wide = int(self.column.max() - self.column.min()) + 1
        return (self.row - self.row.min()) * wide + self.column - self.column.min()


@dataclass(frozen=True)
class Screen:
    """The frame of a picture, measured as the screen map at the same zoom."""

    west: float
    """Left edge in metres of Web Mercator."""

    north: float
    """Upper edge in metres of Web Mercator."""

    metre: float
    """Metres of Web Mercator in one pixel."""

    width: float
    """Pixels across."""

    height: float
    """Pixels down."""

    zoom: float
    """Zoom of the screen map that shows as much."""

    @classmethod
    def of(cls, plate: Plate) -> Screen:
        """Measure the frame of a picture."""
        west, east = plate.axes.get_xlim()
        south, north = plate.axes.get_ylim()
        metre = plate.pixel
        return cls(west, north, metre, (east - west) / metre, (north - south) / metre, plate.zoom)

    def pixels(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return positions (degrees, EPSG:4326) in pixels from the upper left corner.

        Parameters
        ----------
        lon, lat
            The positions, shape (n,).
        """
        x, y = _transformer().transform(lon, lat)
        return (np.asarray(x) - self.west) / self.metre, (self.north - np.asarray(y)) / self.metre

    def metres(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Undo the second half of :meth:`pixels`.

        Parameters
        ----------
        x, y
            Pixels from the upper left corner, shape (n,).

        Returns
        -------
        tuple
            Metres of Web Mercator, shape (n,) each.
        """
        return self.west + x * self.metre, self.north - y * self.metre

    def inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Tell which points (pixels) lie in the frame.

        Parameters
        ----------
        x, y
            Pixels from the upper left corner, shape (n,).

        Returns
        -------
        numpy.ndarray
            True in the frame, shape (n,).
        """
        return (x >= 0) & (y >= 0) & (x < self.width) & (y < self.height)

    @property
    def origin(self) -> tuple[float, float]:
        """Where the cells are counted from, in pixels: the profile's centre, as on the page."""
        x, y = self.pixels(*(np.array([one]) for one in current().centre))
        return float(x[0]), float(y[0])

    def squares(self, x: np.ndarray, y: np.ndarray, size: float) -> Cells:
        """Return the square cells, which stay on the ground, of points (pixels).

        Parameters
        ----------
        x, y
            Pixels from the upper left corner, shape (n,).
        size
            Side of a cell in pixels.
        """
        left, top = self.origin
        return Cells(_floor((x - left) / size), _floor((y - top) / size))

    def hexagons(self, x: np.ndarray, y: np.ndarray, size: float) -> Cells:
        """Return the hexagons, pointing north, of points (pixels); ``size`` is their radius.

        Parameters
        ----------
        x, y
            Pixels from the upper left corner, shape (n,).
        size
            From the middle to a corner, in pixels.
        """
        left, top = self.origin
        down = (y - top) / (size * 1.5)
        row = _floor(down + 0.5)
        across = (x - left) / (size * math.sqrt(3)) - (row & 1) / 2
        column = _floor(across + 0.5)
        away = down - row
        # Near its upper and lower corners a point may belong to the next row.
        row2 = row + np.where(down < row, -1, 1)
        column2 = column + np.where(across < column, -0.5, 0.5)
        nearer = (across - column) ** 2 + away**2 > (across - column2) ** 2 + (down - row2) ** 2
        other = (np.abs(away) * 3 > 1) & nearer
        beside = _floor(column2 + np.where(row & 1, 0.5, -0.5))
        return Cells(np.where(other, beside, column), np.where(other, row2, row))

    def middles(self, cells: Cells, size: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the middles of hexagons in pixels.

        Parameters
        ----------
        cells
            The hexagons.
        size
            From the middle to a corner, in pixels.
        """
        left, top = self.origin
        across = (cells.column + (cells.row & 1) / 2) * size * math.sqrt(3)
        return left + across, top + cells.row * size * 1.5


def _floor(values: np.ndarray) -> np.ndarray:
    return np.floor(values).astype(np.int64)
