aws ecs update-service --cluster lab --service web \
    --deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=true}"
aws ecs update-service --cluster lab --service web --task-definition web:2
