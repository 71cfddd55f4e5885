"""Every model of the app, for Django and for the code above this app. Rooms import models from each other."""

from blog.review.approval.models import Approval, DraftWriter, FourEyes
from blog.review.findings.models import DraftCheck, Waiver
from blog.review.guests.models import OutsideComment, ReviewLink, ReviewVisit
from blog.review.link_checker.models import LinkedAddress
from blog.review.people.models import Invitation, PasswordRequest
from blog.review.throttling import AttemptCount
from blog.review.workflow.models import HandOver
from blog.review.workflow.tasks import PostReview, QualityGate

__all__ = [
    "Approval",
    "AttemptCount",
    "DraftCheck",
    "DraftWriter",
    "FourEyes",
    "HandOver",
    "Invitation",
    "LinkedAddress",
    "OutsideComment",
    "PasswordRequest",
    "PostReview",
    "QualityGate",
    "ReviewLink",
    "ReviewVisit",
    "Waiver",
]
