"""Reading this room: every function takes the actor first, and what she may not see is a 404."""
