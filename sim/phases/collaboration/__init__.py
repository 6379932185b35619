"""Phase 3, collaboration (study IV-Z): coordinate, contribute, decide, quarrel, learn, admit.

First comes coordination, then what is left of a member's hours speaks to the public. Decisions wait
for the slowest who must be asked.
"""
