"""Phase 4, impact (study IV-W): speak, persuade, pass or block, harvest.

Hours become outreach in the segments of the electorate. Legislators answer to electorates and vote
one by one, with their own ideals, the voices that reach their electorate, and unanswered
objections.
"""
