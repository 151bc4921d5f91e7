# The image gets the tag that the release names.
MANIFEST=$(aws ecr batch-get-image --repository-name api --image-ids imageTag=2.1.0 --query 'images[0].imageManifest' --output text)
aws ecr put-image --repository-name api --image-tag v2.1.0 --image-manifest "$MANIFEST"
