"""What holds for every test: how property tests choose their examples."""

import os

from hypothesis import settings

# No deadlines: a slow machine is no defect. CI tries the same examples each time, so that a
# change is judged by what it changed; at home each run tries new ones.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
