"""Amazon Simple Storage Service, by the operations of its API.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
"""

from ecslab.aws.operations.s3api import (
    buckets,
    copying,
    deleting,
    listing,
    objects,
    policies,
    settings,
    tagging,
)

MODULES = (buckets, objects, copying, deleting, listing, tagging, policies, settings)
