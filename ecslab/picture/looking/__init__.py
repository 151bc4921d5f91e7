"""From a lab to a page about one thing in it: what it is, what happened to it, and why."""
