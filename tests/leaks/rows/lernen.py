"""What is read and learned of the post: the job has no rights of its own and tells nobody anything."""

from tests.leaks.row import job

JOBS = {"posteingang.lesen": job(args=lambda world: {}, error="")}
ROWS = []
