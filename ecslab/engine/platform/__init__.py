"""What tasks touch: images, networks, roles."""
