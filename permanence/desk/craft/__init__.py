"""The craft: what helps an officer write and remember.

Answers for: replies prepared by the house and by each officer, and the notebook of a conversation (pinned facts,
reminders, questions still to ask), searching and translating what was said. Refuses to send anything: whatever it
proposes goes through the officer's hands first.
"""
