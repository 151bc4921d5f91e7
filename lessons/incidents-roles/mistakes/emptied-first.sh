aws ecs update-service --cluster lab --service exporter --desired-count 0
aws iam attach-role-policy --role-name exporterTaskRole --policy-arn arn:aws:iam::123456789012:policy/write-exports
aws iam detach-role-policy --role-name exporterExecutionRole --policy-arn arn:aws:iam::123456789012:policy/write-exports
sleep 60
aws ecs update-service --cluster lab --service exporter --desired-count 1
