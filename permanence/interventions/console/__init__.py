"""The operations centre's console: one list, one sheet, where a patrol is asked for and every step is told.

Answers for: the page of the role `centre` and its token. Whatever it shows comes through the API and the live channel,
with their own permissions and their own trace. Refuses everybody else, and an account that is attached to no centre.
"""
