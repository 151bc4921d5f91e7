aws ecs update-service --cluster lab --service web --task-definition web:2 \
    --deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=false}"
