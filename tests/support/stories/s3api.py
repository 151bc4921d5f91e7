"""S3: a bucket with versions, objects that come, are copied and go, and the bucket's own settings."""

import json

BLOCK = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::reports/*",
        }
    ],
}


def tell(_lab, call):
    """From no bucket to a bucket deleted, every operation once at least."""
    tags = {"TagSet": [{"Key": "team", "Value": "blue"}]}
    bucket = {"Bucket": "reports"}
    day = bucket | {"Key": "2026/01/05.txt"}
    call("s3api", "CreateBucket", Bucket="reports")
    call("s3api", "ListBuckets")
    call("s3api", "HeadBucket", **bucket)
    call("s3api", "GetBucketLocation", **bucket)
    call("s3api", "GetBucketEncryption", **bucket)
    call("s3api", "PutBucketTagging", Tagging=tags, **bucket)
    call("s3api", "GetBucketTagging", **bucket)
    call("s3api", "DeleteBucketTagging", **bucket)
    call("s3api", "GetPublicAccessBlock", **bucket)
    call("s3api", "DeletePublicAccessBlock", **bucket)
    call("s3api", "PutPublicAccessBlock", PublicAccessBlockConfiguration=BLOCK, **bucket)
    call("s3api", "PutBucketPolicy", Policy=json.dumps(POLICY), **bucket)
    call("s3api", "GetBucketPolicy", **bucket)
    call("s3api", "GetBucketPolicyStatus", **bucket)
    call("s3api", "DeleteBucketPolicy", **bucket)
    call("s3api", "PutObject", Body=b"first", ContentType="text/plain", Metadata={"by": "job"}, **day)
    call("s3api", "PutBucketVersioning", VersioningConfiguration={"Status": "Enabled"}, **bucket)
    call("s3api", "GetBucketVersioning", **bucket)
    version = call("s3api", "PutObject", Body=b"second", **day)["VersionId"]
    call("s3api", "GetObject", Range="bytes=0-2", **day)
    call("s3api", "GetObject", VersionId="null", **day)
    call("s3api", "HeadObject", **day)
    call("s3api", "PutObjectTagging", Tagging=tags, **day)
    call("s3api", "GetObjectTagging", **day)
    call("s3api", "DeleteObjectTagging", **day)
    call("s3api", "CopyObject", Bucket="reports", Key="copy.txt", CopySource="reports/2026/01/05.txt")
    call("s3api", "ListObjects", Delimiter="/", **bucket)
    call("s3api", "ListObjectsV2", Prefix="2026/", **bucket)
    call("s3api", "DeleteObject", **day)
    call("s3api", "ListObjectVersions", **bucket)
    call("s3api", "DeleteObject", VersionId=version, **day)
    answer = call("s3api", "ListObjectVersions", **bucket)
    left = [
        {"Key": each["Key"], "VersionId": each["VersionId"]}
        for each in (*answer["Versions"], *answer["DeleteMarkers"])
    ]
    call("s3api", "DeleteObjects", Delete={"Objects": left}, **bucket)
    call("s3api", "DeleteBucket", **bucket)
