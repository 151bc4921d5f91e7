"""Placement: which container instance a task goes to, and for every other one why not.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html
"""
