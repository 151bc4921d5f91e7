aws ecs update-service --cluster lab --service web --force-new-deployment
