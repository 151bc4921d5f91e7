aws ecr describe-images --repository-name api
aws ecs register-task-definition --family api \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --execution-role-arn arn:aws:iam::123456789012:role/ecsTaskExecutionRole \
    --container-definitions 'name=api,image=123456789012.dkr.ecr.us-east-1.amazonaws.com/api:2.1.0'  # free: 256 512 --requires-compatibilities
aws ecs update-service --cluster lab --service api --task-definition api
