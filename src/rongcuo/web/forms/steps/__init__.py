"""One form for each step of a matter, by the action's name."""

from rongcuo.web.forms.steps import (
    afterwards,
    closing,
    determination,
    ending,
    intake,
    recusal,
    verification,
)
from rongcuo.web.forms.steps.base import StepForm

STEP_FORMS: dict[str, type[StepForm]] = {
    **intake.FORMS, **verification.FORMS, **determination.FORMS, **ending.FORMS,
    **closing.FORMS, **recusal.FORMS, **afterwards.FORMS,
}
