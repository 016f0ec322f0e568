"""The conversation itself: who speaks, what was said, who listens. Nothing of violence or territory."""
