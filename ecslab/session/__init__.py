"""A learner at work, whatever they see it on: the desk, the try, the way through a lesson, what is kept."""
