"""Application Auto Scaling of services: by their load, and by the clock."""
