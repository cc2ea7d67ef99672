"""What happens: Article 8's procedure, from the accountability act to filing.

One module a step of the article: `acts`, `application` (A08-1), `acceptance` (A07), `verification`
(A08-2), `determination` (A08-3), `feedback` (A08-4), `publication` (A08-5), `filing` (A08-6).
`access` says who sees what, `moves` reads the pack's table, `doing` is how each action is done,
`reducers` what each entry changes.
"""
