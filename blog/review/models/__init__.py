from blog.review.models.approvals import Approval, DraftWriter, FourEyes, Waiver
from blog.review.models.attempts import AttemptCount, PasswordRequest
from blog.review.models.desk import DraftCheck
from blog.review.models.handing_over import HandOver
from blog.review.models.invitations import Invitation
from blog.review.models.links import LinkedAddress
from blog.review.models.outside import OutsideComment, ReviewLink, ReviewVisit
from blog.review.models.tasks import PostReview, QualityGate

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
