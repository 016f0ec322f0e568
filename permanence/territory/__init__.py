"""Communes, postal codes, the units and operations centres that answer for them, and the numbers to call.

Answers for: which force answers where (`routing`, `queries`); loading and importing editions of the facts; what
operators settle and edit by hand (`actions`). Refuses to guess where a source is blank, to show a name, an address or
hours that no source states, and to let an edition undo an operator's work.
"""
