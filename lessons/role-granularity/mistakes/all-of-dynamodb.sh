aws iam create-role --role-name ordersTaskRole --assume-role-policy-document file://trust.json
aws iam attach-role-policy --role-name ordersTaskRole --policy-arn arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess
aws ecs register-task-definition --cli-input-json file://orders.json \
    --task-role-arn arn:aws:iam::123456789012:role/ordersTaskRole
aws ecs update-service --cluster lab --service orders --task-definition orders
