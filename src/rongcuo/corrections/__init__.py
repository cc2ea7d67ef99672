"""Article 11: correction that is proved. Plans, measures, the check of the effect, reminders, referral.

Built over `matters`, which does not know it: a plan follows the feedback of a tolerated subject
(`matters.following`).
"""
