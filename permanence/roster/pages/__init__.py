"""The pages of rosters: coverage and its holes, shifts, teams, an officer's own calendar.

Every page works without a script. What is shown and what may be changed is the policy's to say, page by page and
force by force; a refusal leaves a row in the audit journal.
"""
