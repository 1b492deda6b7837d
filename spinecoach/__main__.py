"""`python -m spinecoach` is the same as `spinecoach`."""

import sys

from spinecoach.cli import main

sys.exit(main())
