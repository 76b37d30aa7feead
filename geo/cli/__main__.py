"""``python -m geo.cli`` is ``greenline``."""

import sys

from geo.cli.run import main

sys.exit(main())
