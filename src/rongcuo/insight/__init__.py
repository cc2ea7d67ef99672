"""What follows from many matters: early reports, figures, warnings, like cases, clarification, the yearly self-audit.

Derived: it reads matters and corrections and changes neither. What people record here (a report, a warning,
a letter) has streams of its own.
"""
