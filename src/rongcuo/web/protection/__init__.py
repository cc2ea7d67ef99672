"""What the pages of Article 10 show, made ready for the templates."""
