"""The officer's search among cases, and a whole case on one page to be read.

Answers for: which cases an officer may find, by what they may look for them, the trace that each search leaves.
Refuses: to look for people by what is sensitive alone (a kind of violence), and to read a sealed word: what is typed
of a person is compared by its keyed hash, exact or not at all. What is looked for is in no address and in no log.
"""
