aws iam attach-role-policy --role-name shopExecutionRole --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
aws ecs update-service --cluster lab --service shop --force-new-deployment
