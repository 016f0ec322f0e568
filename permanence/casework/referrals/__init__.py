"""The unit or the association that receives her, and what came of it."""
