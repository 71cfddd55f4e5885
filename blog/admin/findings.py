"""What the checks of a post found, for the panel beside its form."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from blog.checks import findings
from blog.models import PostPage


@require_GET
def post_findings(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings in the newest draft, which saves itself while it is written."""
    post = get_object_or_404(PostPage, pk=pk)
    if not post.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return render(request, "blog/admin/findings.html", {"findings": findings(post.get_latest_revision_as_object())})
