"""Pages of insight: early reports, figures, warnings, records in advance, clarification, like cases, self-audit."""
