from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class LicenceChoice(models.TextChoices):
    CC_BY = "cc-by-4.0", _("Creative Commons Attribution 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("Creative Commons Attribution-ShareAlike 4.0")
    CC_BY_ND = "cc-by-nd-4.0", _("Creative Commons Attribution-NoDerivatives 4.0")
    CC_BY_NC = "cc-by-nc-4.0", _("Creative Commons Attribution-NonCommercial 4.0")
    CC0 = "cc0-1.0", _("Public domain (CC0 1.0)")
    ALL_RIGHTS = "all-rights-reserved", _("All rights reserved")


@dataclass(frozen=True)
class Licence:
    name: str
    url: str


LICENCE_URLS = {
    LicenceChoice.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    LicenceChoice.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    LicenceChoice.CC_BY_ND: "https://creativecommons.org/licenses/by-nd/4.0/",
    LicenceChoice.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    LicenceChoice.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


def licence(code: str) -> Licence | None:
    """The licence with the URL of its text ("" if there is none), or None."""
    if code not in LicenceChoice:
        return None
    choice = LicenceChoice(code)
    return Licence(name=str(choice.label), url=LICENCE_URLS.get(choice, ""))
