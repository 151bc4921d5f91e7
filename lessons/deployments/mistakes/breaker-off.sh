aws ecs update-service --cluster lab --service shop --task-definition shop:2 \
    --deployment-configuration "deploymentCircuitBreaker={enable=false,rollback=false}"
