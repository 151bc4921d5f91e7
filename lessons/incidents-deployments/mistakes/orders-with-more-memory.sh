# More CPU and memory, for programs that crash often need it.
aws ecs register-task-definition --family orders \
    --execution-role-arn arn:aws:iam::123456789012:role/ecsTaskExecutionRole \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 512 --memory 1024 \
    --container-definitions '[{"name": "orders", "image": "ghcr.io/example/orders:3.1", "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/orders", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "orders"}}}]'
aws ecs update-service --cluster lab --service orders --task-definition orders
