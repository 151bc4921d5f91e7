"""From a lab to a view of it."""
