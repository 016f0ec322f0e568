"""The administration: accounts, communes, units and centres, numbers to call, the audit journal.

Answers for: pages that work without a script, over the same actions, policy and journal as everything else. Refuses
to be a back door: no page writes to a table itself, and none shows a conversation.
"""
