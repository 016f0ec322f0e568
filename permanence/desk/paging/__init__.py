"""Calling somebody outside when nobody inside answers.

Invariants
- An alarm is a row from the moment something is wrong until it has been right for `QUIET_FOR`; of one kind and force
  at most one is open, whatever process opens it.
- What is due to a channel is a row with a deadline. A process takes it by moving the deadline, then sends it: of any
  number of processes one does. One that dies in between leaves the deadline to another; the same page may then come
  twice, and bears the same id.
- A page that could not be sent is tried again, later each time, until it is sent or the alarm is over.
- While nobody acknowledges it an alarm is paged again every `PERMANENCE_PAGE_EVERY` minutes; once it is over, whoever
  was paged is told so.

Never: a word, a name, a number or a place of a visitor in a page; a secret of a channel in a row or a log.
"""
