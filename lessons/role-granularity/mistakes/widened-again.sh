aws iam put-role-policy --role-name workerRole --policy-name orders --policy-document \
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/orders"}]}'
