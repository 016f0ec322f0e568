"""The screens of the figures: one sentence, the table and the chart of the same numbers, then what they mean.

Rendered here, without a script. Answers for: what is asked and how it is shown; a refusal keeps what was typed. Refuses
to compute a figure of its own: every number comes from the tables that files and notes share.
"""
