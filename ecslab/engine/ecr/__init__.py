"""The lab's own private registry: what happens to its repositories."""
