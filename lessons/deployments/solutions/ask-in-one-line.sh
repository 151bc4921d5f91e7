# Without a start period: three failures in a row, 30 seconds apart, are patience enough.
aws ecs register-task-definition --family shop \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --container-definitions '[{"name":"shop","image":"ghcr.io/example/shop:latest","healthCheck":{"command":["CMD-SHELL","curl -f http://localhost/ || exit 1"]}}]'  # free: 1 256 512 --requires-compatibilities
aws ecs update-service --cluster lab --service shop --task-definition shop:2
