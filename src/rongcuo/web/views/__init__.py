"""Pages. A view reads through the gates of `matters.access`, acts through actions, and has no rules."""
