"""What a lab would have cost: meters, dated prices, bills, and what the same work would cost elsewhere."""
