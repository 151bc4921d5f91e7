aws ecs register-task-definition --family status \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --container-definitions 'name=status,image=public.ecr.aws/docker/library/nginx:1.27'
aws ecs update-service --cluster lab --service status --task-definition status
