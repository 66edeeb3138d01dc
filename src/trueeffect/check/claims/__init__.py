"""Claims: the sentences that state something, and the citations that cover each."""

from trueeffect.check.claims.content import decide_by_content, settle_links
from trueeffect.check.claims.find import find_claims

__all__ = ["decide_by_content", "find_claims", "settle_links"]
