from blog.public_index.last_change import watch
from home.models import SiteSettings

watch(SiteSettings)
