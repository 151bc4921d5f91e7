"""The `aws` command line over a lab."""
