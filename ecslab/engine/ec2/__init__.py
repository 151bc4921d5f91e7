"""Amazon EC2 and its Auto Scaling: machines come, run an agent if they can, and go."""
