aws iam attach-role-policy --role-name exporterTaskRole --policy-arn arn:aws:iam::123456789012:policy/write-exports
