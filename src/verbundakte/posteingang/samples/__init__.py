"""What is delivered with the room."""
