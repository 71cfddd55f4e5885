from blog.review.models.approvals import Approval, DraftWriter, FourEyes, Waiver
from blog.review.models.tasks import PostReview, QualityGate

__all__ = ["Approval", "DraftWriter", "FourEyes", "PostReview", "QualityGate", "Waiver"]
