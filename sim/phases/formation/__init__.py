"""Phase 2, formation (study IV-F): initiate, sound out, join, debate values, set the goal.

Every decision belongs to one organisation. An initiative becomes an alliance when a second
organisation accepts, and public when the platform stands.
"""
