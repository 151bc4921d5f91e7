aws ecs update-service --cluster lab --service web --task-definition web:1 \
    --deployment-configuration minimumHealthyPercent=0,maximumPercent=100
aws ecs deregister-task-definition --task-definition web:2
