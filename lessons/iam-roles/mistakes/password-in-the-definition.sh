aws ecs register-task-definition --family api \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --execution-role-arn arn:aws:iam::123456789012:role/ecsTaskExecutionRole \
    --task-role-arn arn:aws:iam::123456789012:role/apiTaskRole \
    --container-definitions "name=api,image=public.ecr.aws/docker/library/busybox:1.36,command=[sleep,3600],environment=[{name=DB_PASSWORD,value=hush}]"
aws ecs update-service --cluster lab --service api --task-definition api
