aws iam attach-role-policy --role-name exporterTaskRole --policy-arn arn:aws:iam::aws:policy/AmazonS3FullAccess
