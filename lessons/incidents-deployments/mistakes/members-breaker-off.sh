aws ecs update-service --cluster lab --service members --task-definition members:2 \
    --deployment-configuration "deploymentCircuitBreaker={enable=false,rollback=false}"
