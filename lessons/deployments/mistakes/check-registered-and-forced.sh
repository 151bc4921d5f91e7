aws ecs register-task-definition --family shop \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --container-definitions '[{"name":"shop","image":"ghcr.io/example/shop:latest","healthCheck":{"command":["CMD-SHELL","curl -f http://localhost/ || exit 1"]}}]'
aws ecs update-service --cluster lab --service shop --force-new-deployment
