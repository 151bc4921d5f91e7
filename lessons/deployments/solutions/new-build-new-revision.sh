# A new revision with the same tag is a new deployment, too.
aws ecs register-task-definition --family shop \
    --execution-role-arn arn:aws:iam::123456789012:role/ecsTaskExecutionRole \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --container-definitions 'name=shop,image=123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:latest,portMappings=[{containerPort=80}]'  # free: 256 512 80 --requires-compatibilities
aws ecs update-service --cluster lab --service shop --task-definition shop
