SECRET=$(aws secretsmanager describe-secret --secret-id $STAGE/db-password --query ARN --output text)
aws iam put-role-policy --role-name apiTaskRole --policy-name read-password --policy-document \
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "'$SECRET'"}]}'
