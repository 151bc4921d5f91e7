# 3.1 with the variable that it needs.
aws ecs register-task-definition --family orders \
    --execution-role-arn arn:aws:iam::123456789012:role/ecsTaskExecutionRole \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --container-definitions '[{"name": "orders", "image": "ghcr.io/example/orders:3.1", "environment": [{"name": "DATABASE_URL", "value": "postgres://orders.internal/orders"}], "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/orders", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "orders"}}}]'  # free: 256 512 orders 3.1 --requires-compatibilities
aws ecs update-service --cluster lab --service orders --task-definition orders
