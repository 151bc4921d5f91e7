"""Services: what the schedulers decide, who acts on it, deployments."""
