"""Queues: who gets which message when.

Nothing is on the agenda for a message: that it comes into sight, or has been kept long enough, follows from
the time, and is looked at when somebody uses its queue.
"""
