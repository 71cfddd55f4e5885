from django.contrib import messages
from django.contrib.auth.decorators import user_passes_test
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from home.demo.remover import remove_demo
from home.models import DemoItem


@user_passes_test(lambda user: user.is_active and user.is_superuser, login_url="wagtailadmin_login")
def start_own_blog(request: HttpRequest) -> HttpResponse:
    """Asks for confirmation, then removes the demo. No other content is changed."""
    if request.method != "POST":
        return render(request, "home/demo/start_own_blog.html", {"items": DemoItem.objects.count()})
    removed, kept = remove_demo(Site.find_for_request(request))
    messages.success(request, _("The demo was removed (%(count)d items).") % {"count": removed})
    if kept:
        names = ", ".join(kept[:10])
        messages.warning(request, _("Not removed, because other content uses them: %(names)s.") % {"names": names})
    return redirect(reverse("wagtailadmin_home"))
