from home.models import DemoItem


def demo_is_loaded() -> bool:
    return DemoItem.objects.exists()
