"""The supervisor's wallboard: how the desk stands, on a screen read from across the room.

Answers for: who waits, how soon people are answered, who is there, and what is wrong, in figures without people.
Refuses to bear a word or the name of a visitor: a department at most. Nothing here changes anything.
"""
