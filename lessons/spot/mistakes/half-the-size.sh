aws ecs register-task-definition --family encode \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 512 --memory 1024 \
    --container-definitions 'name=encode,image=public.ecr.aws/acme/encode:1,stopTimeout=120'
aws ecs update-service --cluster lab --service encode --task-definition encode
