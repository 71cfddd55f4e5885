"""The site's own settings, and beside them a bare page: what publishing a post is measured against."""

from config.settings.test import *  # noqa: F403
from config.settings.test import INSTALLED_APPS as OURS

INSTALLED_APPS = ["bench.publish.apps.BareConfig", *OURS]
