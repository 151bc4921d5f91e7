"""From a view of a lab to lines."""
