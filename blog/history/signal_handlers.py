from blog.history.models import ShownHistory
from blog.public_index.last_change import watch

watch(ShownHistory)
