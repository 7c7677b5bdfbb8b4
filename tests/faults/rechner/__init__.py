"""The layout of `deploy/mehrere-rechner` on network namespaces of one machine, with each part killed.

    python -m tests.faults.rechner [--minutes M] [--keep]

Needs root, iproute2, etcd, haproxy, PostgreSQL with `pg_rewind`, Patroni (`--patroni PROGRAM`) and
the S3 server of the development environment. Takes about ten minutes and prints what was
acknowledged, what of it was lost and how long each part was away; ends with 1 when anything is lost.
"""
