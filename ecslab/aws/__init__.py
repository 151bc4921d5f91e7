"""The AWS API over a lab, driven by the service models of botocore."""
