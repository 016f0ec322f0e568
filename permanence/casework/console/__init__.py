"""The units' console: who is waited for, whom to call and when, what came of it.

Answers for: the pages of the role `unit`, made for a front desk; every act is a form that needs no script. Refuses
whatever the unit does not have now: another unit's, another force's, what was forwarded or refused is not found.
"""
