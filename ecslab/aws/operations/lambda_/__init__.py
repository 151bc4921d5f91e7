"""AWS Lambda, as far as functions can be compared with tasks.

https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
"""

from ecslab.aws.operations.lambda_ import functions, invoking, permissions, settings, tagging

MODULES = (functions, invoking, permissions, settings, tagging)
