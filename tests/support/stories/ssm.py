"""Systems Manager: parameters."""


def tell(lab, call):
    """A few parameters, their versions, labels and tags."""

    def store(operation, **params):
        return call("ssm", operation, **params)

    store("PutParameter", Name="/app/mode", Value="blue", Type="String", Tags=[{"Key": "a", "Value": "b"}])
    store("PutParameter", Name="/app/mode", Value="green", Overwrite=True, Description="which")
    store("PutParameter", Name="/app/key", Value="hidden", Type="SecureString", Tier="Intelligent-Tiering")
    store("GetParameter", Name="/app/mode:1")
    store("GetParameters", Names=["/app/key", "/nothing"], WithDecryption=True)
    store("GetParametersByPath", Path="/app", Recursive=True)
    store("GetParameterHistory", Name="/app/mode")
    store("DescribeParameters", ParameterFilters=[{"Key": "Path", "Values": ["/app"]}])
    store("LabelParameterVersion", Name="/app/mode", Labels=["live", "1st"])
    store("UnlabelParameterVersion", Name="/app/mode", ParameterVersion=2, Labels=["live"])
    resource = {"ResourceType": "Parameter", "ResourceId": "/app/mode"}
    store("AddTagsToResource", **resource, Tags=[{"Key": "c", "Value": "d"}])
    store("ListTagsForResource", **resource)
    store("RemoveTagsFromResource", **resource, TagKeys=["a"])
    store("DeleteParameter", Name="/app/mode")
    store("DeleteParameters", Names=["/app/key", "/nothing"])
