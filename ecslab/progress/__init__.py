"""What a learner has done, kept across restarts."""
