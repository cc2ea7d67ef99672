"""Official papers, set from the record: `render(item)` gives the PDF/A bytes of one.

What a paper says belongs to the pack (`policies/<pack>/<version>/documents/`); how it looks is
GB/T 9704-2012 and stands in `layout/paper.typ`.
"""

from rongcuo.documents.papers import NoTemplate, Paper, render, template_of
from rongcuo.documents.setting import SettingError

__all__ = ["NoTemplate", "Paper", "SettingError", "render", "template_of"]
