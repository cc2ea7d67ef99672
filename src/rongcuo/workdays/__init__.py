"""Working days: the calendar of yearly notices, and reckonings that explain themselves.

Pure Python: nothing but reading a folder of ``<year>.json`` files. See ``docs/workdays.md``.
"""

from rongcuo.workdays.calendar import Calendar, Day
from rongcuo.workdays.notices import CalendarError, Notice, SetDay, Year
from rongcuo.workdays.reckoning import Reckoning, Step

__all__ = ["Calendar", "CalendarError", "Day", "Notice", "Reckoning", "SetDay", "Step", "Year"]
