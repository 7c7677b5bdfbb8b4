"""The lists of the room: which columns Akten, Vorgänge and Dokumente can show."""
