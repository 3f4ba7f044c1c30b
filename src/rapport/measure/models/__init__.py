"""What people keep beside the numbers. The numbers themselves are worked out, never stored."""

from rapport.measure.models.annotation import Annotation

__all__ = ["Annotation"]
