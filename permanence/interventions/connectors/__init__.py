"""Telling the systems of operations centres what happens to an intervention, and hearing from them.

Invariants
- What leaves is a row, written in the transaction of the step it tells of: neither exists without the other.
- A step leaves once by a connector: one row, one key, which travels with every attempt. Of any number of processes one
  sends it; one that dies in between leaves it to another, which sends the same key again.
- Of one intervention, a step leaves after the one before it arrived. What the peer itself refuses to read does not
  hold back what follows; it is tried on.
- A row is tried until it arrived, later each time, never more than a minute apart; as soon as the peer answers again,
  everything that waits for it goes.
- An event that comes in is signed, of these five minutes, and counts once, however often it comes.

Never: an exercise; a word of the conversation; a secret in a row, a log or an answer; an act of the peer on an
intervention of which its centres were not told.
"""
