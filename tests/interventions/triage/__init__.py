"""What triage reads in the words of visitors."""
