aws logs tail /ecs/exporter
aws iam list-attached-role-policies --role-name exporterExecutionRole
aws iam attach-role-policy --role-name exporterTaskRole --policy-arn arn:aws:iam::123456789012:policy/write-exports
aws iam detach-role-policy --role-name exporterExecutionRole --policy-arn arn:aws:iam::123456789012:policy/write-exports
