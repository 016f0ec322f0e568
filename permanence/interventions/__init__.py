"""Emergencies: what is known of a danger, the intervention asked of an operations centre, and its way to closure."""
