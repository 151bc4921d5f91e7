aws ecs register-task-definition --family export \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --execution-role-arn arn:aws:iam::123456789012:role/ecsTaskExecutionRole \
    --container-definitions '[{"name": "export", "image": "public.ecr.aws/docker/library/busybox:1.36", "command": ["sh", "-c", "echo exporting; sleep 60; echo exported"], "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/export", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "export"}}}]'
