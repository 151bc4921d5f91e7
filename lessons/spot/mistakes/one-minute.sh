aws ecs register-task-definition --family encode \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 1024 --memory 2048 \
    --container-definitions 'name=encode,image=public.ecr.aws/acme/encode:1,stopTimeout=60'
aws ecs update-service --cluster lab --service encode --task-definition encode
