"""``python -m geo`` is ``greenline``."""

import sys

from geo.cli.run import main

sys.exit(main())
