"""Buckets and objects: what is stored under which key, in which versions, and how it is listed."""
