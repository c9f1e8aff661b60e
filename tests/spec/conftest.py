"""Property tests run the same examples everywhere, however busy the machine is."""

from hypothesis import settings

settings.register_profile("modelhost", derandomize=True, deadline=None)
settings.load_profile("modelhost")
