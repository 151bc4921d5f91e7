# A managed policy of one's own; the six characters that Secrets Manager adds to the name are left open.
cat > read.json <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "secretsmanager:GetSecretValue",
      "Resource": "arn:aws:secretsmanager:us-east-1:123456789012:secret:$STAGE/db-password-??????"
    }
  ]
}
JSON
POLICY=$(aws iam create-policy --policy-name read-password --policy-document file://read.json --query Policy.Arn --output text)  # free: read-password
aws iam attach-role-policy --role-name ecsTaskExecutionRole --policy-arn $POLICY
