"""Official papers, set from the record.

What a paper says belongs to the pack (`policies/<pack>/<version>/documents/`); what it can be made from to
`sources`; how it looks is GB/T 9704-2012 and stands in `layout/paper.typ`. `papers.render` gives the PDF/A
bytes of one; `issuing` gives it out under a number.
"""
