# The same permission as an inline policy of the task role.
aws iam put-role-policy --role-name exporterTaskRole --policy-name exports --policy-document \
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::shop-exports/*"}]}'  # free: exports
aws iam detach-role-policy --role-name exporterExecutionRole --policy-arn arn:aws:iam::123456789012:policy/write-exports
