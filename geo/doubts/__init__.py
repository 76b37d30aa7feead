"""What in an atlas is doubtful: rows that other rows, or their own sources, speak against.

A fault (``geo.atlas``) makes a folder unusable; a doubt is read and then corrected, or accepted
with a sentence in ``accepted.csv`` that says why the row is right all the same.
"""

from geo.doubts.doubt import Doubt
from geo.doubts.rules import RULES, doubts

__all__ = ["RULES", "Doubt", "doubts"]
