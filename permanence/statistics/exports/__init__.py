"""What leaves the figures: the tables that pages, files and the note share, and the files made of them.

Answers for: the same numbers everywhere, each with its definition; files that open as they are in the tools of the
trade, and in which nothing that was typed is ever a formula. Refuses to count anything itself.
"""
