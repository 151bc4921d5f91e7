"""CloudTrail: looking back."""


def tell(lab, call):
    """A call, and the event that it left."""
    lab.call("ecs", "CreateCluster", {"clusterName": "lab"})
    call("cloudtrail", "LookupEvents", MaxResults=1)
