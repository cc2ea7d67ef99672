"""What the pages about measures show: the text with its rules, trying facts out, differences, checks.

All of it works on any pack in the policies folder and on invented facts. What belongs to a real
matter goes through `rongcuo.matters.access` (see `sees_what_if` there).
"""
