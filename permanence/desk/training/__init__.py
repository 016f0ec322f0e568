"""Exercises: scripted visitors for officers in training, and for trying a desk before it opens."""
