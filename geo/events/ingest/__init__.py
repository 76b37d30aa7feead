"""Events without a bound on their number: read, attributed and counted by Dask, kept in a folder.

>>> from geo.events import ingest
>>> sorted(ingest.__all__)
['Ingested', 'ingest', 'open_folder']
"""

from geo.events.ingest.folder import Ingested, open_folder
from geo.events.ingest.run import ingest

__all__ = ["Ingested", "ingest", "open_folder"]
