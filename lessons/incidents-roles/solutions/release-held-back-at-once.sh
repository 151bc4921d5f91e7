# All repositories of the shop, in the policy that is there; and no waiting for the next attempt.
cat > prepare.json <<'J'
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
    {
      "Effect": "Allow",
      "Action": ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
      "Resource": "arn:aws:ecr:us-east-1:123456789012:repository/shop*"
    },
    {
      "Effect": "Allow",
      "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
      "Resource": "arn:aws:logs:us-east-1:123456789012:log-group:/ecs/shop:*"
    }
  ]
}
J
aws iam put-role-policy --role-name shopExecutionRole --policy-name prepare --policy-document file://prepare.json  # free: prepare
aws ecs update-service --cluster lab --service shop --force-new-deployment  # optional
