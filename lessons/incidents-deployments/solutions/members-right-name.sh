aws ecs register-task-definition --family members \
    --execution-role-arn arn:aws:iam::123456789012:role/ecsTaskExecutionRole \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --container-definitions '[{"name": "members", "image": "public.ecr.aws/docker/library/nginx:1.28", "portMappings": [{"containerPort": 80}], "secrets": [{"name": "DB_PASSWORD", "valueFrom": "/members/db-password"}]}]'  # free: 256 512 80 --requires-compatibilities
aws ecs update-service --cluster lab --service members --task-definition members
